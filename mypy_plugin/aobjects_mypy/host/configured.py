"""The rows that a project adds to the tables of what queries, in the file that configures mypy."""

from __future__ import annotations

import configparser
import json
import os
import sys
import tomllib
from typing import TYPE_CHECKING, Any, Final

from mypy.modulefinder import get_search_dirs, mypy_path

from aobjects_mypy import compatibility
from aobjects_mypy.host import full_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.options import Options

_QUERIES: Final = "queries"
_IN_TOML: Final = "tool.aobjects_mypy"
_IN_INI: Final = "mypy.plugins.aobjects_mypy"
_EXAMPLE: Final = '"billing.client.charge" = "acharge"'

_rows: Final[dict[str, str]] = {}


def rows() -> Mapping[str, str]:
    """Return by full name the async twin of what queries, and an empty text where it has none."""
    return _rows


def digest() -> str:
    """Return the same text for the same rows: by others, a module is judged otherwise."""
    return json.dumps(_rows, sort_keys=True)


def load(options: Options) -> None:
    """Read the rows of this run, and say in a sentence what is wrong with one."""
    _rows.clear()
    path = options.config_file
    if not path or not os.path.exists(path):
        return
    section, found = _of_toml(path) if path.endswith(".toml") else _of_ini(path)
    for name, twin in found.items():
        row = f'"{name}" in [{section}.{_QUERIES}] of {path}'
        if not all(part.isidentifier() for part in name.split(".")) or "." not in name:
            raise compatibility.refusal(f"{row} is no full name. Write rows as {_EXAMPLE}")
        if not isinstance(twin, str) or (twin and not twin.isidentifier()):
            raise compatibility.refusal(
                f'{row} must give the name of its async twin, or "" where it has none (found {twin!r})'
            )
        try:
            original = full_names.original(name, _folders(options))
        except full_names.UnknownNameError as error:
            raise compatibility.refusal(f"{row} names nothing: {error}") from None
        _rows[name] = _rows[original] = twin


def _of_toml(path: str) -> tuple[str, dict[str, Any]]:
    with open(path, "rb") as file:
        # mypy has read it, and would have said what is wrong with it.
        table = tomllib.load(file).get("tool", {}).get("aobjects_mypy", {})
    if not isinstance(table, dict) or not isinstance(table.get(_QUERIES, {}), dict):
        raise compatibility.refusal(
            f"[{_IN_TOML}.{_QUERIES}] of {path} must be a table. Write rows as {_EXAMPLE}"
        )
    _refuse_others(table.keys() - {_QUERIES}, f"[{_IN_TOML}] of {path}")
    return _IN_TOML, table.get(_QUERIES, {})


def _of_ini(path: str) -> tuple[str, dict[str, Any]]:
    parser = configparser.RawConfigParser(delimiters=("=",))
    # Names of functions keep their capitals.
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the documented way
    parser.read(path, encoding="utf-8")
    sections = {name for name in parser.sections() if f"{name}.".startswith(f"{_IN_INI}.")}
    own = f"{_IN_INI}.{_QUERIES}"
    keys = {name.removeprefix(f"{_IN_INI}.") for name in sections - {own, _IN_INI}}
    if _IN_INI in sections:
        keys |= set(parser[_IN_INI])
    _refuse_others(keys, f"[{_IN_INI}] of {path}")
    return _IN_INI, {
        name: twin.strip("\"'") for name, twin in (parser[own] if own in sections else {}).items()
    }


def _refuse_others(keys: set[str], where: str) -> None:
    for key in sorted(keys):
        raise compatibility.refusal(f'{where} knows "{_QUERIES}" only (found "{key}")')


def _folders(options: Options) -> list[str]:
    entries, installed = get_search_dirs(options.python_executable)
    return [
        os.getcwd(),
        *map(os.path.abspath, [*options.mypy_path, *mypy_path(), *entries, *installed, *sys.path]),
    ]
