"""The arguments of ``prefetch_related``: which lookups they stand for, and whether all of them are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import Instance, TupleType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import texts
from aobjects_mypy.domain import load_state, prefetch
from aobjects_mypy.domain.prefetch import Lookup, Prefetch
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mypy.types import ProperType, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.syntax.call import Argument

_PLACE = nodes.EllipsisExpr()


@dataclass(frozen=True, slots=True)
class Given:
    """What one argument stands for."""

    choices: Mapping[Lookup, LoadState]
    is_certain: bool = True
    """One of the choices is given; otherwise each of them may be: in a list that is unpacked, say."""


def names_of(analysis: Analysis, argument: Argument) -> list[str] | None:
    """Return the relations that an argument names: of a list that is unpacked, those that it has at most."""
    if argument.kind == nodes.ARG_STAR and is_written_here(argument):
        value = get_proper_type(argument.value) if argument.value is not None else None
        if isinstance(value, Instance) and addresses.is_kept(value):
            return None
        if isinstance(value, Instance) and texts.is_empty(value):
            is_left = not isinstance(argument.expr, nodes.NameExpr) or analysis.leaves_as_it_is(argument.expr)
            return [] if is_left else None
        listed = texts.at_most(argument.value)
        if listed is not None:
            return listed
    return expressions.strings(argument)


def is_written_here(argument: Argument) -> bool:
    """Tell a list from one that an object keeps, to which any method may add."""
    return isinstance(
        argument.expr,
        (
            nodes.NameExpr,
            nodes.ListExpr,
            nodes.CallExpr,
            nodes.ConditionalExpr,
            nodes.IndexExpr,
            nodes.OpExpr,
        ),
    )


def of_arguments(analysis: Analysis, arguments: Iterable[Argument]) -> list[Given | None]:
    """Return what the arguments stand for, in their order; ``None`` for what is not known."""
    found: list[Given | None] = []
    for argument in arguments:
        named = names_of(analysis, argument) if argument.kind == nodes.ARG_STAR else None
        if named is not None:
            # A list may have been emptied, or filled on some ways only.
            is_certain = isinstance(get_proper_type(argument.value), TupleType)
            found += [Given({Lookup(name): load_state.UNKNOWN}, is_certain) for name in named]
        elif argument.kind == nodes.ARG_STAR:
            found += _unpacked(analysis, argument.value)
        else:
            found.append(_one(analysis, argument.expr, argument.value))
    return found


def _unpacked(analysis: Analysis, value: Type | None) -> list[Given | None]:
    proper = get_proper_type(value) if value is not None else None
    if isinstance(proper, TupleType):
        return [_one(analysis, _PLACE, item) for item in proper.items]
    member = proper.args[-1] if isinstance(proper, Instance) and proper.args else None
    one = _one(analysis, _PLACE, member)
    # A list may have been emptied, or filled on some ways only.
    return [Given(one.choices, is_certain=False) if one is not None else None]


def _one(analysis: Analysis, expr: nodes.Expression, value: Type | None) -> Given | None:
    text = expressions.string(expr, value)
    if text is not None:
        return Given({Lookup(text): load_state.UNKNOWN})
    found: Prefetch | None = None
    is_certain = True
    for item in instances.items(value):
        entry = analysis.entry(item) if isinstance(item, Instance) else None
        known = entry if isinstance(entry, Prefetch) else _declared(item)
        if known is None:
            return None
        is_certain = is_certain and known is entry
        found = prefetch.join(found, known) if found is not None else known
    return Given(found.choices, is_certain) if found is not None else None


def _declared(value: ProperType) -> Prefetch | None:
    """Read ``Prefetch[Literal["books"], QuerySet[Book], str]``: of the rows themselves nothing is known.

    ``str`` is the attribute that is not given, or one whose name is not known.
    """
    generic = instances.as_supertype(value, names.PREFETCH) if isinstance(value, Instance) else None
    if generic is None or len(generic.args) != 3:
        return None
    path, to_attr = expressions.string(_PLACE, generic.args[0]), expressions.string(_PLACE, generic.args[2])
    if path is None:
        return None
    return Prefetch({Lookup(path, to_attr or "", has_queryset=True): load_state.UNKNOWN})
