"""Functions and methods of the standard library that iterate, measure or print what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.nodes import ARG_STAR
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Overloaded,
    Type,
    TypeOfAny,
    TypeType,
    TypeVarType,
    get_proper_type,
)

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.address_parts import NOWHERE
from aobjects_mypy.orm import containers, evaluation, row_types
from aobjects_mypy.syntax import signatures
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Argument, Call

# These take any object, and ask it for its text, its bytes or its truth.
_TAKES_OBJECT: Final = frozenset(
    {
        names.PRINT, names.STR, names.FORMAT, names.BOOL, names.STR_FORMAT, names.REPR, "builtins.ascii",
        "pickle.dumps", "_pickle.dumps", "operator.length_hint", "_operator.length_hint",
        "operator.truth", "_operator.truth",
    }
)  # fmt: skip
_ITERATES: Final = frozenset(
    {
        f"builtins.{name}"
        for name in (
            "all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "len", "list", "map",
            "max", "min",
            "reversed", "set", "sorted", "sum", "tuple", "zip",
        )
    }
    | names.REDUCE
    | {"heapq.nlargest", "heapq.nsmallest", "statistics.mean"}
    | {f"_csv.{name}.writerows" for name in ("writer", "_writer", "Writer")}
    | {"builtins.str.join", "builtins.list.extend", "builtins.set.update"}
)  # fmt: skip
_MADE_OF_ITEMS: Final = {
    names.ITER: names.ITERATOR,
    names.REVERSED: names.ITERATOR,
    names.SORTED: names.LIST,
    names.NEXT: "",
}
"""The class of the container that comes of it; an item alone where there is none."""
# These keep the iterable and ask it for nothing before the first item is wanted.
_LAZY: Final = frozenset({"itertools.chain", "itertools.chain.from_iterable"})
_ASYNC: Final = frozenset({"builtins.aiter", names.ANEXT})


def consume(analysis: Analysis, fullname: str, signature: Type | None, call: Call) -> Type | None:
    """Evaluate the arguments that the function ``fullname`` evaluates, and return its typed result."""
    values = [argument.value for argument in call.arguments]
    if fullname in _LAZY:
        return _lazy(analysis, call)
    if fullname in _ASYNC:
        carried = containers.carry(analysis, call.result, values, call.node)
        return carried if instances.tagged_instances(carried) else _of_async(analysis, fullname, call)
    use = diagnostics.use_by(fullname.rpartition(".")[2])
    for position, argument in enumerate(call.arguments):
        if not _holds_queryset(analysis, argument):
            continue
        # A body that is being summarized has no typed callees: the usual ones are known by name.
        untyped = signature is None or isinstance(get_proper_type(signature), TypeType)
        iterated = fullname in _ITERATES if untyped else _is_iterated(signature, call, position)
        if fullname in _TAKES_OBJECT or iterated:
            evaluation.evaluate(analysis, argument.value, argument.expr, use)
    result = call.result
    if result is None and not analysis.types.are_inferred:
        result = _untyped(analysis, fullname, call)
    return containers.carry(analysis, result, values, call.node)


def _untyped(analysis: Analysis, fullname: str, call: Call) -> Type | None:
    """Return what a builtin makes of the items of its first argument, in a body that mypy has not typed."""
    given = call.positional[:1]
    if fullname == names.VARS and given:
        return analysis.dict_of()
    if fullname not in _MADE_OF_ITEMS or not given:
        return None
    with analysis.off_loop():
        item = evaluation.iterate(analysis, given[0].value, given[0].expr, diagnostics.UNREPORTED)
    container = _MADE_OF_ITEMS[fullname]
    if item is None or not container:
        return item
    return analysis.instance_of(container, [item])


def _of_async(analysis: Analysis, fullname: str, call: Call) -> Type | None:
    """Return the iterator that ``aiter()`` makes of what nobody has typed, or what ``anext()`` waits for."""
    given = call.positional[0] if call.positional else None
    item = evaluation.iterate_async(analysis, given.value, given.expr) if given is not None else None
    if item is None or not instances.tagged_instances(item):
        return call.result
    if fullname == names.ANEXT:
        return row_types.after_await(analysis, item, is_async=True)
    return analysis.instance_of(names.ASYNC_ITERATOR, [item])


def _holds_queryset(analysis: Analysis, argument: Argument) -> bool:
    if argument.kind == ARG_STAR:
        return False
    return any(
        evaluation.is_queryset(instance)
        or isinstance(analysis.entry(instance), (heap.LazyIterator, heap.QuerySet))
        for instance in instances.instances(argument.value)
    )


def _lazy(analysis: Analysis, call: Call) -> Type | None:
    sources = []
    for argument in call.arguments:
        for instance in instances.tagged_instances(argument.value):
            name = addresses.address_of(instance)
            entry = analysis.state.heap.get(name or NOWHERE)
            if isinstance(entry, heap.QuerySet):
                sources.append(name or NOWHERE)
            elif isinstance(entry, heap.LazyIterator):
                sources.extend(entry.sources)
    result = containers.carry_arguments(analysis, call)
    for instance in instances.instances(result):
        return addresses.with_address(
            instance, analysis.allocate(call.node, heap.LazyIterator(tuple(sources)), role="=lazy")
        )
    return result


def _is_iterated(signature: Type | None, call: Call, position: int) -> bool:
    """Tell whether the parameter wants an iterable (or a sized, or a sequence-like thing)."""
    proper = get_proper_type(signature) if signature is not None else None
    candidates = proper.items if isinstance(proper, Overloaded) else [proper]
    return any(
        isinstance(candidate, CallableType)
        and _wants_iterable(signatures.formal(_as_declared(candidate), call, position))
        for candidate in candidates
    )


def _as_declared(candidate: CallableType) -> CallableType:
    """Return what a method says of itself: ``append()`` does not know what a list of iterables holds."""
    definition = candidate.definition
    function = definition.func if isinstance(definition, nodes.Decorator) else definition
    declared = get_proper_type(function.type) if isinstance(function, nodes.FuncDef) else None
    if not isinstance(declared, CallableType) or len(declared.arg_types) != len(candidate.arg_types) + 1:
        return candidate
    return candidate.copy_modified(arg_types=declared.arg_types[1:])


def _wants_iterable(formal: Type | None) -> bool:
    for item in instances.items(formal):
        upper = get_proper_type(item.upper_bound) if isinstance(item, TypeVarType) else item
        if isinstance(upper, Instance) and (upper.type.is_protocol or upper.type.has_base(names.ITERABLE)):
            return True
    return False


_LOOKUPS: Final = frozenset({"get", "pop", "setdefault"})


def result_of_method(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    """Return what a method of a container gives out: the objects that went into the container."""
    inputs: list[Type | None] = [instance, *(argument.value for argument in call.arguments)]
    result = call.result
    if result is None and name in _LOOKUPS and instance.type.has_base(names.MAPPING):
        # One of several signatures: a body that mypy has not typed does not tell which.
        result = AnyType(TypeOfAny.special_form)
    return containers.carry(analysis, result, inputs, call.node)
