"""The calls in ``Annotated[int, Field(alias="author_id")]``, of which mypy keeps only where they stand."""

from __future__ import annotations

import ast
import textwrap
from functools import lru_cache
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.errors import CompileError, Errors
from mypy.options import Options
from mypy.parse import parse
from mypy.types import RawExpressionType, UnboundType

from aobjects_mypy.host import stamps, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aobjects_mypy.host.stamps import Stamp


def calls(definition: nodes.ClassDef, path: str) -> dict[str, list[str]]:
    """Return the source of the calls in the annotation of each name in the body of a class."""
    annotated = list(_annotated(definition))
    lines = _lines(path, stamps.of(path)) if annotated else []
    found = {name: _calls("\n".join(lines[first - 1 : last])) for name, first, last in annotated}
    return {name: sources for name, sources in found.items() if sources}


def _annotated(definition: nodes.ClassDef) -> Iterator[tuple[str, int, int]]:
    """Yield the name, the first and the last line of each assignment that has lost something."""
    for statement in definition.defs.body:
        if not isinstance(statement, nodes.AssignmentStmt):
            continue
        given, target = statement.unanalyzed_type, statement.lvalues[0]
        if (
            isinstance(target, nodes.NameExpr)
            and isinstance(given, UnboundType)
            and given.name.rpartition(".")[2] == "Annotated"
            and any(isinstance(part, RawExpressionType) and part.literal_value is None for part in given.args)
        ):
            yield target.name, statement.line, statement.end_line or statement.line


@lru_cache(maxsize=8)
def _lines(path: str, stamp: Stamp) -> Sequence[str]:
    """Return the lines of a file as it was at the time of its ``stamp``: many classes stand in one."""
    try:
        return texts.read(path).decode().splitlines()
    except (OSError, ValueError):
        return []


def _calls(text: str) -> list[str]:
    try:
        [statement, *_] = ast.parse(textwrap.dedent(text)).body
    except (SyntaxError, ValueError):
        return []
    given = statement.annotation if isinstance(statement, ast.AnnAssign) else None
    index = given.slice if isinstance(given, ast.Subscript) else None
    parts = index.elts if isinstance(index, ast.Tuple) else []
    return [ast.unparse(part) for part in parts[1:] if isinstance(part, ast.Call)]


@lru_cache(maxsize=1024)
def parsed(source: str) -> nodes.CallExpr | None:
    """Return such a call as an expression, in which no name is bound."""
    options = Options()
    options.native_parser = False
    try:
        tree = parse(source, "", None, Errors(options), options)
    except CompileError:
        return None
    statement = tree.defs[0] if tree.defs else None
    call = statement.expr if isinstance(statement, nodes.ExpressionStmt) else None
    return call if isinstance(call, nodes.CallExpr) else None
