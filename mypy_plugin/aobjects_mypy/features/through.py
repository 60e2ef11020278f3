"""Through the call: a function that runs a query is an error where async code calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.argmap import map_actuals_to_formals
from mypy.types import AnyType, TypeOfAny

from aobjects_mypy import diagnostics, names
from aobjects_mypy.load_state import Status
from aobjects_mypy.orm import heap, needs, relations
from aobjects_mypy.typeops import literals, rows, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import Instance, Type

    from aobjects_mypy.flow.interpreter import Interpreter
    from aobjects_mypy.orm.call import Call
    from aobjects_mypy.orm.summary import Step, Summary


def function_of(node: nodes.Node | None) -> nodes.FuncDef | None:
    """Return the function behind a name; a decorator that keeps the callable is looked through."""
    if isinstance(node, nodes.FuncDef):
        return node
    if isinstance(node, nodes.OverloadedFuncDef):
        # A property with a setter is its getter, for who reads it.
        return function_of(node.items[0] if node.is_property else node.impl)
    if isinstance(node, nodes.Decorator) and all(map(_keeps_callable, node.original_decorators)):
        return node.func
    return None


def assigned_attributes(function: nodes.FuncDef, depth: int = 3) -> set[str]:
    """Return the attributes of ``self`` that a method, or one that it calls, assigns."""
    if not function.body.body or not function.arguments:
        # A function that mypy read from its cache has no body, and not even arguments.
        return set()
    myself = function.arguments[0].variable.name
    found: set[str] = set()
    for node in syntax.walk(function.body):
        if isinstance(node, nodes.AssignmentStmt):
            for target in node.lvalues:
                if isinstance(target, nodes.MemberExpr) and _is_name(target.expr, myself):
                    found.add(target.name)
        elif depth and isinstance(node, nodes.CallExpr) and isinstance(node.callee, nodes.MemberExpr):
            called = _own_method(function, node.callee, myself)
            if called is not None and called is not function:
                found |= assigned_attributes(called, depth - 1)
    return found


def _own_method(function: nodes.FuncDef, callee: nodes.MemberExpr, myself: str) -> nodes.FuncDef | None:
    symbol = function.info.get(callee.name) if function.info and _is_name(callee.expr, myself) else None
    node = symbol.node if symbol is not None else None
    found = node.func if isinstance(node, nodes.Decorator) else node
    return found if isinstance(found, nodes.FuncDef) else None


def _is_name(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name


def _keeps_callable(decorator: nodes.Expression) -> bool:
    callee = decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator
    return literals.fullname(callee) in _TRANSPARENT


_TRANSPARENT = frozenset(
    {
        names.ATOMIC, "builtins.property", "builtins.classmethod", "builtins.staticmethod",
        "functools.cached_property",
        "functools.lru_cache", "functools.cache", names.CACHED_PROPERTY,
        "django.contrib.admin.decorators.display", *(f"{module}.override" for module in ("typing",
        "typing_extensions")),
    }
)  # fmt: skip


def check(
    run: Interpreter,
    function: nodes.FuncDef,
    call: Call | None,
    receiver: Instance | None,
    node: nodes.Expression,
    shown: str,
) -> None:
    """Report the call when the function's body runs a query, or runs one for what an argument lacks."""
    if not run.is_on_loop or run.summaries is None:
        return
    known = run.summaries.of(function)
    if known is None or known.is_empty or _is_overridden(function, known, receiver):
        return
    values = dict(_values(function, call, receiver))
    if run.recorder is not None:
        _pass_on(run, function, known, values, node)
        return
    _report(run, known, values, node, shown)
    for parameter in known.changes:
        relations.touched(run, values.get(parameter))


def _is_overridden(function: nodes.FuncDef, known: Summary, receiver: Instance | None) -> bool:
    """Tell a receiver whose class has methods of its own in place of those that the body calls."""
    if receiver is None or not function.info or receiver.type is function.info:
        return False
    for name in known.virtual:
        mine, theirs = receiver.type.get(name), function.info.get(name)
        if mine is not None and theirs is not None and mine.node is not theirs.node:
            return True
    return False


def _report(
    run: Interpreter, known: Summary, values: dict[int, Type | None], node: nodes.Expression, shown: str
) -> None:
    found: list[tuple[tuple[Step, ...], str | None, int | None]] = []
    if known.query is not None:
        found.append((known.query, None, None))
    for need in known.needs:
        missing, line = needs.lacks(run, need, values.get(need.parameter))
        if missing:
            found.append((need.steps, need.path, line))
    if found:
        steps, path, line = min(found, key=lambda way: len(way[0]))
        way = tuple(map(run.summaries.describe, steps))  # type: ignore[union-attr]  # set: see check()
        run.report(diagnostics.query_through_call(shown, way, path, line, literals.source(node)), node)


def _values(
    function: nodes.FuncDef, call: Call | None, receiver: Instance | None
) -> Iterator[tuple[int, Type | None]]:
    """Yield the position of each parameter that gets an argument, and what it gets."""
    bound = (receiver is not None and not function.is_static) or function.is_class
    if bound:
        yield 0, receiver
    if call is None:
        return
    formals = map_actuals_to_formals(
        [argument.kind for argument in call.arguments],
        [argument.name for argument in call.arguments],
        function.arg_kinds[bound:],
        function.arg_names[bound:],
        lambda position: call.arguments[position].value or AnyType(TypeOfAny.special_form),
    )
    for position, actuals in enumerate(formals):
        given = [value for actual in actuals if (value := call.arguments[actual].value) is not None]
        if given:
            yield position + bound, given[0] if len(given) == 1 else rows.union(given)


def _pass_on(
    run: Interpreter,
    function: nodes.FuncDef,
    known: Summary,
    values: dict[int, Type | None],
    node: nodes.Expression,
) -> None:
    """Add to the summary of the calling function what the called one runs."""
    if _is_own_method(run, function, values):
        run.recorder.add_virtual((function.name, *known.virtual))  # type: ignore[union-attr]  # set: see check()
    step = run.step(function.name, node)
    for parameter in known.changes:
        relations.touched(run, values.get(parameter))
    if known.query is not None:
        run.record_query((step, *known.query))
    for need in known.needs:
        value = values.get(need.parameter)
        for name, status in needs.statuses(run, need, value):
            entry = run.flow.heap.get(name)
            if status is Status.MISSING:
                run.record_query((step, *need.steps))
            elif isinstance(entry, (heap.Row, heap.Anything)) and entry.origin is not None:
                if status is Status.UNPROVEN:
                    path = "__".join(part for part in (entry.path, need.path) if part)
                    by_name = need.by_name or (isinstance(entry, heap.Anything) and bool(entry.path))
                    run.record_need(entry.origin, path, (step, *need.steps), by_name=by_name)
            elif isinstance(entry, heap.Rows) and entry.origin is not None and not need.path:
                run.record_need(entry.origin, "", (step, *need.steps))


def _is_own_method(run: Interpreter, function: nodes.FuncDef, values: dict[int, Type | None]) -> bool:
    receiver = next(rows.instances(values.get(0)), None)
    return bool(function.info) and receiver is not None and receiver.type is run.own_class
