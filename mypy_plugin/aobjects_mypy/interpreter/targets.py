"""Who is called: a function, a method of an object, or what a thread runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.nodes import ARG_NAMED, ARG_POS, ARG_STAR, ARG_STAR2
from mypy.types import TupleType, Type, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import texts
from aobjects_mypy.calls import gathering, threads
from aobjects_mypy.interpreter import calling, construction, functions, module_memos, off_loop, reading
from aobjects_mypy.syntax import expressions, listings, walk, wrappers
from aobjects_mypy.syntax.call import Argument, Call
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy.nodes import ArgKind

    from aobjects_mypy.interpreter.interpreter import Interpreter


def call_expression(interpreter: Interpreter, expr: nodes.CallExpr) -> Type | None:
    if isinstance(expr.analyzed, nodes.CastExpr):
        return interpreter.transparent(expr.analyzed)
    if interpreter.types.is_unreached(expr):
        for child in walk.of(expr):
            interpreter.evaluate(child)
        return None
    return call(
        interpreter, expr, expr.callee, expr.args, expr.arg_kinds, expr.arg_names, interpreter.type_of(expr)
    )


def call(
    interpreter: Interpreter,
    node: nodes.Expression,
    callee: nodes.Expression,
    args: Sequence[nodes.Expression],
    kinds: Sequence[ArgKind],
    arg_names: Sequence[str | None],
    result: Type | None,
) -> Type | None:
    """Evaluate the call of ``callee``; ``node`` is where it is reported."""
    target = interpreter.resolve(callee)
    threads.check_inner_loop(interpreter, callee, node)
    untyped = (result is None and not interpreter.types.are_inferred) or _holds_any(result)
    held_class = _held(interpreter, callee)
    if construction.are_classes(held_class):
        result = _made_by(held_class)
    elif reading.is_class(held_class):
        is_said = isinstance(callee, nodes.IndexExpr) or _is_vaguer(result, held_class)
        result = declared.result([held_class]) if untyped or is_said else result
    elif untyped and isinstance(callee, nodes.RefExpr):
        result = declared.result([declared.reference(callee.node)], (kinds, arg_names)) or result
    if isinstance(target, (nodes.FuncDef, nodes.LambdaExpr)):
        arguments = _arguments(interpreter, args, kinds, arg_names)
        return interpreter.inline(target, Call(node, callee, arguments, result))
    if isinstance(target, nodes.RefExpr) and target.fullname in names.RUN_IN_THREAD and args:
        _evaluate_given(interpreter, args[0])
        return off_loop.call_off_loop(interpreter, node, args[0], args[1:], kinds[1:], arg_names[1:], result)
    if isinstance(target, nodes.MemberExpr):
        base = interpreter.evaluate(target.expr)
        if untyped and not isinstance(target.node, nodes.TypeInfo):
            member, given = declared.member(base, target.name), (kinds, arg_names)
            result = declared.result([member], given, is_bound=True) or result
        if target.name == "run_in_executor" and len(args) > 1 and off_loop.is_event_loop(base):
            interpreter.evaluate(args[0])
            _evaluate_given(interpreter, args[1])
            return off_loop.call_off_loop(
                interpreter, node, args[1], args[2:], kinds[2:], arg_names[2:], result
            )
        arguments = _arguments(interpreter, args, kinds, arg_names)
        method = Call(node, target, arguments, result)
        held = functions.held_by(interpreter, base, target)
        if held is not None:
            return functions.call(interpreter, held, method)
        return calling.method(interpreter, base, target, method)
    if isinstance(target, nodes.CallExpr):
        if expressions.fullname(target.callee) == names.PARTIAL and target.args:
            return call(
                interpreter,
                node,
                target.args[0],
                [*target.args[1:], *args],
                [*target.arg_kinds[1:], *kinds],
                [*target.arg_names[1:], *arg_names],
                result,
            )
        wrapped = wrappers.in_thread(target)
        if wrapped is not None:
            if target is callee:
                # The wrapper's own arguments run here and now: sync_to_async(print)(Book.objects.get()).
                _evaluate_wrapper(interpreter, target)
            return off_loop.call_off_loop(interpreter, node, wrapped, args, kinds, arg_names, result)
        held_class = interpreter.evaluate(target)
        if reading.is_class(held_class) and _is_vaguer(result, held_class):
            result = declared.result([held_class])
    held = functions.held(interpreter, callee) if isinstance(callee, nodes.NameExpr) else None
    held = held or functions.held(interpreter, target)
    arguments = _arguments(interpreter, args, kinds, arg_names)
    called = target if isinstance(target, nodes.Expression) else callee
    if held is not None:
        return functions.call(interpreter, held, Call(node, called, arguments, result))
    return calling.function(interpreter, target, Call(node, called, arguments, result), held_class)


def _made_by(classes: Type | None) -> Type | None:
    """Return what one of several classes makes."""
    made = [declared.result([member]) for member in instances.items(classes)]
    return instances.union([member for member in made if member is not None])


def _holds_any(result: Type | None) -> bool:
    """Tell ``Any``, and ``Any | None``: what ``books.get(key)`` is for a key of which mypy knows nothing."""
    return any(instances.is_any(item) for item in instances.items(result))


def _held(interpreter: Interpreter, callee: nodes.Expression) -> Type | None:
    """Return the class or the object that a local name or a dict holds, which is called."""
    if isinstance(callee, nodes.IndexExpr):
        found = interpreter.evaluate(callee)
        return found if construction.are_classes(found) or reading.is_class(found) else None
    if not isinstance(callee, nodes.NameExpr) or callee.kind not in (nodes.LDEF, None):
        return None
    return interpreter.state.named(callee.name)


def _is_vaguer(result: Type | None, held_class: Type | None) -> bool:
    """Tell what mypy takes for one of several classes, or for a base of the one that is called."""
    if result is None or instances.is_any(result) or len(instances.items(result)) > 1:
        return True
    made, said = instances.first(declared.result([held_class])), instances.first(result)
    if made is None or said is None:
        return False
    return made.type is not said.type and made.type.has_base(said.type.fullname)


def _evaluate_wrapper(interpreter: Interpreter, wrapper: nodes.CallExpr) -> None:
    for argument in wrapper.args:
        _evaluate_given(interpreter, argument)


def _evaluate_given(interpreter: Interpreter, function: nodes.Expression) -> None:
    """Evaluate a callable that a thread will call: what it is a method of is read here and now."""
    interpreter.evaluate(function.expr if isinstance(function, nodes.MemberExpr) else function)


def _arguments(
    interpreter: Interpreter,
    args: Sequence[nodes.Expression],
    kinds: Sequence[ArgKind],
    arg_names: Sequence[str | None],
) -> tuple[Argument, ...]:
    found = []
    for expr, kind, name in zip(args, kinds, arg_names, strict=True):
        value = interpreter.evaluate(expr)
        if value is not None and isinstance(expr, nodes.NameExpr) and texts.is_listing(value):
            # Elsewhere something may have been added to it.
            function = interpreter.frames[-1].function
            is_kept = listings.is_kept(function, expr) or _stays_in_module(interpreter, expr)
            value = value if is_kept else interpreter.type_of(expr)
        if kind == ARG_STAR:
            reading.iterate(interpreter, value, expr, diagnostics.STAR)
            passed_on = get_proper_type(value) if value is not None else None
            if isinstance(passed_on, TupleType):
                found += [Argument(expr, ARG_POS, None, item) for item in passed_on.items]
                continue
        if kind == ARG_STAR2:
            interpreter.displayed[expr] = value
        fields = _named(interpreter, expr, value) if kind == ARG_STAR2 else None
        if fields is not None:
            found += [Argument(expr, ARG_NAMED, key, held) for key, held in fields.items()]
            continue
        found.append(Argument(expr, kind, name, value))
    return tuple(found)


def _stays_in_module(interpreter: Interpreter, name: nodes.NameExpr) -> bool:
    """Tell ``RELATED = ["author"]`` of a module that adds nothing to it."""
    variable = name.node
    return (
        name.kind == nodes.GDEF
        and isinstance(variable, nodes.Var)
        and not module_memos.is_changed(interpreter, variable)
    )


def _named(
    interpreter: Interpreter, expr: nodes.Expression, value: Type | None
) -> Mapping[str, Type | None] | None:
    """Return what ``**{"author_id": 1}``, or a dict of which every key is known, passes on."""
    if isinstance(expr, nodes.DictExpr):
        keys = [expressions.string(key) if key is not None else None for key, _ in expr.items]
        if None not in keys:
            values = (interpreter.displayed.get(held) for _, held in expr.items)
            return {key or "": held for key, held in zip(keys, values, strict=True)}
    return gathering.named(interpreter, value)
