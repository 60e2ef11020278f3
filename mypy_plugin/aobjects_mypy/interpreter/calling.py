"""Which feature answers when something is called."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    Type,
    TypeType,
    get_proper_type,
)

from aobjects_mypy import diagnostics, names
from aobjects_mypy.orm import async_rows, queries
from aobjects_mypy.rules.python import bridge, consumption, expectations, objects
from aobjects_mypy.rules.django import caches, forms, pagination, operations, sessions, functions, users
from aobjects_mypy.calls import applying
from aobjects_mypy.orm import evaluation, querysets, relations
from aobjects_mypy.domain import heap, effects
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared, instances, addresses
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.nodes import ArgKind

    from aobjects_mypy.interpreter.interpreter import Interpreter

from aobjects_mypy.interpreter import inherited, protocols, reading

_ADDS: Final = frozenset({"append", "appendleft", "add", "insert", "setdefault", "put", "put_nowait"})
_ADDS_ALL: Final = frozenset({"extend", "extendleft", "update"})
_TEXT: Final = {names.BOOL: "", names.STR: "s", names.PRINT: "s", names.FORMAT: "", names.REPR: "r"}
"""What writes its arguments down (or asks for their truth), and how: ``repr()`` is ``"r"``."""


def method(run: Interpreter, base: Type | None, target: nodes.MemberExpr, call: Call) -> Type | None:
    """Call a method on each member of ``base``."""
    returned: Type | None = None
    if not reading.is_module(target.expr):
        returned = _check_class_method(run, base, target, call)
    receivers = instances.instances(base)
    if reading.is_module(target.expr) or not receivers:
        result = function(run, target, call)
        return result if returned is None else returned
    found: Type | None = None
    for position, instance in enumerate(receivers):
        # Two classes, one call: the rows of each are objects of their own.
        with run.site(f"#{position}") if len(receivers) > 1 else nullcontext():
            result = _instance_method(run, instance, target, call.on(base))
        found = run.join(found, result, call.node)
    return instances.overlay(call.result, found)


def _check_class_method(
    run: Interpreter, base: Type | None, target: nodes.MemberExpr, call: Call
) -> Type | None:
    """Look through ``Shelf.count()``: a class method, a static method, or a method given its ``self``."""
    for item in instances.items(base):
        owner = item
        if isinstance(item, TypeType):
            owner = get_proper_type(item.item)
        elif isinstance(item, CallableType) and item.is_type_obj():
            owner = get_proper_type(item.ret_type)
        if owner is item or not isinstance(owner, Instance):
            continue
        symbol = owner.type.get(target.name)
        if symbol is not None:
            return applying.call(run, symbol.node, call, None, call.node, target.name)
    return None


def _instance_method(
    run: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call
) -> Type | None:
    name = target.name
    if instance.extra_attrs is not None and users.is_lazy(run, instance):
        users.use(run, instance, target.expr)
    if operations.report_method(run, instance, name, call):
        return call.result
    if run.schema.is_plain(instance.type):
        return _other_method(run, instance, target, call)
    if name == "auser" and instance.type.has_base(names.HTTP_REQUEST):
        _session_may_be_loaded(run, target.expr)
        return call.result
    if sessions.is_session(instance):
        return sessions.method(run, instance, name, call)
    if pagination.is_paginator(instance):
        return pagination.method(run, instance, name, call)
    if forms.is_model_form(instance):
        return forms.method(run, instance, name, call)
    if caches.is_cache(instance):
        return caches.method(run, name, target, call)
    if _check_override(run, instance, target, call):
        return call.result
    handled = False
    answer: Type | None = None
    if evaluation.is_queryset(instance) or evaluation.is_manager(instance):
        _use_arguments(run, name, call)
        answer = queries.rows_method(run, instance, name, call)
        handled = answer is not None
    elif evaluation.is_async(instance):
        if querysets.is_builder(name):
            _use_arguments(run, name, call)
        answer = async_rows.method(run, instance, name, call)
        if answer is None:
            answer = queries.rows_method(run, instance, name, call)
        handled = answer is not None
    elif relations.is_row(instance):
        relation = relations.read(
            run, instance, name, target, run.type_of(target), expressions.source(target.expr)
        )
        if relation is not run.type_of(target):
            return _call_attribute(run, relation, call)
        answer = queries.row_method(run, instance, name, call)
        handled = answer is not None
    if handled:
        return answer
    return _other_method(run, instance, target, call)


def _check_override(run: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call) -> bool:
    """Judge a method of Django's that the project overrides by its own body, where that can be seen."""
    symbol = instance.type.get(target.name)
    if run.summaries is None or symbol is None:
        return False
    function = applying.function_of(run.summaries.definition(symbol.node))
    if function is None or not function.info or function.info.module_name.startswith("django."):
        return False
    if not queries.is_query(instance, target.name) or run.summaries.of(symbol.node) is None:
        return False
    applying.call(run, symbol.node, call, instance, call.node, target.name)
    return True


def _call_attribute(run: Interpreter, value: Type | None, call: Call) -> Type | None:
    """``author.books(manager="published")``: the same rows through another manager."""
    for instance in instances.instances(value):
        entry = run.entry(instance)
        if isinstance(entry, heap.Rows):
            name = addresses.object_of(instance) or ""
            return next((addresses.with_object(item, name) for item in instances.instances(call.result)), call.result)
    return call.result


def _use_arguments(run: Interpreter, name: str, call: Call) -> None:
    # Building a filter resolves a lazy user at once; the async methods do it in their thread.
    if name in ("filter", "exclude", "get", "create", "get_or_create", "update_or_create", "update"):
        for argument in call.arguments:
            users.use(run, argument.value, argument.expr)


def _other_method(run: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call) -> Type | None:
    definition = next((base for base in instance.type.mro if target.name in base.names), instance.type)
    fullname = f"{definition.fullname}.{target.name}"
    if consumption.is_standard(definition.module_name):
        _touch_captured(run, definition.module_name, call)
        _show_arguments(run, fullname, call)
        result = consumption.consume(run, fullname, run.type_of(target), call)
        if bridge.takes_key(fullname):
            bridge.run_immediate(run, fullname, call)
        _fill(run, instance, target, call)
        carried = consumption.result_of_method(run, instance, target.name, call)
        return instances.overlay(result, carried)
    expectations.check_call(run, run.type_of(target), call)
    symbol = instance.type.get(target.name)
    node = _definition(run, symbol.node if symbol is not None else None)
    returned = applying.call(run, node, call, instance, call.node, target.name)
    if evaluation.is_manager(instance) and applying.function_of(node) is None:
        returned = _call_copied(run, instance, target.name, call)
    elif evaluation.is_async(instance):
        with run.off_loop():
            returned = _call_copied(run, instance, target.name, call)
    _forget_assigned(run, target.expr, node)
    result = _unknown_call(run, call, instance, applying.kept(run, node, call, instance))
    return result if returned is None else returned


def _call_copied(run: Interpreter, manager: Instance, name: str, call: Call) -> Type | None:
    """Look through a method that the manager has from its queryset class, and calls on a new queryset."""
    for queryset, node in queries.copied_method(run, manager, name, call):
        return applying.call(run, node, call, queryset, call.node, name)
    return None


def _fill(run: Interpreter, instance: Instance, target: nodes.MemberExpr, call: Call) -> None:
    """Record what a method puts into a container that has a name."""
    path = expressions.access_path(target.expr)
    if path is not None and instance.args and target.name == "clear" and not call.arguments:
        _clear(run, path, instance)
    if not instance.args or target.name not in _ADDS | _ADDS_ALL or not call.arguments:
        return
    added = _added(run, instance, target.name, call)
    if path is not None:
        put_into(run, path, instance, added, call.node)
    else:
        _put_inside(run, target.expr, instance, added, call.node)


def _added(run: Interpreter, container: Instance, method: str, call: Call) -> Type | None:
    """Return the type of what ``append(...)``, ``extend(...)`` or ``update(...)`` puts into a container."""
    if method in _ADDS:
        return call.arguments[-1].value
    if not container.type.has_base(names.MAPPING):
        with run.off_loop():
            return evaluation.iterate(run, call.arguments[-1].value, call.node, "")
    found = [argument.value for argument in call.keywords.values() if argument.value is not None]
    for argument in call.positional:
        for item in instances.instances(argument.value):
            if item.type.has_base(names.MAPPING) and item.args:
                found.append(item.args[-1])
    return evaluation.any_of(run, found, call.node)


def _put_inside(
    run: Interpreter, expr: nodes.Expression, inner: Instance, added: Type | None, node: nodes.Expression
) -> None:
    """Record ``groups[key].append(row)`` and ``groups.setdefault(key, []).append(row)``."""
    if isinstance(expr, nodes.CallExpr) and isinstance(expr.callee, nodes.MemberExpr):
        outer = expr.callee.expr
    else:
        outer = expr.base if isinstance(expr, nodes.IndexExpr) else expr
    path = expressions.access_path(outer)
    known = run.flow.variables.get(path or "")
    container = get_proper_type(known) if isinstance(known, Type) else None
    if path is None or not isinstance(container, Instance) or not container.args:
        return
    element = get_proper_type(container.args[-1])
    if not isinstance(element, Instance) or element.type is not inner.type or not element.args:
        return
    last = element.args[-1]
    within = instances.overlay(last, added) or last
    if addresses.EMPTY not in (addresses.object_of(container), addresses.object_of(element)):
        within = evaluation.any_of(run, [last, within], node) or last
    filled = element.copy_modified(args=[*element.args[:-1], within])
    filled.extra_attrs = None
    grown = container.copy_modified(args=[*container.args[:-1], filled])
    grown.extra_attrs = None
    run.flow.keep(path, grown)


def put_into(
    run: Interpreter, path: str, container: Instance, added: Type | None, node: nodes.Context
) -> None:
    # In a loop over the container itself, every element is put anew.
    loops = [loop for loop in run.loops if path in loop.over]
    for loop in loops:
        loop.renewed.add(path)
    empty = bool(loops) or addresses.object_of(container) == addresses.EMPTY
    last = container.args[-1]
    added = instances.overlay(last, added)
    merged = added if empty else evaluation.any_of(run, [last, added or last], node)
    filled = container.copy_modified(args=[*container.args[:-1], merged or last])
    filled.extra_attrs = None
    if not isinstance(get_proper_type(last), AnyType):
        run.flow.keep(path, filled)


def _clear(run: Interpreter, path: str, container: Instance) -> None:
    run.bind_path(path, addresses.with_object(container, addresses.EMPTY))


def function(run: Interpreter, target: nodes.Node, call: Call) -> Type | None:
    """Call what is not a method: a function, a class, a value."""
    fullname = consumption.callee_fullname(target)
    node = target.node if isinstance(target, nodes.RefExpr) else target
    if isinstance(target, nodes.SuperExpr):
        return _super_method(run, target, call)
    operations.report_function(run, fullname, call)
    expectations.check_call(run, run.type_of(call.callee), call)
    node = _definition(run, node)
    if isinstance(target, nodes.NameExpr):
        _call_parameter(run, target, call)
    called = applying.function_of(node)
    returned = applying.call(run, node, call, None, call.node, called.name) if called is not None else None
    if isinstance(node, nodes.Decorator):
        result = _decorated(run, node, call)
        return result if returned is None else returned
    if called is None:
        _check_instance(run, call)
    if reading.is_class(run.type_of(call.callee)) or _is_own_class(run, node):
        return _construct(run, fullname, call)
    special = functions.FUNCTIONS.get(fullname)
    if special is not None:
        return special(run, call)
    if fullname in names.GATHERS:
        return bridge.gather(run, call)
    if fullname == names.DATACLASS_REPLACE:
        return objects.replaced(run, call)
    if consumption.is_standard(fullname) and fullname:
        _show_arguments(run, fullname, call)
        result = consumption.consume(run, fullname, run.type_of(call.callee), call)
        bridge.run_immediate(run, fullname, call)
        _check_key(run, fullname, call)
        return result
    result = _unknown_call(run, call, None, applying.kept(run, node, call, None))
    return result if returned is None else returned


def _is_own_class(run: Interpreter, node: nodes.Node | None) -> bool:
    """Tell a class of the project in a body that is summarized, where mypy has not typed its name yet."""
    return (
        run.recorder is not None
        and isinstance(node, nodes.TypeInfo)
        and not node.module_name.startswith(names.NEVER_SUMMARIZED)
        and not consumption.is_standard(node.fullname)
    )


def _call_parameter(run: Interpreter, target: nodes.NameExpr, call: Call) -> None:
    """Record that a function calls what it was given: a decorator keeps its function by that."""
    parameter = run.parameter(target)
    if parameter is not None:
        how = effects.PASSED_ON if call.has_unpacking or not call.arguments else effects.CALLED
        run.record_need(parameter, how, (run.step(target.name, call.node),))


def _check_instance(run: Interpreter, call: Call) -> None:
    """Look through the ``__call__`` of an object that is called."""
    for instance in instances.instances(run.type_of(call.callee)):
        symbol = instance.type.get("__call__")
        if symbol is not None:
            applying.call(run, symbol.node, call, instance, call.node, "__call__")


def _check_key(run: Interpreter, fullname: str, call: Call) -> None:
    """Look through the function that ``sorted`` or ``map`` calls."""
    given = bridge.immediate(fullname, call)
    if given is None:
        return
    argument, sequences = given
    items = tuple(
        Argument(argument.expr, nodes.ARG_POS, None, bridge.item(run, sequence.value, call))
        for sequence in sequences
    )
    given_items = replace(call, arguments=items, node=argument.expr, callee=argument.expr)
    if isinstance(argument.expr, nodes.MemberExpr) and not reading.is_module(argument.expr.expr):
        with run.off_loop():
            base = run.evaluate(argument.expr.expr)
        _check_class_method(run, base, argument.expr, given_items)
        for instance in instances.instances(base):
            symbol = instance.type.get(argument.expr.name)
            if symbol is not None:
                applying.call(run, symbol.node, given_items, instance, argument.expr, argument.expr.name)
        return
    _show_arguments(run, expressions.fullname(argument.expr), given_items)
    if isinstance(argument.expr, nodes.RefExpr):
        applying.call(
            run, argument.expr.node, given_items, None, argument.expr, expressions.source(argument.expr)
        )


def _show_arguments(run: Interpreter, fullname: str, call: Call) -> None:
    protocols.call_builtin(run, fullname, call)
    if fullname == names.STR_FORMAT and isinstance(call.callee, nodes.MemberExpr):
        protocols.format_arguments(run, call.callee.expr, call)
    elif fullname not in _TEXT:
        return
    for argument in call.positional:
        if fullname == names.BOOL:
            protocols.check(run, argument.value, argument.expr, "__bool__", "__len__")
        elif fullname != names.STR_FORMAT:
            protocols.write(run, argument.value, argument.expr, _TEXT[fullname])
        users.use(run, argument.value, argument.expr)
        forms.render(run, argument.value, argument.expr)


def _definition(run: Interpreter, node: nodes.Node | None) -> nodes.Node | None:
    """Return the function behind an alias, and any other node as it is."""
    return run.summaries.definition(node) if run.summaries is not None else node


def _super_method(run: Interpreter, target: nodes.SuperExpr, call: Call) -> Type | None:
    """Call what the classes behind this one define: its body runs on the same ``self``."""
    found = inherited.find(run, target)
    if found is None:
        return call.result
    result = call.result
    if result is None and run.recorder is not None:
        result = declared.result([declared.member(found.parent, target.name)])
    call = replace(call.on(found.receiver), result=result)
    node = _definition(run, found.node)
    function = applying.function_of(node)
    if function is None or found.parent.type.module_name.startswith(names.NEVER_SUMMARIZED):
        return _super_of_django(run, found, target.name, call)
    returned = applying.call(
        run,
        node,
        call,
        None if function.is_class else found.receiver,
        call.node,
        target.name,
        virtual=found.step,
    )
    if found.name is not None and run.summaries is not None:
        for attribute in run.summaries.assigned_attributes(function):
            run.bind_path(f"{found.name}.{attribute}", None)
    result = _unknown_call(run, call, found.receiver, applying.kept(run, node, call, found.receiver))
    return result if returned is None else returned


def _super_of_django(run: Interpreter, found: inherited.Inherited, name: str, call: Call) -> Type | None:
    answer: Type | None = None
    if relations.is_row(found.receiver):
        answer = queries.row_method(run, found.receiver, name, call)
    elif evaluation.is_queryset(found.parent) or evaluation.is_manager(found.parent):
        answer = queries.rows_method(run, found.parent, name, call)
    elif forms.is_model_form(found.receiver):
        answer = forms.method(run, found.receiver, name, call)
    return call.result if answer is None else answer


def _decorated(run: Interpreter, decorator: nodes.Decorator, call: Call) -> Type | None:
    local = decorator in run.flow.callables.values()
    if bridge.runs_in_thread(decorator):
        if not local:
            relations.touched_by(run, call)
            return call.result
        with run.off_loop():
            value = run.inline(decorator.func, replace(call, result=_awaited(call.result)))
        return _as_coroutine(run, call.result, value)
    if local and bridge.decorates(decorator, names.ATOMIC) and not decorator.func.is_coroutine:
        # The summary of a function of the module says the same; a nested one has none.
        name = decorator.func.name
        run.report(
            diagnostics.synchronous_query("transaction.atomic", f"await sync_to_async({name})()"), call.node
        )
    return _unknown_call(run, call, None)


def _construct(run: Interpreter, fullname: str, call: Call) -> Type | None:
    for instance in instances.instances(call.result):
        symbol = instance.type.get("__init__")
        if symbol is not None and not relations.is_row(instance):
            applying.call(run, symbol.node, call, instance, call.node, instance.type.name)
        if relations.is_row(instance):
            return relations.construct(run, instance, call)
        if sessions.is_session(instance):
            return sessions.construct(run, instance, call)
        if evaluation.is_async(instance):
            return async_rows.construct(run, instance, call)
        if pagination.is_paginator(instance):
            return pagination.construct(run, instance, call)
        if forms.is_model_form(instance):
            return forms.construct(run, instance, call)
        name = fullname or instance.type.fullname
        if consumption.is_standard(name):
            _show_arguments(run, name, call)
            result = consumption.consume(run, name, run.type_of(call.callee), call)
            bridge.run_immediate(run, name, call)
            _check_key(run, name, call)
            if not call.positional and instance.args:
                return next((addresses.with_object(item, addresses.EMPTY) for item in instances.instances(result)), result)
            return result
    made = run.carry(call.result, [argument.value for argument in call.arguments], call.node)
    return objects.construct(run, made, call)


def _unknown_call(
    run: Interpreter, call: Call, receiver: Instance | None, kept: Sequence[Type | None] = ()
) -> Type | None:
    """A function that may load relations: what was missing is unproven, but for what it is seen to keep."""
    for argument in call.arguments:
        path = expressions.access_path(argument.expr)
        if path is not None and path != "self":
            run.flow.forget_below(path)
    _touch_captured(run, None, call)
    if not run.is_on_loop or _is_awaitable(call.result):
        relations.touched_by(run, call, kept)
        for argument in call.arguments:
            if any(item.type.has_base(names.HTTP_REQUEST) for item in instances.instances(argument.value)):
                _session_may_be_loaded(run, argument.expr)
        if receiver is not None and not any(receiver is value for value in kept):
            relations.touched(run, receiver)
    if _is_generic(run.type_of(call.callee)):
        return run.carry(call.result, [argument.value for argument in call.arguments], call.node)
    return call.result


def _session_may_be_loaded(run: Interpreter, expr: nodes.Expression) -> None:
    path = expressions.access_path(expr)
    if path is not None:
        sessions.loaded_for(run, path)


def _touch_captured(run: Interpreter, module: str | None, call: Call) -> None:
    """Record that a function given away may run, later or elsewhere, with the rows that it can reach."""
    if module is not None and not module.startswith(("asyncio", "concurrent", "threading")):
        return
    for argument in call.arguments:
        for name in bridge.captured_names(run, argument.expr):
            value = run.flow.variables.get(name)
            relations.touched(run, value if isinstance(value, Type) else None)


def _forget_assigned(run: Interpreter, expr: nodes.Expression, method: nodes.Node | None) -> None:
    """Forget the attributes that a method of the project assigns; another's are its own affair."""
    function = method.func if isinstance(method, nodes.Decorator) else method
    path = expressions.access_path(expr)
    if path is None or not isinstance(function, nodes.FuncDef) or run.summaries is None:
        return
    for name in run.summaries.assigned_attributes(function):
        run.bind_path(f"{path}.{name}", None)


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


def is_event_loop(base: Type | None) -> bool:
    return any(instance.type.has_base(names.EVENT_LOOP) for instance in instances.instances(base))


def call_off_loop(
    run: Interpreter,
    node: nodes.Expression,
    wrapped: nodes.Expression,
    args: Sequence[nodes.Expression],
    kinds: Sequence[ArgKind],
    arg_names: Sequence[str | None],
    result: Type | None,
) -> Type | None:
    """Call ``wrapped`` as a worker thread does; its arguments are evaluated here."""
    for arg in args:
        if not bridge.is_lazy(arg):
            run.evaluate(arg)
    with run.off_loop():
        value = run.call(node, wrapped, args, kinds, arg_names, _awaited(result))
    bridge.check_result(run, wrapped, value if value is not None else _awaited(result), node)
    return _as_coroutine(run, result, value)


def _awaited(coroutine: Type | None) -> Type | None:
    if isinstance(get_proper_type(coroutine) if coroutine is not None else None, AnyType):
        return coroutine
    instance = instances.first(coroutine)
    return instance.args[-1] if instance is not None and instance.args else None


def _as_coroutine(run: Interpreter, coroutine: Type | None, value: Type | None) -> Type | None:
    instance = instances.first(coroutine)
    if instance is None and any(run.row(row) is not None for row in instances.instances(value)):
        # The callable is untyped: the row stands for what is awaited.
        return value
    if instance is None or not instance.args or value is None:
        return coroutine
    return instance.copy_modified(args=[*instance.args[:-1], value])
