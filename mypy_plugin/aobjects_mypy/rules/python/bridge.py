"""Callables that a worker thread runs, and callables that run at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import TupleType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import containers, joins
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation, methods
from aobjects_mypy.syntax import expressions, walk, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Argument, Call

_KEY_FUNCTIONS: Final = frozenset(
    {
        names.SORTED,
        names.MIN,
        names.MAX,
        names.SORT,
        "heapq.nlargest",
        "heapq.nsmallest",
    }
)
_CALLS_AT_ONCE: Final = frozenset({"itertools", "bisect", "heapq", "re"})
_FIRST_ARGUMENT: Final = frozenset(
    {
        "builtins.map", "builtins.filter", "functools.reduce", "_functools.reduce", "itertools.filterfalse",
        "itertools.takewhile", "itertools.dropwhile",
    }
)  # fmt: skip


def check_inner_loop(analysis: Evaluator, callee: nodes.Expression, node: nodes.Expression) -> None:
    """Report a call of what ``async_to_sync`` made, where an event loop runs."""
    typ = analysis.type_of(callee)
    wrapped = wrappers.marked(typ, wrappers.ASYNC_TO_SYNC) if typ is not None else None
    if wrapped is not None and not _may_be_another(analysis, callee):
        analysis.report(diagnostics.event_loop_inside_event_loop(wrapped), node)


def _may_be_another(analysis: Evaluator, callee: nodes.Expression) -> bool:
    """Tell a name or attribute that may hold another function: its type is that of the first."""
    if isinstance(callee, nodes.NameExpr):
        return callee.kind == nodes.LDEF and analysis.resolve(callee) is callee
    if not isinstance(callee, nodes.MemberExpr):
        return False
    for instance in instances.instances(analysis.type_of(callee.expr)):
        symbol = instance.type.get(callee.name)
        node = symbol.node if symbol is not None else None
        if isinstance(node, nodes.Var) and not node.is_initialized_in_class:
            return True
    return False


def check_result(
    analysis: Analysis, wrapped: nodes.Expression, value: Type | None, node: nodes.Expression
) -> None:
    """Report a queryset that comes out of a thread as it went in: not evaluated."""
    shown = wrapped.expr() if isinstance(wrapped, nodes.LambdaExpr) else wrapped
    builder = shown.callee if isinstance(shown, nodes.CallExpr) else shown
    if not isinstance(builder, nodes.MemberExpr):
        # A function of the project may have reasons of its own to build its queryset in a thread.
        return
    if builder.name == "iterator" and any(
        map(_has_rows, instances.instances(analysis.type_of(builder.expr)))
    ):
        analysis.report(
            diagnostics.queryset_from_thread(f"{expressions.source(builder.expr)}.aiterator(...)"), node
        )
    if not methods.builds(builder.name):
        return
    for instance in instances.instances(value):
        entry = analysis.entry(instance)
        filled = isinstance(entry, heap.QuerySet) and (entry.cache is heap.Cache.FILLED or entry.empty)
        if evaluation.is_queryset(instance) and not filled:
            written = expressions.source(shown)
            rows_written = written if isinstance(wrapped, nodes.LambdaExpr) else f"{written}(...)"
            analysis.report(diagnostics.queryset_from_thread(rows_written), node)


def _has_rows(instance: Instance) -> bool:
    return evaluation.is_queryset(instance) or evaluation.is_manager(instance)


def decorates(decorator: nodes.Decorator, *fullnames: str) -> bool:
    """Tell whether one of the decorators is, or is made by, a function of these names."""
    for expr in decorator.original_decorators:
        if expressions.fullname(wrappers.callee_of(expr)) in fullnames:
            return True
    return False


def is_lazy(expr: nodes.Expression) -> bool:
    """Tell an argument that asks for its first item where it is consumed."""
    if isinstance(expr, nodes.CallExpr):
        return expressions.fullname(expr.callee) in _FIRST_ARGUMENT
    return isinstance(expr, nodes.GeneratorExpr)


def runs_in_thread(decorator: nodes.Decorator) -> bool:
    return any(wrappers.is_for_thread(wrappers.callee_of(expr)) for expr in decorator.original_decorators)


def gather(analysis: Analysis, call: Call) -> Type | None:
    """Return ``gather(...)``: each position of the result is what its awaitable returns."""
    future = instances.first(call.result)
    shape = get_proper_type(future.args[-1]) if future is not None and future.args else None
    if future is None or not isinstance(shape, TupleType) or len(shape.items) != len(call.positional):
        return containers.carry(
            analysis, call.result, [argument.value for argument in call.arguments], call.node
        )
    items = []
    for item, argument in zip(shape.items, call.positional, strict=True):
        awaited = next(
            (
                typ
                for instance in instances.instances(argument.value)
                if (typ := evaluation.awaited(analysis, instance, argument.expr)) is not None
            ),
            None,
        )
        items.append(instances.overlay(item, awaited) or item)
    return future.copy_modified(args=[*future.args[:-1], shape.copy_modified(items=items)])


def captured_names(analysis: Evaluator, expr: nodes.Expression) -> set[str]:
    """Return the names that a function given away can reach: what runs later may load their rows."""
    target = analysis.resolve(expr)
    if isinstance(target, nodes.CallExpr) and expressions.fullname(target.callee) == names.PARTIAL:
        return {item.name for item in target.args if isinstance(item, nodes.NameExpr)}
    if isinstance(target, nodes.Decorator):
        target = target.func
    if not isinstance(target, (nodes.LambdaExpr, nodes.FuncDef)):
        return set()
    return {node.name for node in walk.walk(target.body) if isinstance(node, nodes.NameExpr)}


def takes_key(fullname: str) -> bool:
    return fullname in _KEY_FUNCTIONS


def immediate(fullname: str, call: Call) -> tuple[Argument, Sequence[Argument]] | None:
    """Return the function that ``sorted`` or ``map`` calls at once, and what gives its arguments."""
    if fullname in _KEY_FUNCTIONS:
        key = call.keywords.get("key")
        return (key, call.positional) if key is not None else None
    if fullname in _FIRST_ARGUMENT and call.positional:
        function, *sequences = call.positional
        return function, sequences
    return None


def run_immediate(analysis: Evaluator, fullname: str, call: Call) -> None:
    """Run a key function, or the function that ``map`` calls, on the items it will get."""
    given = immediate(fullname, call)
    if given is None:
        _run_others(analysis, fullname, call)
        return
    function, sequences = given
    target = analysis.resolve(function.expr)
    if isinstance(target, (nodes.LambdaExpr, nodes.FuncDef)):
        members: list[Type | None] = [item(analysis, argument.value, call) for argument in sequences]
        if fullname.endswith("reduce"):
            members = [None, *members] if len(members) == 1 else [members[-1], members[0]]
        if fullname == names.SORT:
            members = [item(analysis, call.receiver, call)]
        analysis.run_function(target, members[: len(target.arguments)], call.without_arguments())
    elif isinstance(target, nodes.CallExpr) and _is_attrgetter(target):
        _read_paths(analysis, target, [item(analysis, argument.value, call) for argument in sequences])


def _run_others(analysis: Evaluator, fullname: str, call: Call) -> None:
    """Run the lambdas that other functions of these modules call, on any item of the other arguments."""
    if fullname.partition(".")[0] not in _CALLS_AT_ONCE:
        return
    functions = [argument for argument in call.arguments if isinstance(argument.expr, nodes.LambdaExpr)]
    for argument in functions:
        member: Type | None = None
        for other in call.arguments:
            if other not in functions:
                member = joins.join(analysis, member, item(analysis, other.value, call), call.node)
        target = argument.expr
        if isinstance(target, nodes.LambdaExpr):
            analysis.run_function(target, [member] * len(target.arguments), call.without_arguments())


def item(analysis: Analysis, value: Type | None, call: Call) -> Type | None:
    with analysis.off_loop():
        return evaluation.iterate(analysis, value, call.node, "")


def _is_attrgetter(call: nodes.CallExpr) -> bool:
    return isinstance(call.callee, nodes.RefExpr) and call.callee.fullname in (
        "operator.attrgetter",
        "_operator.attrgetter",
    )


def _read_paths(analysis: Evaluator, getter: nodes.CallExpr, members: Sequence[Type | None]) -> None:
    from aobjects_mypy.orm import relations

    for path in getter.args:
        text = expressions.string(path)
        for instance in instances.instances(members[0] if members and text else None):
            if relations.is_row(instance) and text:
                relations.read(analysis, instance, text.partition(".")[0], path, None, "row")
