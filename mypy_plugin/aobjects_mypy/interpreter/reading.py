"""Which rule answers when an expression is read: a name, an attribute, an index, an operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    NoneType,
    Overloaded,
    TupleType,
    Type,
    TypedDictType,
    TypeOfAny,
    TypeType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.analysis import joins, texts
from aobjects_mypy.analysis.rule import UNANSWERED
from aobjects_mypy.calls import applying, protocols
from aobjects_mypy.domain import heap
from aobjects_mypy.interpreter import (
    class_attributes,
    class_memos,
    column_conditions,
    functions,
    inherited,
    module_values,
    own_containers,
    own_objects,
    unknown_values,
    unseen,
    value_names,
)
from aobjects_mypy.orm import async_rows, containers, evaluation, managers, relations
from aobjects_mypy.rules import frameworks, registry
from aobjects_mypy.syntax import definitions, expressions, named_tuples, wrappers
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from mypy.patterns import Pattern
    from mypy.types import ProperType

    from aobjects_mypy.diagnostics import Use
    from aobjects_mypy.interpreter.interpreter import Interpreter


def iterate(
    interpreter: Interpreter, value: Type | None, node: nodes.Expression, use: Use, *, whole: bool = True
) -> Type | None:
    """Evaluate ``value`` as ``for`` does and return the type of its items."""
    if isinstance(node, (nodes.ListExpr, nodes.TupleExpr)) and node.items:
        texts = [interpreter.evaluate(item) for item in node.items if isinstance(item, nodes.StrExpr)]
        if len(texts) == len(node.items):
            return instances.union([text for text in texts if text is not None])
    for instance in instances.instances(value):
        registry.of_entry(interpreter.entry(instance)).iterate(interpreter, instance, node)
    yielded = protocols.iterate(interpreter, value, node, whole=whole)
    return instances.overlay(evaluation.iterate(interpreter, value, node, use), yielded)


def iterate_async(interpreter: Interpreter, value: Type | None, node: nodes.Expression) -> Type | None:
    """Return the type of the items of ``async for``."""
    yielded = protocols.iterate_async(interpreter, value, node)
    return instances.overlay(evaluation.iterate_async(interpreter, value, node), yielded)


def is_another(shape: Type | None, value: Type) -> bool:
    """Tell a queryset's name that was bound again to what is none, or a manager that mypy cannot read."""
    one, other = get_proper_type(shape) if shape is not None else None, get_proper_type(value)
    return evaluation.is_mistaken(shape, value) or (
        isinstance(one, Instance)
        and isinstance(other, Instance)
        and (evaluation.is_queryset(one) or (one.type.fallback_to_any and evaluation.is_manager(other)))
        and not other.type.has_base(one.type.fullname)
        and not one.type.has_base(other.type.fullname)
    )


def seen(shape: Type | None, value: Type) -> Type | None:
    """Return what an attribute holds: of ``self.book = None`` mypy keeps ``None``, whatever comes later."""
    is_none = isinstance(get_proper_type(shape) if shape is not None else None, NoneType)
    return value if is_none and instances.tagged_instances(value) else instances.overlay(shape, value)


def attribute(interpreter: Interpreter, base: Type | None, expr: nodes.MemberExpr) -> Type | None:
    """Read ``expr.name`` of ``base``."""
    result = interpreter.type_of(expr)
    if is_module(expr.expr):
        held = module_values.of_member(interpreter, expr, result)
        if held is not None:
            return held
        return result if interpreter.types.are_inferred else declared.reference(expr.node)
    if instances.is_any(result) and instances.is_any(base):
        known = unseen.of_name(interpreter, expr) or managers.of_unseen_model(interpreter, expr)
        if known is not None:
            return known
    if instances.is_any(result) or result is None:
        unknown_values.read(interpreter, base, expr)
    is_declared = result is None
    if is_declared:
        # mypy has not been there, or the name is a value: getattr(book, "author").
        result = declared.member(base, expr.name)
    elif instances.is_any(result):
        result = _declared_by_class(base, expr.name) or result
    found: Type | None = None
    if expr.name in ("__class__", "__name__"):
        return (class_of(base) if expr.name == "__class__" else value_names.of(interpreter, base)) or result
    members = instances.bounds(base)
    for item in members:
        if isinstance(item, NoneType) and len(members) > 1 and not expr.name.startswith("__"):
            # None has no such attribute: what is read is that of another member.
            continue
        member = result
        if isinstance(item, Instance):
            member = instance_attribute(interpreter, item, expr, result)
        elif isinstance(item, TupleType) and expr.name in named_tuples.fields(item):
            member = named_tuples.attribute(item, expr.name, result)
        elif isinstance(item, TupleType):
            for instance in own_objects.of_tuples(interpreter, item, expr):
                member = instance_attribute(interpreter, instance, expr, result)
        elif is_class(item):
            manager = unseen.manager(interpreter, item, expr, result)
            if manager is not None:
                is_found = addresses.address_of(manager) is not None
                return manager if is_found else _class_attribute(interpreter, item, expr, manager)
            member = async_rows.of_class(interpreter, item, expr, result)
            member = member or _unbound_method(interpreter, item, expr)
            member = member or _class_attribute(interpreter, item, expr, result)
        if not instances.is_any(member) or found is None:
            known = None if instances.is_any(found) else found
            found = joins.join(interpreter, known, member, expr)
    if found is not None and class_attributes.is_constant(found):
        return found
    # A declared type is the descriptor's; what the rules found is what reading it gives.
    return found if is_declared and found is not None else evaluation.overlaid(result, found)


def instance_attribute(
    interpreter: Interpreter, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    held, rule = registry.of_entry(interpreter.entry(instance)), registry.of_class(instance.type)
    held.use(interpreter, instance, expr.expr)
    frameworks.check_read(interpreter, instance, expr)
    value = rule.injected(interpreter, instance, expr)
    if value is None:
        value = check_property(interpreter, instance, expr)
    if value is None:
        value = _method_as_value(interpreter, instance, expr)
    if value is not None:
        return value
    for answering in (rule, *registry.ANY, held):
        answer = answering.attribute(interpreter, instance, expr, result)
        if answer is not UNANSWERED:
            return answer
    if instance.type.get(expr.name) is None and own_objects.is_of_project(instance.type):
        name = nodes.StrExpr(expr.name)
        name.set_line(expr)
        text = interpreter.instance_of(names.STR)
        value = declared.literal(text, expr.name) if text is not None else None
        argument = Argument(name, nodes.ARG_POS, None, value)
        answered = protocols.answer(
            interpreter, instance, expr, "__getattr__", Call(expr, expr, (argument,), result)
        )
        if answered is not None:
            return answered
    return class_attributes.read(interpreter, instance, expr, result)


def _unbound_method(interpreter: Interpreter, owner: Type, expr: nodes.MemberExpr) -> Type | None:
    made = owner.ret_type if isinstance(owner, CallableType) else getattr(owner, "item", None)
    for instance in instances.instances(made):
        method = instances.member(instance.type, expr.name)
        function = definitions.function_of(method)
        if function is None or not function.info:
            return None
        if function.info.module_name.startswith(names.NEVER_SUMMARIZED):
            return None
        return functions.of_definition(interpreter, method, expr)
    return None


def _method_as_value(interpreter: Interpreter, owner: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Return a method that is not called here: somebody may call it later."""
    method = instances.member(owner.type, expr.name)
    function = definitions.function_of(method)
    if function is None or not function.info:
        return None
    if wrappers.is_kept_property(method):
        return None
    if function.info.module_name.startswith(names.NEVER_SUMMARIZED):
        return functions.of_query(interpreter, expr, owner)
    return functions.of_definition(interpreter, method, expr, owner)


def check_property(interpreter: Interpreter, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Look through a property, and return what is known of its value."""
    entry = interpreter.entry(instance)
    if isinstance(entry, heap.Record) and expr.name in entry.fields:
        # A cached property that has run, too.
        return None
    if column_conditions.is_annotated(interpreter, instance, expr.name):
        # What a query has put on the row stands before the method of a cached property.
        return None
    node = interpreter.callees.definition(instances.member(instance.type, expr.name))
    function = definitions.function_of(node)
    cached = wrappers.is_kept_property(node)
    value: Type | None = None
    if function is not None and (function.is_property or cached):
        value = applying.call(interpreter, node, None, instance, expr, expr.name)
    if cached and value is not None and isinstance(entry, heap.Record):
        held = interpreter.entry(instance)
        if isinstance(held, heap.Record):
            interpreter.put(instance, held.assigned(expr.name, value))
    path = expressions.access_path(expr) if cached else None
    if path is not None:
        interpreter.bind_path(path, interpreter.type_of(expr) if value is None else value)
    return value


def super_attribute(interpreter: Interpreter, expr: nodes.SuperExpr) -> Type | None:
    """Read ``super().label``: a property runs its body on the same ``self``."""
    result = interpreter.type_of(expr)
    found = inherited.find(interpreter, expr)
    if found is None:
        return result
    node = interpreter.callees.definition(found.node)
    function = definitions.function_of(node)
    is_cached = wrappers.is_kept_property(node)
    if function is None or not (function.is_property or is_cached):
        return result
    if result is None and not interpreter.types.are_inferred:
        result = declared.member(found.parent, expr.name)
    value = applying.call(interpreter, node, None, found.receiver, expr, expr.name, virtual=found.step)
    return result if value is None else value


def _class_attribute(
    interpreter: Interpreter, owner: ProperType, expr: nodes.MemberExpr, result: Type | None
) -> Type | None:
    """Return ``Model.objects`` with what its rows have: nothing, unless the manager is the project's own."""
    for instance in instances.instances(result):
        if not evaluation.is_manager(instance):
            continue
        # A manager without annotations does not say of which model it is.
        model = evaluation.model_type(instance) or instances.first(declared.instance_of_class(owner))
        schema = interpreter.model_of(model.type) if model is not None else None
        if schema is None:
            continue
        entry = managers.of_model(interpreter, schema, expr.name, expr)
        return addresses.with_address(instance, interpreter.allocate(expr, entry))
    held = class_memos.read(interpreter, owner, expr.name, result)
    return held or class_attributes.of_class(interpreter, owner, expr.name) or result


def pattern_attribute(interpreter: Interpreter, value: Type | None, name: str, inner: Pattern) -> Type | None:
    """Read the attribute that ``case Model(name=...)`` compares, and return what it holds."""
    for instance in instances.instances(value):
        if relations.is_row(instance):
            return relations.read(interpreter, instance, name, inner, AnyType(TypeOfAny.special_form), "...")
    return None


def use(interpreter: Interpreter, value: Type | None, expr: nodes.Expression) -> None:
    """Do what has to know each object that the value may be."""
    for instance in instances.instances(value):
        registry.of_entry(interpreter.entry(instance)).use(interpreter, instance, expr)


def write(interpreter: Interpreter, value: Type | None, expr: nodes.Expression) -> None:
    """Use the value for its text."""
    unknown_values.write(interpreter, value, expr)
    use(interpreter, value, expr)
    for instance in instances.instances(value):
        registry.of_entry(interpreter.entry(instance)).write(interpreter, instance, expr)


def index(
    interpreter: Interpreter, base: Type | None, key: Type | None, expr: nodes.IndexExpr
) -> Type | None:
    """Evaluate ``base[key]``; both have been evaluated."""
    result = interpreter.type_of(expr)
    if result is None and not interpreter.types.are_inferred:
        result = base if isinstance(expr.index, nodes.SliceExpr) else declared.item(base)
    elif isinstance(expr.index, nodes.SliceExpr) and instances.is_any(result) and _is_list(base):
        result = base
    if any(own_objects.is_of_project(instance.type) for instance in instances.instances(base)):
        argument = Argument(expr.index, nodes.ARG_POS, None, key)
        call = Call(expr, expr.base, (argument,), result)
        given = protocols.answer(interpreter, base, expr, "__getitem__", call)
        if instances.tagged_instances(given):
            return instances.overlay(result, given)
        for instance in instances.instances(base):
            is_known, held = own_containers.item(interpreter, instance, key, expr)
            if is_known:
                return held if result is None or instances.is_any(result) else instances.overlay(result, held)
    else:
        protocols.check(interpreter, base, expr, "__getitem__")
    if any(instance.type.fullname == names.DICT for instance in instances.instances(base)):
        protocols.hash_key(interpreter, key, expr.index)
    for item in instances.items(base):
        if (
            isinstance(item, TupleType)
            and isinstance(expr.index, nodes.IntExpr)
            and expr.index.value < len(item.items)
        ):
            member = item.items[expr.index.value]
            return texts.kept(result, member) or instances.overlay(result, member)
        if isinstance(item, TypedDictType) and isinstance(expr.index, nodes.StrExpr):
            return instances.overlay(result, item.items.get(expr.index.value))
        if not isinstance(item, Instance):
            continue
        for rule in (registry.of_class(item.type), registry.of_entry(interpreter.entry(item))):
            answer = rule.index(interpreter, item, expr, result)
            if answer is not UNANSWERED:
                return answer
        inner = get_proper_type(item.args[-1]) if item.args else None
        is_seen = inner is not None and bool(instances.tagged_instances(inner))
        is_function = isinstance(inner, Instance) and inner.type.fullname == names.FUNCTION
        if is_seen and (is_function or containers.is_vaguer(result, inner, expr.index)):
            # A body without annotations: what the container was seen to take.
            return instances.overlay(result, inner)
    return containers.carry(interpreter, result, [base], expr)


def _is_list(base: Type | None) -> bool:
    proper = get_proper_type(base) if base is not None else None
    return isinstance(proper, Instance) and proper.type.fullname == names.LIST


def is_module(expr: nodes.Expression) -> bool:
    return isinstance(expr, nodes.RefExpr) and isinstance(expr.node, nodes.MypyFile)


def _declared_by_class(base: Type | None, name: str) -> Type | None:
    """Return what a class says of an attribute of which mypy knows nothing, but where rules know better."""
    for item in instances.instances(base):
        is_user = name == "user" and item.type.has_base(names.HTTP_REQUEST)
        if is_user or relations.is_row(item) or evaluation.is_manager(item):
            return None
    return declared.member(base, name) if instances.instances(base) else None


def class_of(value: Type | None) -> Type | None:
    """Return what ``type(value)`` is, where that is one class."""
    members = instances.items(value)
    member = members[0] if len(members) == 1 else None
    if isinstance(member, TupleType):
        return TypeType(member)
    if not isinstance(member, Instance):
        return None
    plain = member.copy_modified(last_known_value=None)
    plain.extra_attrs = None
    return TypeType(plain)


def is_class(typ: Type | None) -> bool:
    proper = get_proper_type(typ) if typ is not None else None
    if isinstance(proper, (CallableType, Overloaded)):
        return proper.is_type_obj()
    return isinstance(proper, TypeType)
