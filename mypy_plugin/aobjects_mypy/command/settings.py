"""What mypy is configured with: by the project itself, or by us where it is not."""

from __future__ import annotations

import configparser
import os
import re
import tomllib
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

OURS: Final = "aobjects_mypy"
DJANGO_STUBS: Final = "mypy_django_plugin.main"
FILES: Final = ("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")
"""In the order in which mypy looks for them."""
_MODULE: Final = re.compile(r"""DJANGO_SETTINGS_MODULE["'],\s*["']([\w.]+)["']""")
_STUBS: Final = "mypy.plugins.django-stubs"
_STUBS_KEY: Final = "django_settings_module"


class SetupError(Exception):
    """What the project lacks, in a sentence for its author."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of mypy that a project has."""

    folder: Path
    path: Path | None = None
    mypy: dict[str, Any] = field(default_factory=dict)
    """The section [mypy] or [tool.mypy]."""
    overrides: tuple[tuple[str, dict[str, Any]], ...] = ()
    """The sections of modules, by their patterns."""
    plugins_own: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The sections of plugins, as mypy.ini names them."""

    @property
    def plugins(self) -> list[str]:
        return _list(self.mypy.get("plugins"))

    @property
    def has_files(self) -> bool:
        return any(key in self.mypy for key in ("files", "packages", "modules"))

    @property
    def is_ready(self) -> bool:
        """Tell whether mypy itself reports what we do."""
        return OURS in self.plugins


def _list(value: Any) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,\n]", value) if part.strip()]
    return [str(part) for part in value or ()]


def find(folder: Path) -> Settings:
    """Return the settings that mypy finds in a folder, or in those around it in the repository."""
    for place in (folder, *folder.parents):
        for name in FILES:
            found = _read(place / name)
            if found is not None:
                return found
        if (place / ".git").exists() or (place / ".hg").exists():
            break
    return Settings(folder)


def _read(path: Path) -> Settings | None:
    if not path.is_file():
        return None
    return _of_toml(path) if path.suffix == ".toml" else _of_ini(path)


def _of_toml(path: Path) -> Settings | None:
    try:
        tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SetupError(f"Cannot read {path}: {error}") from None
    if "mypy" not in tool:
        return None
    mypy = dict(tool["mypy"])
    overrides = tuple(
        (module, {key: value for key, value in section.items() if key != "module"})
        for section in mypy.pop("overrides", ())
        for module in _list(section.get("module"))
    )
    own = {_STUBS: tool["django-stubs"]} if "django-stubs" in tool else {}
    own |= {
        f"mypy.plugins.{OURS}.{name}": rows
        for name, rows in tool.get(OURS, {}).items()
        if isinstance(rows, dict)
    }
    return Settings(path.parent, path, mypy, overrides, own)


def _of_ini(path: Path) -> Settings | None:
    parser = configparser.RawConfigParser(delimiters=("=", ":"))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way
    try:
        parser.read(path, encoding="utf-8")
    except configparser.Error as error:
        raise SetupError(f"Cannot read {path}: {error}") from None
    if "mypy" not in parser:
        return None
    sections = {name: dict(parser[name]) for name in parser.sections()}
    overrides = tuple((name[5:], values) for name, values in sections.items() if name.startswith("mypy-"))
    own = {name: values for name, values in sections.items() if name.startswith("mypy.plugins.")}
    return Settings(path.parent, path, sections["mypy"], overrides, own)


def settings_module(folder: Path) -> tuple[str, Path] | None:
    """Return Django's settings module and the folder that it is imported from.

    The environment says it, or the manage.py of the folder, or the one below it.
    """
    manage = _manage(folder)
    named = os.environ.get("DJANGO_SETTINGS_MODULE")
    if named:
        return named, manage.parent if manage is not None else folder
    if manage is None:
        return None
    found = _MODULE.search(manage.read_text(encoding="utf-8"))
    return (found[1], manage.parent) if found else None


def _manage(folder: Path) -> Path | None:
    if (folder / "manage.py").is_file():
        return folder / "manage.py"
    below = sorted(path for path in folder.glob("*/manage.py") if not path.parent.name.startswith("."))
    if below:
        return below[0]
    around = next((place for place in folder.parents if (place / "manage.py").is_file()), None)
    return around / "manage.py" if around is not None else None


def complete(settings: Settings) -> str:
    """Return a mypy.ini with what the project has set and what we need beside it."""
    mypy = dict(settings.mypy)
    plugins = [name for name in settings.plugins if name not in (OURS, DJANGO_STUBS)]
    mypy["plugins"] = [*plugins, OURS, DJANGO_STUBS] if plugins else [OURS, DJANGO_STUBS]
    if settings.path is None:
        mypy |= {"check_untyped_defs": True, "ignore_missing_imports": True}
    own = {name: dict(values) for name, values in settings.plugins_own.items()}
    stubs = own.setdefault(_STUBS, {})
    if _STUBS_KEY not in stubs:
        found = settings_module(settings.folder)
        if found is None:
            raise SetupError(
                "Cannot find Django's settings: run aobjects beside manage.py, or set DJANGO_SETTINGS_MODULE"
            )
        stubs[_STUBS_KEY] = found[0]
        stubs.setdefault("strict_settings", False)
        if found[1] != settings.folder:
            mypy["mypy_path"] = [*_list(mypy.get("mypy_path")), str(found[1])]
    sections = [
        ("mypy", mypy),
        *((f"mypy-{name}", values) for name, values in settings.overrides),
        *own.items(),
    ]
    here = str(settings.folder)
    return "\n".join(_section(name, values) for name, values in sections).replace(
        "$MYPY_CONFIG_FILE_DIR", here
    )


def _section(name: str, values: dict[str, Any]) -> str:
    return "\n".join([f"[{name}]", *(f"{key} = {_value(value)}" for key, value in values.items()), ""])


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
