"""The command: ``python -m aobjects.stubgen [--check] [APP_LABEL ...]``."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.apps import apps

from aobjects.stubgen.unwritten import Unwritten

if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = """\
Write async_bases.py into each app that has models with `aobjects`. It tells editors and type checkers without
our mypy plugin what the models alone do not show: reverse relations, `aauthor` and `abooks`, the types of
fields and of `aobjects`. A model uses it in place of AsyncModel: `class Book(BookBase)`.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the modules, or compare them with what they should be; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m aobjects.stubgen", description=DESCRIPTION)
    parser.add_argument("app_label", nargs="*", help="the apps to write for; without any, all of the project")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 with a diff if a file is stale"
    )
    parser.add_argument("--settings", help="the settings module, where DJANGO_SETTINGS_MODULE is not set")
    options = parser.parse_args(arguments)
    if options.settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = options.settings
    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        parser.error("set DJANGO_SETTINGS_MODULE, or give --settings")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    if not apps.ready:
        sys.meta_path.insert(0, Unwritten())
        django.setup()
    # Importing a model class needs the apps.
    from aobjects.stubgen.modules import modules

    try:
        configs = [apps.get_app_config(label) for label in options.app_label]
    except LookupError as error:
        parser.error(str(error))
    stale = False
    for path, text in modules(configs or apps.get_app_configs()):
        written = path.read_text() if path.exists() else ""
        if written == text:
            continue
        stale = True
        if options.check:
            sys.stdout.writelines(_difference(path, written, text))
        else:
            path.write_text(text)
            print(f"wrote {_shown(path)}")
    return int(stale and options.check)


def _difference(path: Path, written: str, wanted: str) -> list[str]:
    before, after = (text.splitlines(keepends=True) for text in (written, wanted))
    return list(difflib.unified_diff(before, after, _shown(path), f"{_shown(path)} (generated)"))


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


if __name__ == "__main__":
    sys.exit(main())
