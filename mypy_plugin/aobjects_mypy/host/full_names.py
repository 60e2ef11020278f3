"""Find what a full name stands for, by the text of the files: nothing is imported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.host import module_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TURNS: Final = 5
"""Through how many modules a name is handed on."""


class UnknownNameError(Exception):
    """Nothing has the name; says what is missing where."""


def original(fullname: str, folders: Sequence[str], turns: int = _TURNS) -> str:
    """Return the name under which it is defined: of ``billing.charge``, ``billing.client.charge``.

    What a file does not show is taken as it is: names out of ``*``, of compiled modules, of base classes.
    """
    parts = fullname.split(".")
    length, spec = module_files.longest(fullname, folders)
    if spec is None:
        raise UnknownNameError(f'there is no module "{parts[0]}"')
    module, below = ".".join(parts[:length]), parts[length:]
    if not below:
        raise UnknownNameError("it is a module")
    if spec.origin is None:
        raise UnknownNameError(f'there is no "{below[0]}" in "{module}"')
    tree = module_files.tree_of(spec.origin) if spec.origin.endswith(".py") else None
    if tree is None:
        return fullname
    for statement in _statements(tree.body):
        if isinstance(statement, ast.ImportFrom):
            there = _imported(
                statement, below[0], module, is_package=spec.submodule_search_locations is not None
            )
            if there is not None and turns:
                try:
                    return original(".".join([there, *below[1:]]), folders, turns - 1)
                except UnknownNameError:
                    return fullname
        if isinstance(statement, ast.ClassDef) and statement.name == below[0]:
            _check_member(statement, below[1:])
            return fullname
        if _binds(statement, below[0]):
            return fullname
    raise UnknownNameError(f'there is no "{below[0]}" in "{module}"')


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield what runs when a module is imported, in every branch."""
    for statement in body:
        yield statement
        if not isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(statement, part, []))
            for handler in getattr(statement, "handlers", []):
                yield from _statements(handler.body)


def _imported(statement: ast.ImportFrom, name: str, module: str, *, is_package: bool) -> str | None:
    """Return the full name of what the statement calls ``name``."""
    source = statement.module or ""
    if statement.level:
        up = statement.level - is_package
        outer = module.rsplit(".", up)[0] if up else module
        source = f"{outer}.{source}" if source else outer
    for alias in statement.names:
        if (alias.asname or alias.name) == name:
            return f"{source}.{alias.name}"
    return None


def _binds(statement: ast.stmt, name: str) -> bool:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        # A module with "__getattr__" may have any name.
        return statement.name in (name, "__getattr__")
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        bound = (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
        return any(found in (name, "*") for found in bound)
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(statement))


def _check_member(owner: ast.ClassDef, below: list[str]) -> None:
    if not below or owner.bases or owner.keywords:
        # A base may have it.
        return
    named = any(_binds(statement, below[0]) for statement in _statements(owner.body))
    set_later = any(isinstance(node, ast.Attribute) and node.attr == below[0] for node in ast.walk(owner))
    if not named and not set_later:
        raise UnknownNameError(f'there is no "{below[0]}" in "{owner.name}"')
