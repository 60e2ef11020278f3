"""What middleware of the project puts into the scope of a consumer: it is run up to the call of the next."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance
from mypy.typevars import fill_typevars

from aobjects_mypy.domain import heap
from aobjects_mypy.models import application
from aobjects_mypy.syntax import beginnings, definitions, imports, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_CHANNELS: Final = "channels"
_SCOPE: Final = "scope"
_ARGUMENTS: Final = 3
"""``scope, receive, send``"""


def needed(file: nodes.MypyFile) -> list[str]:
    """Return the modules that one with consumers has to be checked after: what they put there is read."""
    names = (imports.of(file) or {}).values()
    if file.is_stub or not any(name.partition(".")[0] == _CHANNELS for name in names):
        return []
    return sorted({name.rpartition(".")[0] for name in _candidates(lambda path: None)})


def _candidates(consult: Callable[[str], None]) -> list[str]:
    """Return the names of what the application is made with, of the project and of others."""
    called: dict[str, None] = {}
    inside: dict[str, tuple[str, ...]] = {}
    for source in application.sources(consult):
        own, by_function = _wrapped_around(source)
        called |= dict.fromkeys(own)
        inside |= by_function
    # A function that puts several of them around an application is looked into, once.
    return list(dict.fromkeys(part for name in called for part in (name, *inside.get(name, ()))))


@lru_cache(maxsize=application.MOST_FILES)
def _wrapped_around(source: application.Source) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Return what is called at the top, ``WithAgent(AuthMiddlewareStack(...))``, and in each function."""
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    top = [statement for statement in source.tree.body if not isinstance(statement, definitions)]
    functions = [statement for statement in source.tree.body if isinstance(statement, ast.FunctionDef)]
    return _called(source, top), {
        f"{source.module}.{function.name}": _called(source, function.body) for function in functions
    }


def _called(source: application.Source, body: list[ast.stmt]) -> tuple[str, ...]:
    nodes_below = (node for statement in body for node in ast.walk(statement))
    calls = (node for node in nodes_below if isinstance(node, ast.Call) and len(node.args) == 1)
    found = dict.fromkeys(source.named(call.func) for call in calls)
    return tuple(name for name in found if name and not name.startswith((_CHANNELS, "django.")))


def put_into(analysis: Evaluator, scope: Instance, place: nodes.Expression) -> None:
    """Run each middleware with the scope: what two of them put under one name is not known."""
    address = analysis.address_of(scope)
    before = analysis.state.heap[address]
    assert isinstance(before, heap.Record)
    found: dict[str, Type | None] = {}
    for name in _candidates(analysis.callees.consult):
        module, _, last = name.rpartition(".")
        for key, value in _put_by(analysis, analysis.callees.named(module, last), scope, place).items():
            found[key] = value if key not in found else None
        analysis.state.heap[address] = before
    known = {key: value for key, value in before.fields.items() if key not in found}
    fields = {**known, **{key: value for key, value in found.items() if value is not None}}
    analysis.state.heap[address] = heap.Record(fields)


def _put_by(
    analysis: Evaluator, node: nodes.Node | None, scope: Instance, place: nodes.Expression
) -> dict[str, Type]:
    address = analysis.address_of(scope)
    before = analysis.state.heap[address]
    assert isinstance(before, heap.Record)
    found = _function(analysis, node)
    if found is None:
        return {}
    function, owner = found
    given: dict[int, Type | None] = {0: owner, 1: scope} if owner is not None else {0: scope}
    with analysis.off_loop():
        ran = analysis.run_called(_beginning(function), given, place)
    after = analysis.state.heap.get(address)
    if ran is None or ran.is_over or not isinstance(after, heap.Record):
        return {}
    return {key: value for key, value in after.fields.items() if before.fields.get(key) is not value}


def _function(analysis: Evaluator, node: nodes.Node | None) -> tuple[nodes.FuncDef, Instance | None] | None:
    """Return ``__call__(self, scope, receive, send)`` of a class, or what a function returns."""
    if isinstance(node, nodes.TypeInfo):
        function = analysis.callees.body(definitions.method_of(node, "__call__"))
        owner = fill_typevars(node)
        if function is None or function.arg_names[1:2] != [_SCOPE] or not isinstance(owner, Instance):
            return None
        return function, owner
    factory = analysis.callees.body(node)
    for inner in walk.functions(factory.body.body) if factory is not None else ():
        if inner.is_coroutine and inner.arg_names[:1] == [_SCOPE]:
            return inner, None
    return None


def _beginning(function: nodes.FuncDef) -> nodes.FuncDef:
    made = nodes.FuncDef(function.name, function.arguments, beginnings.before(function.body, _calls_next))
    made.set_line(function)
    made._fullname, made.info, made.is_coroutine = function.fullname, function.info, True
    return made


def _calls_next(call: nodes.CallExpr) -> bool:
    first = call.args[0] if len(call.args) == _ARGUMENTS else None
    return isinstance(first, nodes.NameExpr) and first.name == _SCOPE
