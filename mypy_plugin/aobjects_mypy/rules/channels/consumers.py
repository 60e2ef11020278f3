"""Consumers: their scope, and their own methods, which do nothing to rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, Instance, Type, TypedDictType, TypeOfAny, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.models import middleware
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.rules.channels import stack
from aobjects_mypy.rules.channels.middleware import put_into
from aobjects_mypy.syntax import class_facts
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_BASES: Final = ("channels.consumer.", "channels.generic.")
_SCOPE: Final = "scope"
_METHODS: Final = frozenset(
    {"accept", "close", "send", "send_json", "send_body", "send_headers", "send_response"}
)
"""What channels defines for its consumers to be called; it reads nothing but what it is given."""


def is_of_library(fullname: str) -> bool:
    return fullname.startswith((*_BASES, "builtins."))


def is_consumer(info: nodes.TypeInfo) -> bool:
    return any(name.startswith(_BASES) for name in class_facts.base_names(info))


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    if expr.name != _SCOPE or not is_consumer(instance.type):
        return UNANSWERED
    known = analysis.state.heap.get(address_parts.SCOPE)
    if known is None:
        analysis.state.heap[address_parts.SCOPE] = heap.Record(_fields(analysis))
        made = analysis.instance_of(names.DICT, [AnyType(TypeOfAny.special_form)] * 2)
        if made is not None and not analysis.sink.is_summary:
            put_into(analysis, addresses.with_address(made, address_parts.SCOPE), expr)
        known = analysis.state.heap[address_parts.SCOPE]
    fields = known.fields if isinstance(known, heap.Record) else {}
    shape = get_proper_type(result) if result is not None else None
    if isinstance(shape, TypedDictType):
        return instances.with_keys(shape, dict(fields))
    scope = analysis.dict_of()
    if scope is None or not fields:
        return UNANSWERED
    return addresses.with_address(scope, address_parts.SCOPE)


def _fields(analysis: Analysis) -> dict[str, Type]:
    """Return the user and the session, each the same object whenever it is asked for."""
    known = stack.of_project(analysis.callees.consult)
    fields: dict[str, Type] = {}
    name = middleware.user_model()
    user = analysis.instance_of(name) if name is not None else None
    model = analysis.model_of(user.type) if user is not None else None
    if user is not None and model is not None and known.is_fresh_user:
        place = address_parts.below(address_parts.SCOPE, "user")
        if place not in analysis.state.heap:
            rows = managers.of_model(analysis, model, None, managers.nowhere())
            analysis.state.heap[place] = evaluation.new_row(analysis, rows)
        fields["user"] = addresses.with_address(user, place)
    elif user is not None:
        fields["user"] = user
    session = analysis.instance_of(names.SESSION_BASE)
    if session is not None:
        place = address_parts.below(address_parts.SCOPE, "session")
        if place not in analysis.state.heap:
            analysis.state.heap[place] = heap.Session(not known.is_session_unread, is_assumed=True)
        fields["session"] = addresses.with_address(session, place)
    return fields


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    """Leave what the consumer holds as it is, where channels' own method runs."""
    if target.name not in _METHODS or not is_consumer(instance.type):
        return UNANSWERED
    definer = instance.type.get_containing_type_info(target.name)
    return call.result if definer is None or definer.fullname.startswith(_BASES) else UNANSWERED


RULE: Final = Rule(attribute=_attribute, method=_method)
"""Of any object: a consumer is one of the project's own classes."""
