"""Through the call: a function that runs a query is an error where async code calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType

from aobjects_mypy import diagnostics, names
from aobjects_mypy.load_state import Status
from aobjects_mypy.orm import evaluation, heap, paths, relations, summary
from aobjects_mypy.typeops import literals, rows, syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import Type

    from aobjects_mypy.flow.interpreter import Interpreter
    from aobjects_mypy.orm.call import Call
    from aobjects_mypy.orm.summary import Need, Step, Summary


def function_of(node: nodes.Node | None) -> nodes.FuncDef | None:
    """Return the function behind a name; a decorator that keeps the callable is looked through."""
    if isinstance(node, nodes.FuncDef):
        return node
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
        missing, line = _lacks(run, need, values.get(need.parameter))
        if missing:
            found.append((need.steps, need.path, line))
    if found:
        steps, path, line = min(found, key=lambda way: len(way[0]))
        way = tuple(map(run.summaries.describe, steps))  # type: ignore[union-attr]  # set: see check()
        run.report(diagnostics.query_through_call(shown, way, path, line, literals.source(node)), node)


def _values(
    function: nodes.FuncDef, call: Call | None, receiver: Instance | None
) -> Iterator[tuple[int, Type | None]]:
    offset = 0
    if receiver is not None and not function.is_static:
        yield 0, receiver
        offset = 1
    elif function.is_class:
        offset = 1
    if call is None:
        return
    for position, argument in enumerate(call.positional):
        yield position + offset, argument.value
    for name, argument in call.keywords.items():
        if name in function.arg_names:
            yield function.arg_names.index(name), argument.value


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
        for name, status in _statuses(run, need, value):
            entry = run.flow.heap.get(name)
            if status is Status.MISSING:
                run.record_query((step, *need.steps))
            elif status is Status.UNPROVEN and isinstance(entry, heap.Row) and entry.origin is not None:
                path = f"{entry.path}__{need.path}" if entry.path else need.path
                run.record_need(entry.origin, path, (step, *need.steps))
            elif isinstance(entry, heap.Rows) and entry.origin is not None and not need.path:
                run.record_need(entry.origin, "", (step, *need.steps))


def _is_own_method(run: Interpreter, function: nodes.FuncDef, values: dict[int, Type | None]) -> bool:
    receiver = next(rows.instances(values.get(0)), None)
    return bool(function.info) and receiver is not None and receiver.type is run.own_class


def _lacks(run: Interpreter, need: Need, value: Type | None) -> tuple[bool, int | None]:
    for name, status in _statuses(run, need, value):
        if status is Status.MISSING:
            entry = run.flow.heap.get(name)
            line = entry.state.line if isinstance(entry, (heap.Row, heap.Rows)) else None
            return True, line
    return False, None


def _holds(value: Type | None, condition: str) -> bool:
    """Tell whether the type of an argument says that it is not ``None``, or that it is true."""
    members = rows.items(value)
    if condition == summary.TRUE:
        return bool(members) and all(_is_true(member) for member in members)
    return bool(members) and not any(isinstance(member, (NoneType, AnyType)) for member in members)


def _is_true(value: Type) -> bool:
    if not isinstance(value, Instance):
        return False
    literal = value.last_known_value
    if literal is not None:
        return bool(literal.value)
    return not any(value.type.has_readable_member(name) for name in ("__bool__", "__len__"))


def _statuses(run: Interpreter, need: Need, value: Type | None) -> Iterator[tuple[str, Status]]:
    if need.path in (summary.GIVEN, summary.TRUE):
        yield "", Status.MISSING if _holds(value, need.path) else Status.UNPROVEN
        return
    if not need.path:
        for instance in rows.instances(value):
            entry = run.entry(instance)
            if evaluation.is_queryset(instance) and isinstance(entry, heap.Rows):
                cold = entry.cache is heap.Cache.COLD and not entry.empty
                yield run.name_of(instance), Status.MISSING if cold else Status.UNPROVEN
        return
    for instance in rows.tagged_instances(value):
        for _, name in evaluation.contents(run, instance, run.name_of(instance)):
            row = run.flow.heap.get(name)
            schema = run.schema.model(row.model) if isinstance(row, heap.Row) else None
            if isinstance(row, heap.Row) and schema is not None:
                yield name, paths.status(run, row, schema, need.path.split("__"))
