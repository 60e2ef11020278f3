"""Where the functions and statements of a project's files stand."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Span:
    """Lines of a file, both ends included."""

    file: str
    first: int
    last: int
    name: str = ""

    def holds(self, line: int) -> bool:
        return self.first <= line <= self.last


@dataclass(frozen=True, slots=True)
class Places:
    """A file's functions and statements, the innermost found by a line."""

    functions: tuple[Span, ...]
    classes: tuple[Span, ...]
    statements: tuple[Span, ...]

    def function(self, line: int) -> Span | None:
        return min((span for span in self.functions if span.holds(line)), key=_length, default=None)

    def statement(self, line: int) -> Span | None:
        return min((span for span in self.statements if span.holds(line)), key=_length, default=None)

    def named(self, name: str) -> Span | None:
        """Return the function, or else the class, of this name within the file: ``OrderView.get``."""
        return next((span for span in (*self.functions, *self.classes) if span.name == name), None)


def _length(span: Span) -> int:
    return span.last - span.first


@cache
def places(root: Path, file: str) -> Places:
    functions: list[Span] = []
    classes: list[Span] = []
    statements: list[Span] = []

    def visit(node: ast.AST, within: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = within
            if isinstance(child, FUNCTIONS | ast.ClassDef):
                inner = f"{within}.{child.name}".lstrip(".")
                first = min([child.lineno, *(one.lineno for one in child.decorator_list)])
                found = functions if isinstance(child, FUNCTIONS) else classes
                found.append(Span(file, first, child.end_lineno or first, inner))
            if isinstance(child, ast.stmt):
                # Of a compound statement the head alone.
                body = getattr(child, "body", None)
                last = body[0].lineno - 1 if isinstance(body, list) and body else child.end_lineno
                statements.append(Span(file, child.lineno, max(child.lineno, last or 0)))
            visit(child, inner)

    visit(ast.parse((root / file).read_text()), "")
    return Places(tuple(functions), tuple(classes), tuple(statements))
