"""The context that Django's own views make for a template: what they are given, beside what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import gathering
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_METHOD: Final = "get_context_data"
_VIEWS: Final = "django.views.generic."
_MIXIN: Final = f"{_VIEWS}base.ContextMixin"
_OF_ONE_ROW: Final = f"{_VIEWS}detail.SingleObjectMixin"
_OBJECT: Final = "object"
_EXTRA: Final = "extra_context"


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    return _context(analysis, instance, instance, call) if target.name == _METHOD else UNANSWERED


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    return _context(analysis, receiver, parent, call) if name == _METHOD else UNANSWERED


def _context(analysis: Evaluator, view: Instance, parent: Instance, call: Call) -> Answer:
    """Return the dict: what is given by keyword stands before all else that Django puts there."""
    definer = parent.type.get_containing_type_info(_METHOD)
    is_of_django = definer is not None and definer.module_name.startswith(_VIEWS)
    extra = view.type.get_containing_type_info(_EXTRA)
    is_extended = extra is None or extra.fullname != _MIXIN
    shape = analysis.dict_of()
    if not is_of_django or is_extended or shape is None:
        return UNANSWERED
    fields = _of_row(analysis, view, call) if parent.type.has_base(_OF_ONE_ROW) else {}
    fields["view"] = view
    for argument in call.arguments:
        if argument.kind == nodes.ARG_NAMED and argument.name is not None:
            fields.pop(argument.name, None)
            if argument.value is not None:
                fields[argument.name] = argument.value
        elif argument.kind == nodes.ARG_STAR2:
            fields |= dict(gathering.named(analysis, argument.value) or {})
    held = {name: value for name, value in fields.items() if instances.tagged_instances(value)}
    return addresses.with_address(shape, analysis.allocate(call.node, heap.Record(held), role="=items"))


def _of_row(analysis: Evaluator, view: Instance, call: Call) -> dict[str, Type]:
    """Return the row under the names that a detail view has for it."""
    row = analysis.read(view, _OBJECT, call.node)
    if row is None or not instances.tagged_instances(row):
        return {}
    named = definitions.returned(analysis.callees.class_value(view.type, "context_object_name"))
    written = expressions.string(named) if named is not None else None
    models = {instance.type.name.lower() for instance in instances.instances(row)}
    name = written or (models.pop() if len(models) == 1 else None)
    return {_OBJECT: row, **({name: row} if name is not None else {})}


RULE: Final = Rule(method=_method, inherited=_inherited)
"""Of any object: a view is one of the project's own classes."""
