"""Where functions stand in their files now: a summary travels without the line, which other edits move."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sources:
    """The first line of each function, read from a file when a report first names it."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[str, int]] = {}

    def line_of(self, path: str, name: str) -> int | None:
        """Return the line of the ``def`` of ``Class.method`` or ``function`` in a file."""
        if path not in self._lines:
            self._lines[path] = _read(path)
        return self._lines[path].get(name)

    def forget(self, path: str) -> None:
        """Read a file anew: the daemon has seen it change."""
        self._lines.pop(path, None)


def _read(path: str) -> dict[str, int]:
    try:
        return dict(_functions(ast.parse(Path(path).read_bytes()).body, ""))
    except (OSError, SyntaxError, ValueError):
        return {}


def _functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, int]]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body, f"{prefix}{statement.name}.")
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield f"{prefix}{statement.name}{_accessor(statement)}", statement.lineno
        else:
            for name in ("body", "orelse", "finalbody"):
                yield from _functions(getattr(statement, name, []), prefix)


def _accessor(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Tell the setter of a property, which has the same name, from its getter."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter"):
            return f".{decorator.attr}"
    return ""
