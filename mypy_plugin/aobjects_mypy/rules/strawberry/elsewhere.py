"""Resolvers in a module that does not know of strawberry: a type in another one names them."""

from __future__ import annotations

import ast
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.models import application
from aobjects_mypy.rules.strawberry import execution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FIELDS: Final = frozenset({"strawberry.field", "strawberry.mutation", "strawberry.federation.field"})


def plain(tree: nodes.MypyFile, consult: Callable[[str], None]) -> Iterator[nodes.FuncDef]:
    """Yield the plain functions of a module that fields of a served schema name as their resolvers."""
    functions = {
        statement.fullname: statement
        for statement in tree.defs
        if isinstance(statement, nodes.FuncDef) and not statement.is_coroutine
    }
    if not functions or not _is_installed():
        return
    named: set[str] = set()
    for source in application.sources(lambda path: None):
        if any(used == tree.fullname or used in functions for used in source.used):
            found = _resolvers(source)
            if found is not None:
                consult(source.path)
                named.update(found)
    called = [function for name, function in functions.items() if name in named]
    if called and execution.is_served_async(consult):
        yield from called


@cache
def _is_installed() -> bool:
    """Tell whether a project can have strawberry at all: its URLs are read for nothing otherwise."""
    return find_spec("strawberry") is not None


@lru_cache(maxsize=application.MOST_FILES)
def _resolvers(source: application.Source) -> frozenset[str] | None:
    """Return the full names in ``strawberry.field(resolver=books)``, of a module that has strawberry."""
    if not any(name.partition(".")[0] == "strawberry" for name in source.used):
        return None
    found = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and source.named(node.func) in _FIELDS:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            resolver = given.get("resolver") or next(iter(node.args), None)
            if resolver is not None and "extensions" not in given:
                found.add(source.named(resolver))
    return frozenset(found)
