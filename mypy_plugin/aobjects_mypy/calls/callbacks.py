"""Functions of Python that call what they are given, at once: ``sorted``, ``map``, ``reduce``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.orm import evaluation, relations
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

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


def is_lazy(expr: nodes.Expression) -> bool:
    """Tell an argument that asks for its first item where it is consumed."""
    if isinstance(expr, nodes.CallExpr):
        return expressions.fullname(expr.callee) in _FIRST_ARGUMENT
    return isinstance(expr, nodes.GeneratorExpr)


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
        return evaluation.iterate(analysis, value, call.node, diagnostics.UNREPORTED)


def _is_attrgetter(call: nodes.CallExpr) -> bool:
    return isinstance(call.callee, nodes.RefExpr) and call.callee.fullname in (
        "operator.attrgetter",
        "_operator.attrgetter",
    )


def _read_paths(analysis: Evaluator, getter: nodes.CallExpr, members: Sequence[Type | None]) -> None:
    for path in getter.args:
        text = expressions.string(path)
        for instance in instances.instances(members[0] if members and text else None):
            if relations.is_row(instance) and text:
                relations.read(analysis, instance, text.partition(".")[0], path, None, "row")
