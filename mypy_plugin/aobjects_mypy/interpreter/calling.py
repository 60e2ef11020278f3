"""Which rule answers when something is called."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import CallableType, Instance, NoneType, TupleType, Type, TypeType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import joins, texts
from aobjects_mypy.analysis.rule import UNANSWERED
from aobjects_mypy.calls import applying, callbacks, consumption, expectations, memos, threads
from aobjects_mypy.domain import access_paths, effects
from aobjects_mypy.interpreter import (
    construction,
    filled_inside,
    filling,
    functions,
    known_keys,
    named_members,
    off_loop,
    own_containers,
    own_objects,
    reading,
    registered_functions,
    standard,
    super_calls,
    tuple_methods,
    unknown_values,
    unseen_calls,
)
from aobjects_mypy.orm import containers, evaluation, queries, relations
from aobjects_mypy.rules import frameworks, registry
from aobjects_mypy.syntax import definitions, expressions, imports, wrappers
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.syntax.call import Call


def method(interpreter: Interpreter, base: Type | None, target: nodes.MemberExpr, call: Call) -> Type | None:
    """Call a method on each member of ``base``."""
    outcome = applying.Outcome()
    member: nodes.Node | None = None
    memos.look_into(interpreter, target)
    if target.name == "__await__" and _is_coroutine(base):
        # Who awaits what this gives, gets what the coroutine returns.
        return base
    if target.name == "get" and call.positional:
        kept = registered_functions.under(interpreter, target.expr, call.positional[0].value, call.node)
        if kept is not None:
            return kept
    if target.name.startswith("_"):
        of_tuple = tuple_methods.call(interpreter, base, target.name, call)
        if of_tuple is not None:
            return of_tuple
    if not reading.is_module(target.expr):
        outcome, member = check_class_method(interpreter, base, target, call)
    receivers = [*instances.instances(base), *own_objects.of_tuples(interpreter, base, call.node)]
    if reading.is_module(target.expr) or not receivers:
        returned = outcome.value
        if outcome.is_exact:
            return call.result if returned is None else returned
        built = unknown_values.call(interpreter, base, target, call) if not receivers else None
        result = built or function(interpreter, target, call, member=member)
        return result if returned is None else returned
    found: Type | None = None
    for position, instance in enumerate(receivers):
        # Two classes, one call: the rows of each are objects of their own.
        with interpreter.site(f"#{position}") if len(receivers) > 1 else nullcontext():
            result = _instance_method(interpreter, instance, target, call.on(base))
        found = joins.join(interpreter, found, result, call.node)
    known = texts.kept(call.result, found)
    if reading.is_class(found):
        # "KINDS.get(name, Plain)": mypy says that it is one of them.
        return found
    if _is_nothing(found) or evaluation.is_mistaken(call.result, found):
        # "options.get("author")" of a dict that has other keys.
        return found
    return known or instances.overlay(call.result, found)


def _is_nothing(value: Type | None) -> bool:
    return isinstance(get_proper_type(value) if value is not None else None, NoneType)


def check_class_method(
    interpreter: Interpreter, base: Type | None, target: nodes.MemberExpr, call: Call
) -> tuple[applying.Outcome, nodes.Node | None]:
    """Look through ``Shelf.count()``: a class method, a static method, or a method given its ``self``."""
    for item in instances.items(base):
        owner = declared.instance_of_class(item)
        if owner is None:
            continue
        info = owner.partial_fallback.type if isinstance(owner, TupleType) else owner.type
        rule = registry.of_class_method(info, target.name)
        if rule is not None:
            return applying.Outcome(rule(interpreter, call.on(item))), None
        symbol = info.get(target.name)
        if symbol is not None:
            found = applying.outcome(
                interpreter, symbol.node, call, None, call.node, target.name, owner=TypeType(owner)
            )
            return found, symbol.node
    return applying.Outcome(), None


def _instance_method(
    interpreter: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call
) -> Type | None:
    if instance.extra_attrs is not None:
        reading.use(interpreter, instance, target.expr)
    for first in (*registry.ANY, registry.of_entry(interpreter.entry(instance))):
        answer = first.method(interpreter, instance, target, call)
        if answer is not UNANSWERED:
            return answer
    held = _attribute_called(interpreter, instance, target)
    if held is not None:
        result = declared.result([held]) or call.result if reading.is_class(held) else call.result
        return function(interpreter, target, replace(call, result=result), held)
    rule = registry.of_class(instance.type)
    if rule is not registry.OBJECT and _check_override(interpreter, instance, target, call):
        return call.result
    if target.name in rule.resolves:
        for argument in call.arguments:
            reading.use(interpreter, argument.value, argument.expr)
    answer = rule.method(interpreter, instance, target, call)
    return _other_method(interpreter, instance, target, call) if answer is UNANSWERED else answer


def _attribute_called(interpreter: Interpreter, instance: Instance, target: nodes.MemberExpr) -> Type | None:
    """Return the class or the object that an attribute holds and that is called: ``self.form_class(...)``."""
    if not own_objects.is_of_project(instance.type):
        return None
    if target.name == "__class__":
        return reading.class_of(instance)
    symbol = instance.type.get(target.name)
    if symbol is not None and not isinstance(symbol.node, (nodes.Var, nodes.TypeAlias)):
        return None
    value = reading.attribute(interpreter, instance, target)
    is_object = any(own_objects.is_of_project(item.type) for item in instances.instances(value))
    return value if reading.is_class(value) or is_object else None


def _check_override(
    interpreter: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call
) -> bool:
    """Judge a method of Django's that the project overrides by its own body, where that can be seen."""
    symbol = instance.type.get(target.name)
    if symbol is None:
        return False
    function = definitions.function_of(interpreter.callees.definition(symbol.node))
    if function is None or not function.info or function.info.module_name.startswith("django."):
        return False
    if not queries.is_query(instance, target.name) or interpreter.callees.of(symbol.node) is None:
        return False
    applying.call(interpreter, symbol.node, call, instance, call.node, target.name)
    return True


def _other_method(
    interpreter: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call
) -> Type | None:
    definition = instance.type.get_containing_type_info(target.name) or instance.type
    fullname = f"{definition.fullname}.{target.name}"
    if expressions.is_standard(definition.module_name):
        _touch_captured(interpreter, definition.module_name, call)
        standard.show_arguments(interpreter, fullname, call)
        result = consumption.consume(interpreter, fullname, interpreter.type_of(target), call)
        if callbacks.takes_key(fullname):
            callbacks.run_immediate(interpreter, fullname, call)
        filling.fill(interpreter, instance, target, call)
        held = own_containers.method(interpreter, instance, target.name, call)
        if held is not None:
            return held if result is None or instances.is_any(result) else instances.overlay(result, held)
        carried = consumption.result_of_method(interpreter, instance, target.name, call)
        if target.name == "setdefault" and (result is None or containers.is_open(result)):
            # Of "{}" mypy does not know what it holds: what was just put there is what comes out.
            carried = filled_inside.held(interpreter, target.expr) or carried
        if target.name == "copy":
            known = known_keys.of_value(interpreter, instance)
            return known_keys.with_items(interpreter, instances.overlay(result, carried), known, call.node)
        return instances.overlay(result, carried)
    expectations.check_call(interpreter, interpreter.type_of(target), call)
    node = interpreter.callees.definition(instances.member(instance.type, target.name))
    outcome = applying.outcome(interpreter, node, call, instance, call.node, target.name)
    returned = outcome.value
    if evaluation.is_async(instance):
        with interpreter.off_loop():
            returned = _call_own(interpreter, instance, target.name, call).value
    elif definitions.function_of(node) is None and (
        evaluation.is_manager(instance) or evaluation.is_queryset(instance)
    ):
        outcome = _call_own(interpreter, instance, target.name, call)
        returned = outcome.value
    if outcome.is_exact:
        return call.result if returned is None else returned
    _forget_assigned(interpreter, target.expr, instance, node)
    result = unknown_call(interpreter, call, instance, applying.kept(interpreter, node, call, instance))
    return result if returned is None else returned


def _call_own(interpreter: Interpreter, instance: Instance, name: str, call: Call) -> applying.Outcome:
    """Look through a method of the project's manager or queryset class that the type does not show."""
    found = queries.own_method(interpreter, instance, name, call)
    if found is None:
        return applying.Outcome()
    receiver, node = found
    return applying.outcome(interpreter, node, call, receiver, call.node, name)


def function(
    interpreter: Interpreter,
    target: nodes.Node,
    call: Call,
    held: Type | None = None,
    member: nodes.Node | None = None,
) -> Type | None:
    """Call what is not a method: a function, a class, a value, which is ``held``.

    ``member`` is what a class has under the name, whose body has been asked already.
    """
    fullname = expressions.fullname(target)
    if imports.is_unseen(target):
        fullname = interpreter.callees.imported(target)
    known = frameworks.function(fullname)
    if known is not None:
        return known(interpreter, call)
    if not fullname and _is_of_standard_class(target):
        fullname = expressions.dotted(target)
    node = target.node if isinstance(target, nodes.RefExpr) else target
    if isinstance(target, nodes.SuperExpr):
        return super_calls.call(interpreter, target, call)
    if fullname in registry.QUERYING:
        registry.QUERYING[fullname](interpreter, call)
    expectations.check_call(interpreter, interpreter.type_of(call.callee), call)
    node = interpreter.callees.definition(node)
    if isinstance(target, nodes.NameExpr):
        _call_parameter(interpreter, target, call)
    called = definitions.function_of(node)
    outcome = applying.Outcome()
    if called is not None:
        outcome = applying.outcome(interpreter, node, call, None, call.node, called.name)
    returned = outcome.value
    if outcome.is_exact:
        return call.result if returned is None else returned
    if isinstance(node, nodes.Decorator):
        result = _decorated(interpreter, node, call)
        return result if returned is None else returned
    if called is None and not reading.is_class(held):
        outcome = _call_object(interpreter, call, held)
        if outcome.is_exact:
            return call.result if outcome.value is None else outcome.value
    if (
        reading.is_class(interpreter.type_of(call.callee))
        or construction.are_classes(interpreter.type_of(call.callee))
        or reading.is_class(held)
        or construction.are_classes(held)
        or construction.is_of_registry(interpreter, call)
        or _is_own_class(interpreter, node)
        or fullname == names.SIMPLE_NAMESPACE
    ):
        return construction.construct(interpreter, fullname, call, held)
    if isinstance(target, nodes.Expression) and wrappers.is_bridge(target):
        return functions.of_call(interpreter, call) or call.result
    if fullname in (names.GETATTR, names.HASATTR, names.SETATTR):
        call = named_members.with_known_name(interpreter, call)
    by_name = named_members.of_call(interpreter, call) if fullname == names.GETATTR else None
    if by_name is not None:
        return by_name
    if fullname in (names.GETATTR, names.HASATTR):
        unknown_values.read_by_name(interpreter, call)
        value = named_members.by_name(interpreter, call)
        if value is not None and fullname == names.GETATTR:
            return instances.overlay(call.result, value)
    if fullname == names.TYPE and len(call.positional) == 1:
        return reading.class_of(call.positional[0].value) or call.result
    if fullname in registry.FUNCTIONS:
        return registry.FUNCTIONS[fullname](interpreter, call)
    if expressions.is_standard(fullname) and fullname:
        made = standard.call(interpreter, fullname, call)
        return construction.emptied(interpreter, made, call) if isinstance(node, nodes.TypeInfo) else made
    result = unknown_call(interpreter, call, None, applying.kept(interpreter, member or node, call, None))
    return result if returned is None else returned


def is_known(fullname: str) -> bool:
    """Tell a function of Python, Django or a framework of which is known what it does."""
    named = frameworks.function(fullname) is not None or fullname in registry.FUNCTIONS
    return bool(fullname) and (named or expressions.is_standard(fullname))


def by_name(interpreter: Interpreter, fullname: str, call: Call) -> Type | None:
    """Call such a function where a name, or a container, holds it."""
    known = frameworks.function(fullname) or registry.FUNCTIONS.get(fullname)
    return known(interpreter, call) if known is not None else standard.call(interpreter, fullname, call)


def _is_of_standard_class(target: nodes.Node) -> bool:
    """Tell ``chain.from_iterable``: mypy gives a method of a class no full name."""
    owner = (
        target.expr.node
        if isinstance(target, nodes.MemberExpr) and isinstance(target.expr, nodes.RefExpr)
        else None
    )
    return isinstance(owner, nodes.TypeInfo) and expressions.is_standard(owner.fullname)


def _is_own_class(interpreter: Interpreter, node: nodes.Node | None) -> bool:
    """Tell a class of the project, or one with a rule, in a body where mypy has not typed its name yet."""
    return (
        not interpreter.types.are_inferred
        and isinstance(node, nodes.TypeInfo)
        and (not node.module_name.startswith(names.NEVER_SUMMARIZED) or not registry.is_plain(node))
        and not expressions.is_standard(node.fullname)
    )


def _call_parameter(interpreter: Interpreter, target: nodes.NameExpr, call: Call) -> None:
    """Record that a function calls what it was given: a decorator keeps its function by that."""
    parameter = interpreter.parameter(target)
    if parameter is not None:
        how = effects.PASSED_ON if call.has_unpacking or not call.arguments else effects.CALLED
        interpreter.record_precondition(parameter, how, (interpreter.step(target.name, call.node),))


def _call_object(interpreter: Interpreter, call: Call, held: Type | None) -> applying.Outcome:
    """Look through the ``__call__`` of an object that is called."""
    outcome = applying.Outcome()
    for instance in instances.instances(instances.overlay(interpreter.type_of(call.callee), held)):
        symbol = instance.type.get("__call__")
        if symbol is not None:
            outcome = applying.outcome(interpreter, symbol.node, call, instance, call.node, "__call__")
    return outcome


def _decorated(interpreter: Interpreter, decorator: nodes.Decorator, call: Call) -> Type | None:
    local = decorator in interpreter.state.callables.values()
    if wrappers.runs_in_thread(decorator):
        if not local:
            relations.touched_by(interpreter, call)
            return call.result
        with interpreter.thread():
            value = interpreter.inline(decorator.func, replace(call, result=off_loop.awaited(call.result)))
        return off_loop.as_coroutine(interpreter, call.result, value)
    if local and wrappers.decorates(decorator, names.ATOMIC) and not decorator.func.is_coroutine:
        # The summary of a function of the module says the same; a nested one has none.
        name = decorator.func.name
        interpreter.report(
            diagnostics.synchronous_query("transaction.atomic", f"await sync_to_async({name})()"), call.node
        )
    return unknown_call(interpreter, call, None)


def unknown_call(
    interpreter: Interpreter, call: Call, receiver: Instance | None, kept: Sequence[Type | None] = ()
) -> Type | None:
    """A function that may load relations: what was missing is unproven, but for what it is seen to keep."""
    for argument in call.arguments:
        path = expressions.access_path(argument.expr)
        if path is not None and path != "self":
            interpreter.state.forget_below(path)
    _touch_captured(interpreter, None, call)
    unseen_calls.report(interpreter, call, receiver)
    is_awaited = isinstance(interpreter.parent(), nodes.AwaitExpr)
    if not interpreter.is_on_loop or is_awaited or _is_awaitable(call.result):
        relations.touched_by(interpreter, call, kept)
        for argument in call.arguments:
            for instance in instances.instances(argument.value):
                registry.of_class(instance.type).give_away(interpreter, instance, call)
        if receiver is not None and not any(receiver is value for value in kept):
            relations.touched(interpreter, receiver)
    if _is_generic(interpreter.type_of(call.callee)):
        return containers.carry_arguments(interpreter, call)
    return call.result


def _touch_captured(interpreter: Interpreter, module: str | None, call: Call) -> None:
    """Record that a function given away may run, later or elsewhere, with the rows that it can reach."""
    if module is not None and not module.startswith(("asyncio", "concurrent", "threading")):
        return
    for argument in call.arguments:
        for name in threads.captured_names(interpreter, argument.expr):
            relations.touched(interpreter, interpreter.state.named(name))


def _forget_assigned(
    interpreter: Interpreter, expr: nodes.Expression, receiver: Instance, method: nodes.Node | None
) -> None:
    """Forget the attributes that a method of the project assigns; another's are its own affair."""
    function = method.func if isinstance(method, nodes.Decorator) else method
    if not isinstance(function, nodes.FuncDef):
        return
    assigned = interpreter.callees.assigned_attributes(function)
    own_objects.forget(interpreter, receiver, assigned)
    path = expressions.access_path(expr)
    if path is not None:
        for name in assigned:
            interpreter.bind_path(access_paths.attribute(path, name), None)


def _is_coroutine(value: Type | None) -> bool:
    return any(instance.type.has_base(names.COROUTINE) for instance in instances.instances(value))


def _is_awaitable(result: Type | None) -> bool:
    return any(instance.type.has_base(names.AWAITABLE) for instance in instances.instances(result))


def _is_generic(typ: Type | None) -> bool:
    """Tell whether what a function returns is bound to what it takes."""
    proper = get_proper_type(typ) if typ is not None else None
    definition = proper.definition if isinstance(proper, CallableType) else None
    declared = (
        get_proper_type(definition.type)
        if isinstance(definition, nodes.FuncDef) and definition.type
        else None
    )
    return isinstance(declared, CallableType) and bool(declared.variables)
