"""Functions of Python that call what they are given, at once: ``sorted``, ``map``, ``reduce``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import TupleType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.syntax.call import Argument
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Call

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
_STARMAP: Final = "itertools.starmap"
_CALLS_AT_ONCE: Final = frozenset({"itertools", "bisect", "heapq", "re"})
_FIRST_ARGUMENT: Final = frozenset(
    {
        "builtins.map", names.FILTER, *names.REDUCE, "itertools.filterfalse",
        "itertools.takewhile", "itertools.dropwhile", _STARMAP,
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
        given = call.positional[1:] if fullname.startswith("heapq.") else call.positional
        return (key, given) if key is not None else None
    if fullname in _FIRST_ARGUMENT and call.positional:
        function, *sequences = call.positional
        return function, sequences
    return None


def run_immediate(analysis: Evaluator, fullname: str, call: Call) -> tuple[bool, Type | None]:
    """Run a key function, or the function that ``map`` calls, on the items it will get.

    Tell whether it is known, and what it returns.
    """
    given = immediate(fullname, call)
    if given is None:
        _run_others(analysis, fullname, call)
        return False, None
    function, sequences = given
    members = [item(analysis, argument.value, call) for argument in sequences]
    if fullname == names.SORT:
        members = [item(analysis, call.receiver, call)]
    if fullname == _STARMAP:
        tuples = members[0] if len(members) == 1 else None
        proper = get_proper_type(tuples) if tuples is not None else None
        if not isinstance(proper, TupleType):
            return False, None
        members = list(proper.items)
    if fullname in names.REDUCE:
        members = [members[0], members[0]] if len(members) == 1 else [members[-1], members[0]]
    arguments = tuple(Argument(function.expr, nodes.ARG_POS, None, member) for member in members)
    passed = replace(
        call, node=function.expr, callee=function.expr, arguments=arguments, result=None, receiver=None
    )
    is_known, value = analysis.call_value(function.value, passed)
    if is_known:
        return True, value
    target = analysis.resolve(function.expr)
    if isinstance(target, (nodes.LambdaExpr, nodes.FuncDef)):
        value = analysis.run_function(target, members[: len(target.arguments)], call.without_arguments())
        return True, value
    return False, None


def gives_results(fullname: str) -> bool:
    """Tell ``map`` and ``reduce``, which give out what the function returns."""
    return fullname in ("builtins.map", _STARMAP) or fullname in names.REDUCE


def results(analysis: Analysis, fullname: str, result: Type | None, value: Type) -> Type | None:
    if fullname in names.REDUCE:
        return instances.overlay(result, value)
    made = instances.first(result)
    if made is None or not made.args:
        return analysis.instance_of(names.ITERATOR, [value]) or result
    return made.copy_modified(args=[instances.overlay(made.args[-1], value) or value])


def _run_others(analysis: Evaluator, fullname: str, call: Call) -> None:
    """Run the lambdas that other functions of these modules call, on any item of the other arguments."""
    if fullname.partition(".")[0] not in _CALLS_AT_ONCE:
        return
    functions = [argument for argument in call.arguments if _is_function(argument.value)]
    for argument in functions:
        member: Type | None = None
        for other in call.arguments:
            if other not in functions:
                member = joins.join(analysis, member, item(analysis, other.value, call), call.node)
        given = Argument(argument.expr, nodes.ARG_POS, None, member)
        passed = replace(
            call, node=argument.expr, callee=argument.expr, arguments=(given,), result=None, receiver=None
        )
        analysis.call_value(argument.value, passed)


def _is_function(value: Type | None) -> bool:
    return any(instance.type.fullname == names.FUNCTION for instance in instances.tagged_instances(value))


def item(analysis: Analysis, value: Type | None, call: Call) -> Type | None:
    with analysis.off_loop():
        return evaluation.iterate(analysis, value, call.node, diagnostics.UNREPORTED)
