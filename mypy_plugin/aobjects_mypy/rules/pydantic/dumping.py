"""``payload.dict()``, ``payload.model_dump()``: a dict with the fields of the class, as they are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import attribute_models
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_METHODS: Final = frozenset({"dict", "model_dump"})
_LIBRARIES: Final = frozenset({"pydantic", "ninja"})
_LEAVES_SOME: Final = frozenset({"exclude_unset", "exclude_defaults", "exclude_none"})


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which of the fields a call takes."""

    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    leaves_some: bool = False
    """Any of them may be left out: nobody knows what was sent."""


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    """Return the fields that the arguments leave; without arguments none is left out, or has another name."""
    if target.name not in _METHODS or not attribute_models.is_model(instance.type):
        return UNANSWERED
    chosen = _chosen(call)
    definer = instance.type.get_containing_type_info(target.name)
    shape = analysis.dict_of()
    model = attribute_models.of(analysis, instance)
    is_own = definer is not None and definer.module_name.partition(".")[0] not in _LIBRARIES
    held = analysis.entry(instance)
    if isinstance(held, heap.Record) and held.fields:
        # It was made here: what it was not given has the value of its default.
        return UNANSWERED
    if chosen is None or is_own or shape is None or not model.fields or not model.is_known:
        return UNANSWERED
    anything = AnyType(TypeOfAny.special_form)
    fields: dict[str, Type] = {
        field.name: anything if _is_nested(field.type) else field.type
        for field in model.fields
        if field.name not in chosen.without and (chosen.only is None or field.name in chosen.only)
    }
    entry = heap.Record({}, not chosen.leaves_some, fields)
    return addresses.with_address(shape, analysis.allocate(call.node, entry, role="=dumped"))


def _chosen(call: Call) -> _Choice | None:
    """Read the arguments; ``None`` where they say more than which fields are taken."""
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    leaves_some = False
    for argument in call.arguments:
        named = _listed(argument.expr)
        if argument.name in _LEAVES_SOME and argument.kind == nodes.ARG_NAMED:
            leaves_some = leaves_some or not expressions.is_name(argument.expr, names.FALSE)
        elif argument.name == "exclude" and named is not None:
            without = named
        elif argument.name == "include" and named is not None:
            only = named
        else:
            return None
    return _Choice(only, without, leaves_some)


def _listed(expr: nodes.Expression) -> frozenset[str] | None:
    found = expressions.literal_strings(expr)
    return frozenset(found) if found is not None else None


def _is_nested(value: Type) -> bool:
    """Tell a field that holds another model: of that a dict is made, too."""
    return any(attribute_models.is_model(item.type) for item in instances.instances(value))


RULE: Final = Rule(method=_method)
"""Of any object: a schema is one of the project's own classes."""
