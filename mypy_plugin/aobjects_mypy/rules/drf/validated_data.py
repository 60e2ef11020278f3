"""The rows that validation has found: what ``validated_data`` holds under the names of related fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, Type, TypeOfAny, UnionType

from aobjects_mypy import names
from aobjects_mypy.bodies import class_values
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.rules.drf import declared, library, modelled
from aobjects_mypy.rules.drf.declared import Kind
from aobjects_mypy.syntax import definitions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.rules.drf.declared import Field

_OWN_DATA: Final = ("validate", "to_internal_value", "run_validation", "validated_data")
"""What a class of the project may have make other data of what was found."""
_OWN_ROWS: Final = ("get_queryset", "to_internal_value", "run_validation")
_RELATED: Final = (Kind.KEY, Kind.ATTRIBUTE)


def data(
    analysis: Evaluator,
    instance: Instance,
    place: nodes.Expression,
    *,
    some: bool,
    added: Mapping[str, Type | None] | None = None,
) -> Type | None:
    """Return the dict; ``some``: nobody knows which of the fields were sent; ``added`` is beside them."""
    info = instance.type
    fields = modelled.fields_of(analysis, info)
    if library.has_own(info, *_OWN_DATA) or fields is None:
        return None
    anything = AnyType(TypeOfAny.special_form)
    held: dict[str, Type] = {}
    plain: dict[str, Type] = {}
    has_all = not some
    for one in fields:
        if one.read_only:
            continue
        if not one.source:
            # What is sent to it stands beside the others.
            return None
        is_found = one.queries.endswith(".to_internal_value") and one.kind in _RELATED
        is_found = is_found and len(one.source) == 1 and not library.has_own(info, f"validate_{one.name}")
        value = _value(analysis, instance, one, place) if is_found else None
        if value is None:
            plain[one.source[0]] = anything
            continue
        is_sure = not some and not _may_be_missing(analysis, info, one)
        has_all = has_all and is_sure
        held[one.source[0]] = value if is_sure else UnionType.make_union([value, NoneType()])
    for name, given in (added or {}).items():
        plain.pop(name, None)
        held[name] = given or anything
    shape = analysis.dict_of()
    if not (held or plain) or shape is None:
        return None
    address = address_parts.below(analysis.address_of(instance), "validated")
    return addresses.with_address(shape, analysis.allocate(address, heap.Record(held, has_all, plain)))


def _value(analysis: Evaluator, instance: Instance, one: Field, place: nodes.Expression) -> Type | None:
    """Return the row that a field has found, or the list of its rows."""
    rows = _rows(analysis, instance.type, one, place)
    model = analysis.instance_of(rows.model) if rows is not None else None
    if rows is None or model is None:
        return None
    address = address_parts.below(analysis.address_of(instance), f"validated {one.name}")
    if address not in analysis.state.heap:
        # What was read off it before is still there.
        address = analysis.allocate(address, evaluation.new_row(analysis, rows))
    row = addresses.with_address(model, address)
    return analysis.instance_of(names.LIST, [row]) if one.many else row


def _rows(
    analysis: Evaluator, info: nodes.TypeInfo, one: Field, place: nodes.Expression
) -> heap.QuerySet | None:
    """Return the rows among which a field looks: its ``queryset``, or the related model's."""
    call = _declared(analysis, info, one.name)
    if call is None:
        schema = _model(analysis, info)
        relation = schema.relations.get(one.source[0]) if schema is not None else None
        target = analysis.schema.model(relation.target) if relation is not None and relation.target else None
        return managers.of_model(analysis, target, None, managers.nowhere()) if target is not None else None
    origin = library.of_expression(analysis, call.callee)
    queryset = declared.keywords(call).get("queryset")
    function = analysis.callees.class_value(info, one.name)
    is_own = origin is None or (origin.info is not None and library.has_own(origin.info, *_OWN_ROWS))
    if queryset is None or function is None or is_own:
        return None
    with analysis.off_loop(), analysis.site(f".{one.name}"):
        ran = analysis.run_called(class_values.returning(queryset, function.info, one.name), {}, place)
    found = instances.first(ran.value) if ran is not None else None
    entry = analysis.entry(found) if found is not None else None
    return entry if isinstance(entry, heap.QuerySet) else None


def _declared(analysis: Evaluator, info: nodes.TypeInfo, name: str) -> nodes.CallExpr | None:
    if name not in declared.declared_fields(analysis, info):
        return None
    value = definitions.returned(analysis.callees.class_value(info, name))
    return value if isinstance(value, nodes.CallExpr) else None


def _model(analysis: Evaluator, info: nodes.TypeInfo) -> ModelSchema | None:
    meta = declared.meta(analysis, info)
    return analysis.model_of(meta.model) if meta.model is not None else None


def _may_be_missing(analysis: Evaluator, info: nodes.TypeInfo, one: Field) -> bool:
    """Tell a field that need not be sent, or may be sent as nothing."""
    call = _declared(analysis, info, one.name)
    if call is not None:
        given = declared.keywords(call)
    else:
        given = dict(declared.meta(analysis, info).extra.get(one.name, {}))
        schema = _model(analysis, info)
        field: Any = schema.model._meta.get_field(one.source[0]) if schema is not None else None
        if field is None or field.null or field.blank or field.has_default():
            return True
    return (
        "default" in given
        or ("required" in given and not declared.is_true(given["required"]))
        or ("allow_null" in given and not declared.is_false(given["allow_null"]))
    )
