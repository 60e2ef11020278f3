"""Write the settings that mypy needs into the project, and say what is wrong with those that are there."""

from __future__ import annotations

import configparser
import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Final

import tomlkit

from aobjects_mypy.command import settings
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aobjects_mypy.command.settings import Settings

_PACKAGES: Final = ("django-aobjects", "mypy", "django-stubs", "Django", "asgiref")
_ASK: Final = """
import django, sys
try:
    django.setup()
except Exception as error:
    from aobjects_mypy.models import django_setup
    said = " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(".")
    advice = django_setup.advice_on_variable(error)
    sys.exit(f"{said}. {advice}" if advice else said)
from django.apps import apps
print(len(apps.get_app_configs()), len(apps.get_models()))
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do where it is not right."""

    is_right: bool
    text: str


def write(folder: Path) -> tuple[Path, bool]:
    """Add what is missing to the file that configures mypy; return it, and whether it was changed."""
    known = settings.find(folder)
    path = known.path or next(
        (folder / name for name in ("pyproject.toml", "mypy.ini") if (folder / name).exists()),
        folder / "mypy.ini",
    )
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    after = _in_toml(before, known) if path.suffix == ".toml" else _in_ini(before, known)
    if after != before:
        path.write_text(after, encoding="utf-8")
    return path, after != before


def _plugins(known: Settings) -> list[str]:
    others = [name for name in known.plugins if name not in (settings.OURS, settings.DJANGO_STUBS)]
    return [*others, settings.OURS, settings.DJANGO_STUBS]


def _module(known: Settings) -> str:
    found = settings.settings_module(known.folder)
    if found is None:
        raise settings.SetupError(
            "Cannot find Django's settings: run aobjects beside manage.py, or set DJANGO_SETTINGS_MODULE"
        )
    return found[0]


def _is_ordered(known: Settings) -> bool:
    ours, stubs = settings.OURS, settings.DJANGO_STUBS
    named = known.plugins
    return ours in named and stubs in named and named.index(ours) < named.index(stubs)


def _in_toml(text: str, known: Settings) -> str:
    document = tomlkit.parse(text)
    tool = document.setdefault("tool", tomlkit.table(is_super_table=True))
    mypy = tool.setdefault("mypy", tomlkit.table())
    if not _is_ordered(known):
        mypy["plugins"] = _plugins(known)
    mypy.setdefault("check_untyped_defs", True)
    stubs = tool.setdefault("django-stubs", tomlkit.table())
    if "django_settings_module" not in stubs:
        stubs["django_settings_module"] = _module(known)
    return tomlkit.dumps(document)


def _in_ini(text: str, known: Settings) -> str:
    """Return the text with the lines that it lacks: the rest of it stays as it is, with its comments."""
    lines = text.splitlines()
    if not _is_ordered(known):
        _set(lines, "mypy", "plugins", ", ".join(_plugins(known)))
    if "check_untyped_defs" not in known.mypy and "strict" not in known.mypy:
        _set(lines, "mypy", "check_untyped_defs", "true")
    stubs = "mypy.plugins.django-stubs"
    if "django_settings_module" not in known.plugins_own.get(stubs, {}):
        _set(lines, stubs, "django_settings_module", _module(known))
    written = "\n".join(lines) + "\n"
    configparser.RawConfigParser().read_string(written)
    return written


def _set(lines: list[str], section: str, key: str, value: str) -> None:
    header = f"[{section}]"
    if header not in (line.strip() for line in lines):
        lines += ["", header] if lines else [header]
    start = next(number for number, line in enumerate(lines) if line.strip() == header) + 1
    end = next((number for number in range(start, len(lines)) if lines[number].startswith("[")), len(lines))
    for number in range(start, end):
        if lines[number].partition("=")[0].strip() == key:
            # A value may go on in lines that are indented.
            last = number + 1
            while last < end and lines[last][:1].isspace() and lines[last].strip():
                last += 1
            lines[number:last] = [f"{key} = {value}"]
            return
    while end > start and not lines[end - 1].strip():
        end -= 1
    lines.insert(end, f"{key} = {value}")


def look(folder: Path) -> Iterator[Finding]:
    """Yield what a check depends on."""
    for package in _PACKAGES:
        try:
            yield Finding(True, f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            yield Finding(False, f'{package} is not installed: pip install "django-aobjects[mypy]"')
    known = settings.find(folder)
    if known.path is None:
        yield Finding(True, "mypy is not configured here: aobjects check uses settings of its own")
    elif settings.OURS not in known.plugins:
        yield Finding(
            True, f"{known.path} names no plugin of ours: aobjects check adds it; aobjects init writes it"
        )
    else:
        right = _is_ordered(known)
        say = "in this order" if right else f'must name "{settings.OURS}" before "{settings.DJANGO_STUBS}"'
        yield Finding(right, f"{known.path}: plugins {', '.join(known.plugins)} {say}")
    if known.path is not None and not any(key in known.mypy for key in ("check_untyped_defs", "strict")):
        yield Finding(True, "check_untyped_defs is off: mypy itself looks at no function without annotations")
    yield _django(folder, known)


def _django(folder: Path, known: Settings) -> Finding:
    named = known.plugins_own.get("mypy.plugins.django-stubs", {}).get("django_settings_module")
    place = settings.settings_module(known.folder)
    module = str(named).strip("\"'") if named else place[0] if place is not None else None
    if module is None:
        return Finding(
            False, "Django's settings are not found: run this beside manage.py, or set DJANGO_SETTINGS_MODULE"
        )
    done = subprocess.run(
        [sys.executable, "-c", f"import os; os.environ['DJANGO_SETTINGS_MODULE'] = {module!r}{_ASK}"],
        cwd=place[1] if place is not None else folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        return Finding(False, f'The settings "{module}" cannot be used: {last}')
    apps, models = done.stdout.split()[-2:]
    return Finding(int(models) > 0, f'The settings "{module}" install {apps} apps with {models} models')
