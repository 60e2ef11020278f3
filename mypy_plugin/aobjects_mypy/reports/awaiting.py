"""Where ``await`` and ``async for`` may stand, and what has to change around them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports import shapes
from aobjects_mypy.reports.source import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.reports.source import Source

_TAKE_ITERABLES: Final = frozenset(
    {
        "all", "any", "chain", "Counter", "deque", "dict", "enumerate", "filter", "frozenset", "fsum", "list",
        "map", "max", "min", "set", "sorted", "sum", "tuple", "zip",
    }
)  # fmt: skip
_METHODS_TAKE_ITERABLES: Final = frozenset(
    {"difference", "extend", "from_iterable", "intersection", "isdisjoint", "issubset", "issuperset", "join",
     "symmetric_difference", "union", "update"}
)  # fmt: skip
_DISPLAYS: Final = {"list": ("[", "]"), "set": ("{", "}")}


def around(source: Source, node: ast.AST) -> list[Change] | None:
    """Return what has to change so that a node can be awaited; ``None`` where nothing can.

    A generator expression in which something is awaited is an async generator, which few functions take: it
    becomes a list.
    """
    changes: list[Change] = []
    child = node
    is_first = False
    for parent in source.ancestors(node):
        match parent:
            case ast.Lambda() | ast.FunctionDef() | ast.ClassDef() if _is_inside(parent, child):
                return None
            case ast.AsyncFunctionDef() if _is_inside(parent, child):
                return changes
            case ast.pattern():
                return None
            case ast.comprehension():
                # What the first "for" goes through is evaluated outside.
                is_first = parent.iter is child and _is_first(source, parent)
            case ast.GeneratorExp() if not is_first:
                listed = as_list(source, parent)
                if listed is None:
                    return None
                changes += listed
            case _:
                pass
        if not isinstance(parent, ast.comprehension):
            is_first = False
        child = parent
    return None


def _is_first(source: Source, part: ast.comprehension) -> bool:
    comprehension = source.parents[part]
    assert isinstance(comprehension, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))
    return comprehension.generators[0] is part


def _is_inside(scope: ast.AST, child: ast.AST) -> bool:
    """Tell the body of a function or class from its decorators, defaults and bases."""
    if isinstance(scope, ast.Lambda):
        return child is scope.body
    if isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return child in scope.body or child is scope.returns
    return isinstance(scope, ast.ClassDef) and child in scope.body


def as_list(source: Source, generator: ast.GeneratorExp) -> list[Change] | None:
    """Return the changes that make a list of a generator expression, where a list does as well."""
    parent = source.parents[generator]
    start, end = source.start(generator), source.end(generator)
    if isinstance(parent, ast.Call) and generator in parent.args:
        if not _takes_iterable(parent.func):
            return None
        if source.end(parent) == end:
            # It shares the parentheses of the call.
            brackets = (
                _DISPLAYS.get(shapes.last_name(parent.func)) if isinstance(parent.func, ast.Name) else None
            )
            if brackets is not None and not _is_in_format(source, parent):
                return [
                    Change(source.start(parent), start + 1, brackets[0]),
                    Change(end - 1, end, brackets[1]),
                ]
            return [Change(start + 1, start + 1, "["), Change(end - 1, end - 1, "]", closes=True)]
    elif not (
        isinstance(parent, ast.Starred)
        or (isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is generator)
    ):
        return None
    return [Change(start, start + 1, "["), Change(end - 1, end, "]")]


def _is_in_format(source: Source, node: ast.AST) -> bool:
    return any(isinstance(parent, ast.FormattedValue) for parent in source.ancestors(node))


def _takes_iterable(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr in _METHODS_TAKE_ITERABLES:
        return True
    return shapes.last_name(function) in _TAKE_ITERABLES


def awaited(source: Source, node: ast.expr, text: str) -> Change:
    """Return the change that puts an ``await`` in a node's place."""
    if needs_parentheses(source, node):
        text = f"({text})"
    return Change(source.start(node), source.end(node), text)


def needs_parentheses(source: Source, node: ast.expr) -> bool:
    """Tell whether ``await ...`` binds less than what is around the node."""
    parent = source.parents[node]
    match parent:
        case ast.Attribute() | ast.Subscript() | ast.Await():
            return parent.value is node
        case ast.Call():
            return parent.func is node
        case ast.BinOp(op=ast.Pow()):
            return parent.left is node
        case _:
            return False


def can_be_moved(node: ast.AST) -> bool:
    """Tell an expression that a lambda can hold as it is."""
    return not any(
        isinstance(part, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr))
        or (isinstance(part, ast.comprehension) and part.is_async)
        for part in ast.walk(node)
    )


def quotes(source: Source, node: ast.AST) -> str:
    """Return the quotes that a string can have in a node's place: f-strings around it have others."""
    taken = "".join(_openings(source, node))
    return "'" if '"' in taken else '"'


def _openings(source: Source, node: ast.AST) -> Iterator[str]:
    for parent in source.ancestors(node):
        if isinstance(parent, ast.JoinedStr):
            yield source.segment(parent)[:5]
