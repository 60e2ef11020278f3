"""Serializers: ``.data`` reads rows, ``is_valid()`` may query, ``save()`` does."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, TupleType, Type, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.rules.drf import declared, library, reading, saving, validated_data, validation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.types import declared as declared_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.syntax.call import Argument, Call

# What a serializer remembers beside its attributes, under names that no code has.
_ONE: Final = f"one{OWN}"
_MANY: Final = f"many{OWN}"
_DATA: Final = f"data{OWN}"
_KEYS: Final = f"keys{OWN}"
_VALID: Final = f"valid{OWN}"
_PARTIAL: Final = f"partial{OWN}"
_READ: Final = f"read{OWN}"
_INSTANCE: Final = "instance"
_MARK: Final = NoneType()


def construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    """Record what a serializer is made with."""
    call = replace(call, arguments=call.unpacked)
    fields = _given(analysis, call)
    if fields is None:
        return UNANSWERED
    context = call.keywords.get("context")
    known = _context(analysis, context, call)
    if known is not None:
        fields["context"] = known
    return _made(analysis, instance, call, fields)


def of_view(analysis: Evaluator, instance: Instance, call: Call, context: Type | None) -> Answer:
    """Record what a serializer is made with by a view, which gives it a context of its own."""
    fields = _given(analysis, replace(call, arguments=call.unpacked))
    if fields is None:
        return UNANSWERED
    return _made(
        analysis, instance, call, {**({"context": context} if context is not None else {}), **fields}
    )


def _made(analysis: Evaluator, instance: Instance, call: Call, fields: Mapping[str, Type]) -> Instance:
    return addresses.with_address(
        instance, analysis.allocate(call.node, heap.Record(fields), role="=serializer")
    )


def _context(analysis: Analysis, given: Argument | None, call: Call) -> Type | None:
    """Return the context as a dict of which all is known, where it is written down, or there is none."""
    shape = analysis.dict_of()
    items = given.expr.items if given is not None and isinstance(given.expr, nodes.DictExpr) else []
    if shape is None or (given is not None and not isinstance(given.expr, nodes.DictExpr)):
        return None
    fields: dict[str, Type] = {}
    for key, expr in items:
        if not isinstance(key, nodes.StrExpr):
            return None
        value = analysis.displayed.get(expr) or analysis.type_of(expr)
        fields[key.value] = value if value is not None else AnyType(TypeOfAny.special_form)
        flag = analysis.instance_of(names.BOOL)
        if flag is not None and (declared.is_true(expr) or declared.is_false(expr)):
            fields[key.value] = declared_types.literal(flag, declared.is_true(expr))
    entry = heap.Record(fields, is_whole=True)
    return addresses.with_address(shape, analysis.allocate(call.node, entry, role="=context"))


def _given(analysis: Analysis, call: Call) -> dict[str, Type] | None:
    if call.has_unpacking:
        return None
    many = call.keywords.get("many")
    if many is not None and not (declared.is_true(many.expr) or declared.is_false(many.expr)):
        return None
    fields: dict[str, Type] = {_MANY if many is not None and declared.is_true(many.expr) else _ONE: _MARK}
    row, data = call.argument(0, "instance"), call.argument(1, "data")
    if row is not None and row.value is not None and not expressions.is_none(row.expr):
        fields[_INSTANCE] = row.value
    if data is not None:
        fields[_DATA] = _MARK
        keys = _keys(analysis, data)
        if keys is not None:
            fields[_KEYS] = keys
    some = call.keywords.get("partial")
    if some is not None and declared.is_true(some.expr):
        fields[_PARTIAL] = _MARK
    context = call.keywords.get("context")
    if context is not None and context.value is not None:
        fields["context"] = context.value
    return fields


def _keys(analysis: Analysis, data: Argument) -> Type | None:
    """Return the keys of data that is written down."""
    shape = analysis.instance_of(names.STR)
    fallback = analysis.instance_of(names.TUPLE, [shape]) if shape is not None else None
    if not isinstance(data.expr, nodes.DictExpr) or shape is None or fallback is None:
        return None
    texts = [key.value if isinstance(key, nodes.StrExpr) else None for key, _ in data.expr.items]
    if None in texts:
        return None
    return TupleType([declared_types.literal(shape, text) for text in texts if text is not None], fallback)


def _record(analysis: Analysis, instance: Instance) -> heap.Record | None:
    entry = analysis.entry(instance)
    return entry if isinstance(entry, heap.Record) else None


def _update(analysis: Analysis, instance: Instance, changes: Mapping[str, Type | None]) -> None:
    record = _record(analysis, instance)
    if record is None:
        return
    fields: Mapping[str, Type] = {
        **{name: value for name, value in record.fields.items() if name not in changes},
        **{name: value for name, value in changes.items() if value is not None},
    }
    analysis.put(instance, replace(record, fields=fields))


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    if expr.name == "fields":
        # Whoever has them may take some out.
        _update(analysis, instance, {_ONE: None, _MANY: None})
    return UNANSWERED


def _injected(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Read ``data`` and its like, which are properties where mypy reads the libraries."""
    if expr.name == "validated_data":
        record = _record(analysis, instance)
        if record is None or _MANY in record.fields or analysis.sink.is_summary:
            return None
        return validated_data.data(analysis, instance, expr, some=_PARTIAL in record.fields)
    if expr.name in ("data", "adata") and not library.has_own(instance.type, expr.name):
        _read(analysis, instance, expr)
    return None


def _read(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr) -> None:
    record = _record(analysis, instance)
    if record is None or _READ in record.fields or analysis.sink.is_summary:
        return
    known = record.fields
    if (_ONE not in known) == (_MANY not in known) or _INSTANCE not in known:
        return
    if _DATA in known and _VALID not in known:
        # It refuses, and reads nothing.
        return
    is_async = expr.name == "adata"
    if _MANY in known and (_has_list_class(instance) or _is_empty(analysis, known[_INSTANCE])):
        return
    _update(analysis, instance, {_READ: _MARK})
    found = reading.run(analysis, instance, known[_INSTANCE], expr, many=_MANY in known, is_async=is_async)
    applying.report_findings(analysis, found, expr, f"{instance.type.name}.{expr.name}", is_async=is_async)


def _is_empty(analysis: Analysis, rows: Type) -> bool:
    return any(
        isinstance(entry := analysis.entry(item), heap.QuerySet) and entry.empty
        for item in instances.instances(rows)
    )


def _has_list_class(instance: Instance) -> bool:
    """Tell a class that says itself what becomes of many rows."""
    meta = instances.member(instance.type, "Meta")
    return (isinstance(meta, nodes.TypeInfo) and meta.get("list_serializer_class") is not None) or (
        library.has_own(instance.type, "many_init")
    )


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if library.has_own(instance.type, target.name):
        return UNANSWERED
    return _of_library(analysis, instance, target.name, call)


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    if name == "__init__":
        fields = _given(analysis, replace(call, arguments=call.unpacked))
        if fields is not None:
            _update(analysis, receiver, fields)
        return UNANSWERED
    return _of_library(analysis, receiver, name, call)


def _of_library(analysis: Evaluator, instance: Instance, name: str, call: Call) -> Answer:
    if analysis.sink.is_summary:
        return UNANSWERED
    shown = f"{instance.type.name}.{name}"
    sent = partial(_sent, analysis, instance, call)
    match name:
        case "to_representation" | "ato_representation":
            given = call.argument(0, "instance")
            if given is not None:
                is_async = name.startswith("a")
                found = reading.run(
                    analysis, instance, given.value, call.node, is_async=is_async, default=True
                )
                applying.report_findings(analysis, found, call.node, shown, is_async=is_async)
            return call.result
        case "is_valid" | "run_validation" | "to_internal_value":
            _validate(analysis, instance, name, call)
            return call.result
        case "save" | "create" | "update":
            row = saving.save(analysis, instance, name, call, _row_of(analysis, instance), sent)
            if _is_many(analysis, instance):
                row = None
            _update(analysis, instance, {_INSTANCE: row, _KEYS: None})
            return instances.overlay(call.result, row) if row is not None else call.result
        case "asave" | "acreate" | "aupdate":
            row = saving.asave(analysis, instance, name, call, _row_of(analysis, instance), sent)
            if _is_many(analysis, instance):
                row = None
            _update(analysis, instance, {_INSTANCE: row})
            return applying.awaitable(analysis, call.result, row) if row is not None else call.result
    return UNANSWERED


def _sent(analysis: Evaluator, instance: Instance, call: Call) -> Type | None:
    """Return what ``create`` and ``update`` get: the validated data, and what ``save(owner=...)`` adds."""
    record = _record(analysis, instance)
    if record is None or _MANY in record.fields or call.has_unpacking:
        return None
    added = {name: argument.value for name, argument in call.keywords.items()}
    return validated_data.data(analysis, instance, call.node, some=_PARTIAL in record.fields, added=added)


def is_of_row(function: nodes.FuncDef) -> bool:
    """Tell a coroutine that adrf gives a row: of a ``SerializerMethodField``, and of its own steps."""
    origin = library.of_class(function.info)
    return (
        function.is_coroutine
        and origin is not None
        and origin.name.endswith("Serializer")
        and (function.name.startswith("get_") or function.name in ("aupdate", "ato_representation"))
        and len(function.arguments) > 1
    )


def row_of_method(analysis: Analysis, function: nodes.FuncDef) -> Type | None:
    """Return a row of the model, of which nobody here knows what is loaded; what is annotated says more."""
    meta = declared.meta(analysis, function.info)
    schema = analysis.model_of(meta.model) if meta.model is not None else None
    shape = analysis.instance_of(schema.fullname) if schema is not None else None
    written = function.arguments[1].variable.type
    if schema is None or shape is None or not (written is None or instances.is_any(written)):
        return None
    place = address_parts.sole(f"given:{function.name}")
    return addresses.with_address(shape, analysis.allocate(place, heap.unknown_row(schema.fullname)))


def _is_many(analysis: Analysis, instance: Instance) -> bool:
    record = _record(analysis, instance)
    return record is not None and _MANY in record.fields


def validated(analysis: Analysis, instance: Instance, place: Address) -> Instance:
    """Return the serializer that a view hands over once its data is valid; its row is not in sight."""
    record = heap.Record({_ONE: _MARK, _DATA: _MARK, _VALID: _MARK})
    return addresses.with_address(instance, analysis.allocate(place, record))


def _row_of(analysis: Analysis, instance: Instance) -> Type | None:
    record = _record(analysis, instance)
    return record.fields.get(_INSTANCE) if record is not None else None


def _validate(analysis: Evaluator, instance: Instance, name: str, call: Call) -> None:
    record = _record(analysis, instance)
    known = record.fields if record is not None else {}
    if _VALID in known:
        return
    if record is not None and name == "is_valid":
        if _DATA not in known:
            return
        _update(analysis, instance, {_VALID: _MARK})
    keys = known.get(_KEYS)
    given = None
    if isinstance(keys, TupleType):
        given = {text for item in keys.items if (text := expressions.string(call.node, item)) is not None}
    if _PARTIAL in known and given is None:
        found = validation.run_partial(analysis, instance, call.node)
    else:
        found = validation.run(analysis, instance, given, call.node)
    applying.report_findings(analysis, found, call.node, f"{instance.type.name}.{name}")


RULE: Final = Rule(
    construct=construct, injected=_injected, attribute=_attribute, method=_method, inherited=_inherited
)
_NAMES: Final = ("BaseSerializer", "Serializer", "ModelSerializer")
RULES: Final = {
    "rest_framework.serializers.HyperlinkedModelSerializer": RULE,
    **{f"{module}.serializers.{name}": RULE for name in _NAMES for module in ("rest_framework", "adrf")},
}
