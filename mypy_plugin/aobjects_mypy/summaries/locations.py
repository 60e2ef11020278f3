"""Where functions stand in their files now: a summary travels without the line, which other edits move."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from aobjects_mypy.host import texts

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
        found: dict[str, int] = {}
        for name, line in _definitions(ast.parse(texts.read(path)).body, ""):
            # mypy binds a name to the first of several definitions.
            found.setdefault(name, line)
        return found
    except (OSError, SyntaxError, ValueError):
        return {}


def _definitions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, int]]:
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _definitions(statement.body, f"{prefix}{statement.name}.")
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if not _is_overload(statement):
                yield f"{prefix}{statement.name}{_accessor(statement)}", statement.lineno
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield f"{prefix}{target.id}", statement.lineno
        else:
            yield from _definitions_in_blocks(statement, prefix)


def _definitions_in_blocks(statement: ast.AST, prefix: str) -> Iterator[tuple[str, int]]:
    for name in ("body", "handlers", "cases", "orelse", "finalbody"):
        block = getattr(statement, name, [])
        if name in ("handlers", "cases"):
            for part in block:
                yield from _definitions_in_blocks(part, prefix)
        else:
            yield from _definitions(block, prefix)


def _is_overload(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell a signature without a body."""
    return any(
        isinstance(decorator, (ast.Name, ast.Attribute)) and ast.unparse(decorator).endswith("overload")
        for decorator in function.decorator_list
    )


def _accessor(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """Tell the setter of a property, which has the same name, from its getter."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter"):
            return f".{decorator.attr}"
    return ""
