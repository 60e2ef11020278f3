"""An object of a class of the project: the rows that its constructor was given, under their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins, texts
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.orm import containers, evaluation
from aobjects_mypy.syntax import class_facts, expressions, keys
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Call


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Type:
    """Return an object that holds what ``Class(...)`` was given."""
    if addresses.address_of(instance) is not None:
        return instance
    attributes = _attributes(instance.type)
    fields: dict[str, Type] = {}
    for position, argument in enumerate(call.arguments):
        if argument.value is None or not instances.tagged_instances(argument.value):
            continue
        # What becomes of the others is not known: the object may change them all the same.
        name = attributes.get(argument.name or str(position), f"?{position}")
        fields[name] = argument.value
    if not fields:
        return instance
    return addresses.with_address(instance, analysis.allocate(call.node, heap.Record(fields), role="=record"))


def _replaced(analysis: Analysis, call: Call) -> Type | None:
    """Return the copy that ``dataclasses.replace(record, name=value)`` makes."""
    source = call.positional[0] if call.positional else None
    said = get_proper_type(call.result) if call.result is not None else None
    for instance in instances.instances(source.value if source is not None else None):
        result = said if isinstance(said, Instance) else instances.without_objects(instance)
        entry = analysis.entry(instance)
        fields = dict(entry.fields) if isinstance(entry, heap.Record) else {}
        for name, argument in call.keywords.items():
            fields.pop(name, None)
            if argument.value is not None:
                fields[name] = argument.value
        if isinstance(result, Instance):
            return addresses.with_address(
                result, analysis.allocate(call.node, heap.Record(fields), role="=record")
            )
    return call.result


def _attributes(info: nodes.TypeInfo) -> Mapping[str, str]:
    """Return the attribute for each parameter of ``__init__``, by its name and by its position."""
    function = instances.member(info, "__init__")
    if not isinstance(function, nodes.FuncDef) or not function.info:
        return {}
    parameters = function.arg_names[1:]
    changed = {name for base in info.mro for name in class_facts.changed_attributes(base)}
    if "dataclass" in function.info.metadata:
        kept: Mapping[str, str] = {name: name for name in parameters if name}
    else:
        kept = class_facts.kept_parameters(function.info)
    kept = {parameter: name for parameter, name in kept.items() if name not in changed}
    found = dict(kept)
    for position, (parameter, kind) in enumerate(zip(parameters, function.arg_kinds[1:], strict=True)):
        if kind.is_positional() and parameter in kept:
            found[str(position)] = kept[parameter]
    return found


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    """Return ``result`` with the rows that the object holds under this name."""
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.Record):
        return UNANSWERED
    held = entry.fields.get(expr.name)
    if held is None:
        return UNANSWERED
    return evaluation.overlaid(result, held) if analysis.types.are_inferred else held


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    """Record ``record.name = value``, for whoever else has the same object."""
    entry = analysis.entry(instance)
    if isinstance(entry, heap.Record):
        analysis.put(instance, entry.assigned(target.name, value))
    return False


def _item(analysis: Evaluator, instance: Instance, expr: nodes.IndexExpr, result: Type | None) -> Answer:
    """Return what stands under a literal key of a dict."""
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.Record) or instance.type.fullname != names.DICT:
        return UNANSWERED
    key = keys.of(expr.index, _value_of(analysis, expr.index))
    held = _under(entry, key) if key is not None else _any_of(analysis, entry, expr)
    if held is None:
        return UNANSWERED
    if _are_classes([held]) or containers.is_open(result) or _is_closer(held, result):
        return held
    return texts.kept(result, held) or evaluation.overlaid(result, held)


def _is_closer(held: Type, result: Type | None) -> bool:
    """Tell an object of another class than the dict is said to hold: of one below it, or beside it."""
    one, others = get_proper_type(held), instances.instances(result)
    if not isinstance(one, Instance) or expressions.is_standard(one.type.module_name):
        return False
    return bool(others) and any(one.type is not other.type for other in others)


def _under(entry: heap.Record, key: str) -> Type | None:
    """Return what stands under a key: an object, or texts that tell what is read, or loaded."""
    held = entry.items.get(key)
    is_told = held is not None and (texts.is_listing(held) or bool(texts.listed(held)) or texts.is_told(held))
    return held if key in entry.fields or is_told else None


def _are_classes(values: Iterable[Type]) -> bool:
    members = [member for value in values for member in instances.items(value)]
    return bool(members) and all(declared.instance_of_class(member) is not None for member in members)


def _value_of(analysis: Evaluator, key: nodes.Expression) -> Type | None:
    """Return what a name or an attribute holds: a text that is known, perhaps."""
    with analysis.off_loop():
        is_asked = keys.is_named(key)
        return analysis.evaluate(key) if is_asked else None


def _any_of(analysis: Analysis, entry: heap.Record, node: nodes.Expression) -> Type | None:
    """Return what stands under any key of a dict of objects: each of them is asked for some day."""
    if _are_classes(entry.fields.values()):
        return instances.union(list(entry.fields.values()))
    found: Type | None = None
    for held in entry.fields.values():
        if not all(isinstance(analysis.entry(item), heap.Record) for item in instances.instances(held)):
            return None
        found = joins.join(analysis, found, held, node)
    return found


def _get(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.Record) or instance.type.fullname != names.DICT:
        return UNANSWERED
    if target.name not in ("get", "pop"):
        return UNANSWERED
    first = call.positional[0] if call.positional else None
    key = keys.of(first.expr, first.value) if first is not None else None
    default = call.positional[1].value if len(call.positional) > 1 else NoneType()
    if key is None:
        held = _any_of(analysis, entry, call.node) if target.name == "get" else None
        return joins.join(analysis, held, default, call.node) if held is not None else UNANSWERED
    held = _under(entry, key)
    if held is None and entry.is_whole and key not in entry.items:
        return default if target.name == "get" or len(call.positional) > 1 else UNANSWERED
    if held is not None and target.name == "pop":
        analysis.put(instance, entry.without(key))
        path = expressions.access_path(target.expr)
        if path is not None:
            analysis.bind_path(access_paths.item(path, key), None)
    return UNANSWERED if held is None else held


RULE: Final = Rule(construct=_construct)
HELD: Final = Rule(attribute=_attribute, assign=_assign, index=_item, method=_get)
FUNCTIONS: Final[dict[str, Function]] = {names.DATACLASS_REPLACE: _replaced}
