"""The types of what passes through the bridge: those of the wrapped callable, each overload for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from mypy import nodes
from mypy.expandtype import freshen_all_functions_type_vars
from mypy.plugin import FunctionContext, MethodContext
from mypy.subtypes import find_member
from mypy.typeops import freeze_all_type_vars
from mypy.types import (
    AnyType,
    CallableType,
    FunctionLike,
    Instance,
    Overloaded,
    ProperType,
    Type,
    TypeOfAny,
    TypeType,
    TypeVarType,
    UninhabitedType,
    UnionType,
    get_proper_type,
)

from aobjects_mypy import diagnostics, names
from aobjects_mypy.hooks import anonymous
from aobjects_mypy.syntax import expressions, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.checker import TypeChecker
    from mypy.plugin import FunctionSigContext

_MARKS: Final = tuple(
    f"{function}(" for function in (wrappers.SYNC_TO_ASYNC, wrappers.ASYNC_TO_SYNC, wrappers.RUN_SYNC)
)
"""How the names of callables made here begin: when one is called, mypy asks for a hook of that name."""

_STUBBED_COLLECTIONS: Final = frozenset(
    {
        names.LIST,
        names.SET,
        names.FROZENSET,
        names.TUPLE,
        names.DICT,
        "collections.OrderedDict",
        names.DEFAULTDICT,
        "collections.Counter",
    }
)
"""The classes that the stub describes itself, also where they are called without an argument."""


def function_hook(fullname: str) -> Callable[[FunctionContext], Type] | None:
    """Return what answers for a call of ``fullname``, or of a callable that an answer here made."""
    if fullname in names.SYNC_TO_ASYNC_FUNCTIONS:
        return _wrap_in_thread
    if fullname in names.ASYNC_TO_SYNC_FUNCTIONS:
        return _wrap_on_loop
    if fullname == names.RUN_SYNC:
        return _run_in_thread
    return _call_wrapped if fullname.startswith(_MARKS) else None


def method_hook(fullname: str) -> Callable[[MethodContext], Type] | None:
    """Return what answers for the second call of ``sync_to_async(thread_sensitive=False)(f)``."""
    if fullname in names.SYNC_TO_ASYNC_DECORATORS:
        return _wrap_in_thread
    return _wrap_on_loop if fullname in names.ASYNC_TO_SYNC_DECORATORS else None


def signature_hook(fullname: str) -> Callable[[FunctionSigContext], FunctionLike] | None:
    """Return what opens a signature, where it would only say in many words what is said better elsewhere."""
    if fullname in names.SYNC_TO_ASYNC_FUNCTIONS:
        return lambda ctx: _accept(ctx, wrappers.is_value)
    if fullname in names.ASYNC_TO_SYNC_FUNCTIONS:
        return lambda ctx: _accept(ctx, wrappers.is_plain_sync)
    return _open_signature if fullname == names.RUN_SYNC else None


def _accept(ctx: FunctionSigContext, is_reported: Callable[[Type | None], bool]) -> CallableType:
    """Let an argument pass that ``misuse`` reports."""
    signature = ctx.default_signature
    given = ctx.args[0] if ctx.args else []
    if not given or isinstance(given[0], nodes.LambdaExpr) or not _reports_bridge(ctx):
        return signature
    checker = _checker(ctx)
    # mypy asks once for every overload.
    known = checker.lookup_type_or_none(given[0])
    wrapped = get_proper_type(known if known is not None else checker.expr_checker.accept(given[0]))
    if not is_reported(wrapped):
        return signature
    return signature.copy_modified(
        arg_types=[ctx.api.named_generic_type(names.OBJECT, []), *signature.arg_types[1:]],
        ret_type=wrapped if isinstance(wrapped, FunctionLike) else AnyType(TypeOfAny.from_error),
        variables=[],
    )


def _is_reported_as_async(ctx: FunctionContext | MethodContext, wrapped: ProperType) -> bool:
    """Tell an async callable: once that is said, its result is awaited once, as was meant."""
    # A decorator stands far from where the result is used: mypy's type stays.
    return (
        _reports_bridge(ctx)
        and not isinstance(ctx.args[0][0], (nodes.LambdaExpr, nodes.TempNode))
        and wrappers.is_async(wrapped)
    )


def _reports_bridge(ctx: FunctionSigContext | FunctionContext | MethodContext) -> bool:
    return diagnostics.BRIDGE not in ctx.api.options.disabled_error_codes


def _wrap_in_thread(ctx: FunctionContext | MethodContext) -> Type:
    wrapped = _argument(ctx)
    default = get_proper_type(ctx.default_return_type)
    if wrapped is None or _is_stubbed_collection(wrapped):
        return default
    if isinstance(wrapped, AnyType):
        untyped = _coroutine(ctx, AnyType(TypeOfAny.from_another_any, source_any=wrapped))
        return _marked(ctx, _untyped(ctx, untyped), wrappers.SYNC_TO_ASYNC)
    called = _callable(ctx, wrapped)
    if called is not None and _is_reported_as_async(ctx, wrapped):
        return _marked(ctx, _mapped(ctx, called, lambda result: result), wrappers.SYNC_TO_ASYNC)
    if isinstance(called, Overloaded) or (called is not None and called.is_type_obj()):
        mapped = _mapped(ctx, called, lambda result: _coroutine(ctx, result))
        return _marked(ctx, mapped, wrappers.SYNC_TO_ASYNC)
    return _marked(ctx, default, wrappers.SYNC_TO_ASYNC)


def _has_function(ctx: FunctionContext | MethodContext) -> bool:
    """Tell ``sync_to_async(handler)(request)`` where ``handler`` may be None: no decorator's second call."""
    wrapper = ctx.context.callee if isinstance(ctx.context, nodes.CallExpr) else None
    return (
        isinstance(ctx, MethodContext)
        and isinstance(wrapper, nodes.CallExpr)
        and wrapper.arg_kinds[:1] == [nodes.ARG_POS]
    )


def _wrap_on_loop(ctx: FunctionContext | MethodContext) -> Type:
    wrapped = _argument(ctx)
    default = get_proper_type(ctx.default_return_type)
    if wrapped is None:
        return default
    if isinstance(wrapped, AnyType):
        untyped = AnyType(TypeOfAny.from_another_any, source_any=wrapped)
        return _marked(ctx, _untyped(ctx, untyped), wrappers.ASYNC_TO_SYNC)
    called = _callable(ctx, wrapped)
    if isinstance(called, Overloaded) and all(_awaited(item.ret_type) is not None for item in called.items):
        mapped = _mapped(ctx, called, lambda result: _awaited(result) or result)
        return _marked(ctx, mapped, wrappers.ASYNC_TO_SYNC)
    return _marked(ctx, default, wrappers.ASYNC_TO_SYNC)


def _open_signature(ctx: FunctionSigContext) -> FunctionLike:
    """Leave one overload of ``run_sync``, which takes anything: the callable itself says what is wrong."""
    signature = ctx.default_signature
    call = ctx.context
    if not isinstance(call, nodes.CallExpr) or not call.args or call.arg_kinds[0] != nodes.ARG_POS:
        return signature
    anything = ctx.api.named_generic_type(names.OBJECT, [])
    is_general = signature.param_spec() is not None
    return signature.copy_modified(
        arg_types=[anything if is_general else UninhabitedType(), anything, anything],
        arg_kinds=[nodes.ARG_POS, nodes.ARG_STAR, nodes.ARG_STAR2],
        arg_names=[None, "args", "kwargs"],
        ret_type=_coroutine(ctx, AnyType(TypeOfAny.special_form)),
        variables=[],
    )


def _run_in_thread(ctx: FunctionContext) -> Type:
    """Check the call as that of the callable, and return a coroutine of its result."""
    call = ctx.context
    wrapped = _argument(ctx)
    if wrapped is None or not isinstance(call, nodes.CallExpr) or call.arg_kinds[0] != nodes.ARG_POS:
        return ctx.default_return_type
    if isinstance(wrapped, AnyType):
        return _coroutine(ctx, AnyType(TypeOfAny.from_another_any, source_any=wrapped))
    if wrappers.is_value(wrapped) and _reports_bridge(ctx):
        return _coroutine(ctx, AnyType(TypeOfAny.from_error))
    checker = _checker(ctx).expr_checker
    arguments = (call.args[1:], call.arg_kinds[1:], call, call.arg_names[1:])
    if isinstance(wrapped, Instance):
        # Its class may have hooks of its own, as partial has. The type wanted here is that of a coroutine.
        checker.type_context.append(None)
        returned, _ = checker.check_call(wrapped, *arguments)
        checker.type_context.pop()
        return _coroutine(ctx, returned)
    result, _ = checker.check_call(_in_thread(ctx, wrapped), *arguments)
    return result


def _in_thread(ctx: FunctionContext, wrapped: ProperType) -> ProperType:
    if isinstance(wrapped, UnionType):
        items = [_in_thread(ctx, get_proper_type(item)) for item in wrapped.items]
        return UnionType(cast("list[Type]", items))
    called = _callable(ctx, wrapped)
    if called is None:
        return wrapped
    if _is_reported_as_async(ctx, wrapped):
        return _marked(ctx, _mapped(ctx, called, lambda result: result), wrappers.RUN_SYNC)
    return _marked(ctx, _mapped(ctx, called, lambda result: _coroutine(ctx, result)), wrappers.RUN_SYNC)


def _call_wrapped(ctx: FunctionContext) -> Type:
    """Ask who would be asked if the callable were called directly: for the fields of a lookup, say."""
    if isinstance(ctx.context, nodes.CallExpr):
        anonymous.check_again(_checker(ctx), ctx.context)
    wrapped = _wrapped_expression(ctx.context)
    coroutine = get_proper_type(ctx.default_return_type)
    if wrapped is None or not isinstance(coroutine, Instance) or coroutine.type.fullname != names.COROUTINE:
        return coroutine
    direct = coroutine.args[-1]
    if isinstance(wrapped, nodes.RefExpr) and wrapped.fullname == names.GETATTR:
        answer = _attribute(ctx) or direct
    else:
        answer = _ask_plugins(ctx, wrapped, direct)
    return coroutine.copy_modified(args=[*coroutine.args[:-1], answer])


def _ask_plugins(ctx: FunctionContext, wrapped: nodes.Expression, direct: Type) -> Type:
    checker = _checker(ctx)
    called = get_proper_type(checker.lookup_type_or_none(wrapped))
    if isinstance(called, FunctionLike) and called.is_type_obj():
        function = checker.expr_checker.plugin.get_function_hook(called.type_object().fullname)
        return function(ctx._replace(default_return_type=direct)) if function is not None else direct
    if not isinstance(wrapped, nodes.MemberExpr) or wrapped.fullname:
        return direct
    receiver = get_proper_type(checker.lookup_type_or_none(wrapped.expr))
    fullname = checker.expr_checker.method_fullname(receiver, wrapped.name) if receiver is not None else None
    method = checker.expr_checker.plugin.get_method_hook(fullname) if fullname else None
    if method is None or receiver is None:
        return direct
    asked = ctx._replace(default_return_type=direct)
    return method(MethodContext(receiver, *asked))


def _attribute(ctx: FunctionContext) -> Type | None:
    """Return the type of ``row.name`` for ``sync_to_async(getattr)(row, "name")``."""
    given = [expr for formal in ctx.args for expr in formal]
    if len(given) != 2:
        return None
    checker = _checker(ctx)
    name = expressions.string(given[1], checker.lookup_type_or_none(given[1]))
    if name is None or not name.isidentifier():
        return None
    read = nodes.MemberExpr(given[0], name)
    read.set_line(ctx.context)
    with checker.msg.filter_errors() as errors:
        found = checker.expr_checker.accept(read)
    return None if errors.has_new_errors() else found


def _wrapped_expression(call: nodes.Context) -> nodes.Expression | None:
    if not isinstance(call, nodes.CallExpr):
        return None
    if isinstance(call.callee, nodes.CallExpr):
        return wrappers.in_thread(call.callee)
    return call.args[0] if expressions.fullname(call.callee) == names.RUN_SYNC else None


def _argument(ctx: FunctionContext | MethodContext) -> ProperType | None:
    if not ctx.args or not ctx.args[0]:
        return None
    given = ctx.args[0][0]
    if isinstance(given, nodes.RefExpr):
        # What an overload of the stub wants may have bound the variables of a generic class.
        wrapped = get_proper_type(_checker(ctx).expr_checker.accept(given))
    else:
        wrapped = get_proper_type(ctx.arg_types[0][0])
    return None if isinstance(wrapped, AnyType) and _has_function(ctx) else wrapped


def _callable(ctx: FunctionContext | MethodContext, typ: ProperType) -> FunctionLike | None:
    """Return the signature of what is called when a value of this type is."""
    if isinstance(typ, FunctionLike):
        return typ
    found: Type | None = None
    if isinstance(typ, Instance):
        found = find_member("__call__", typ, typ, is_operator=True)
    elif isinstance(typ, TypeType):
        found = _checker(ctx).expr_checker.analyze_type_type_callee(typ.item, ctx.context)
    elif isinstance(typ, TypeVarType):
        return _callable(ctx, get_proper_type(typ.upper_bound))
    proper = get_proper_type(found) if found is not None else None
    return proper if isinstance(proper, FunctionLike) else None


def _mapped(
    ctx: FunctionContext | MethodContext, called: FunctionLike, result: Callable[[Type], Type]
) -> FunctionLike:
    items = [
        # A class is no longer one, what is awaited narrows nothing, and notes do not show "self".
        item.copy_modified(
            ret_type=result(item.ret_type),
            fallback=_function_class(ctx),
            definition=None,
            type_guard=None,
            type_is=None,
        )
        for item in called.items
    ]
    fresh = [freshen_all_functions_type_vars(item) for item in items]
    for item in fresh:
        freeze_all_type_vars(item)
    return fresh[0] if len(fresh) == 1 else Overloaded(fresh)


def _marked(ctx: FunctionContext | MethodContext, typ: ProperType, function: str) -> ProperType:
    if not isinstance(typ, FunctionLike):
        return typ
    named = isinstance(typ, Overloaded) or function == wrappers.RUN_SYNC
    if not named:
        anonymous.listen(_checker(ctx).errors)
    marked = [
        wrappers.mark(item, function, ctx.args[0][0], _function_class(ctx), named=named) for item in typ.items
    ]
    return marked[0] if len(marked) == 1 else Overloaded(marked)


def _function_class(ctx: FunctionContext | MethodContext) -> Instance:
    return ctx.api.named_generic_type(names.FUNCTION, [])


def _is_stubbed_collection(wrapped: ProperType) -> bool:
    return (
        isinstance(wrapped, FunctionLike)
        and wrapped.is_type_obj()
        and wrapped.type_object().fullname in _STUBBED_COLLECTIONS
        and bool(wrapped.items[0].variables)
    )


def _untyped(ctx: FunctionContext | MethodContext, result: Type) -> CallableType:
    anything = AnyType(TypeOfAny.special_form)
    return CallableType(
        [anything, anything],
        [nodes.ARG_STAR, nodes.ARG_STAR2],
        [None, None],
        result,
        _function_class(ctx),
        is_ellipsis_args=True,
    )


def _coroutine(ctx: FunctionContext | MethodContext | FunctionSigContext, result: Type) -> Instance:
    anything = AnyType(TypeOfAny.special_form)
    return ctx.api.named_generic_type(names.COROUTINE, [anything, anything, result])


def _awaited(result: Type) -> Type | None:
    for instance in instances.instances(result):
        awaitable = instances.as_supertype(instance, names.AWAITABLE)
        if awaitable is not None and awaitable.args:
            return awaitable.args[0]
    return None


def _checker(ctx: FunctionContext | MethodContext | FunctionSigContext) -> TypeChecker:
    checker: Any = ctx.api  # its interface shows no expressions
    return cast("TypeChecker", checker)
