"""``payload.dict()``, ``payload.model_dump()``: a dict with the fields of the class, as they are declared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import attribute_models
from aobjects_mypy.domain import heap
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_METHODS: Final = frozenset({"dict", "model_dump"})
_LIBRARIES: Final = frozenset({"pydantic", "ninja"})


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    """Return all fields: without arguments none is left out, or has another name."""
    if target.name not in _METHODS or call.arguments or not attribute_models.is_model(instance.type):
        return UNANSWERED
    definer = instance.type.get_containing_type_info(target.name)
    text, anything = analysis.instance_of(names.STR), AnyType(TypeOfAny.special_form)
    shape = analysis.instance_of(names.DICT, [text, anything]) if text is not None else None
    model = attribute_models.of(analysis, instance)
    is_own = definer is not None and definer.module_name.partition(".")[0] not in _LIBRARIES
    held = analysis.entry(instance)
    if isinstance(held, heap.Record) and held.fields:
        # It was made here: what it was not given has the value of its default.
        return UNANSWERED
    if is_own or shape is None or not model.fields or not model.is_known:
        return UNANSWERED
    fields = {field.name: field.type for field in model.fields}
    entry = heap.Record(fields, is_whole=True)
    return addresses.with_address(shape, analysis.allocate(call.node, entry, role="=dumped"))


RULE: Final = Rule(method=_method)
"""Of any object: a schema is one of the project's own classes."""
