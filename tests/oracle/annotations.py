"""Take the annotations out of a module's functions, and leave every line where it is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def without_annotations(source: str) -> str:
    """Return the module with neither parameters nor results nor local names annotated.

    What classes declare stays: a dataclass or a TypedDict is made of it.
    """
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    text = bytearray(source.encode())
    for start, end in _annotations(ast.parse(source), starts, bytes(text)):
        for position in range(start, end):
            if text[position : position + 1] != b"\n":
                text[position : position + 1] = b" "
    return text.decode()


def _annotations(tree: ast.AST, starts: list[int], text: bytes) -> Iterator[tuple[int, int]]:
    def start(node: ast.expr | ast.arg) -> int:
        return starts[node.lineno - 1] + node.col_offset

    def end(node: ast.expr) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.end_lineno - 1] + node.end_col_offset

    for function in ast.walk(tree):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        given = function.args
        arguments = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
        for argument in arguments:
            if argument is not None and argument.annotation is not None:
                yield start(argument) + len(argument.arg.encode()), end(argument.annotation)
        if function.returns is not None:
            yield text.rindex(b"->", 0, start(function.returns)), end(function.returns)
        for statement in ast.walk(function):
            if isinstance(statement, ast.AnnAssign) and statement.value is not None:
                yield end(statement.target), end(statement.annotation)
