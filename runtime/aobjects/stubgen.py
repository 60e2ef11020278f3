"""``python -m aobjects.stubgen``: write what editors without our mypy plugin cannot know of the models.

For each app with models below ``AsyncModel``, ``aobjects_models.py`` has a class ``AsyncBook`` for the model
``Book``, with the types of its fields, reverse accessors, awaitable relations and manager's methods.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

_MODULE: Final = "aobjects_models"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 1 where ``--check`` finds a file that is not up to date."""
    parser = argparse.ArgumentParser(prog="python -m aobjects.stubgen", description=_description())
    parser.add_argument("apps", nargs="*", metavar="app_label", help="only these apps")
    parser.add_argument("--settings", help="the settings module, if DJANGO_SETTINGS_MODULE is not set")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 if a file would change"
    )
    options = parser.parse_args(arguments)
    if options.settings:
        os.environ["DJANGO_SETTINGS_MODULE"] = options.settings
    if "DJANGO_SETTINGS_MODULE" not in os.environ:
        parser.error("set DJANGO_SETTINGS_MODULE, or give --settings")
    sys.meta_path.insert(0, _Unwritten())
    django.setup()
    stale = False
    for path, text in _files(options.apps):
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before == text:
            continue
        stale = True
        if options.check:
            lines = (before.splitlines(keepends=True), text.splitlines(keepends=True))
            sys.stdout.writelines(difflib.unified_diff(*lines, str(path), f"{path} (would be)"))
        else:
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path}")
    return 1 if options.check and stale else 0


class _Unwritten(MetaPathFinder, Loader):
    """Stands for the files that are to be written: models may name classes that are not there yet."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(fullname, self) if fullname.rpartition(".")[2] == _MODULE else None

    def exec_module(self, module: ModuleType) -> None:
        def any_class(name: str) -> type:
            from aobjects.models import AsyncModel

            return AsyncModel

        setattr(module, "__getattr__", any_class)  # noqa: B010


def _description() -> str:
    return (__doc__ or "").partition(": ")[2].partition("\n")[0]


def _files(labels: Sequence[str]) -> Iterator[tuple[Path, str]]:
    # It imports models, which are there after django.setup().
    from django.apps import apps

    from aobjects import modeltypes

    chosen = [apps.get_app_config(label) for label in labels] or apps.get_app_configs()
    for app in sorted(chosen, key=lambda app: app.label):
        text = modeltypes.write(app) if "site-packages" not in app.path else None
        if text is not None:
            yield Path(app.path, f"{_MODULE}.py"), text


if __name__ == "__main__":
    sys.exit(main())
