"""Types of asgiref.sync that keep what the wrapped callable returns, in every checker."""

# The overloads for the collections overlap with the general one on purpose: they are its more exact answer.
# mypy: disable-error-code="overload-overlap"
# pyright: reportOverlappingOverload=false

import asyncio
import contextvars
import sys
import threading
import weakref
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from types import TracebackType
from typing import (
    Any,
    Concatenate,
    Generic,
    Literal,
    ParamSpec,
    Protocol,
    Self,
    TypeGuard,
    TypeVar,
    final,
    overload,
    type_check_only,
)

from _typeshed import OptExcInfo, SupportsKeysAndGetItem
from asgiref.current_thread_executor import CurrentThreadExecutor
from asgiref.local import Local

_F = TypeVar("_F", bound=Callable[..., Any])
_P = ParamSpec("_P")
_R = TypeVar("_R")
_T = TypeVar("_T")
_K = TypeVar("_K")
_V = TypeVar("_V")

# What __get__ is bound to: the callable's first parameter, the others, and the result.
_Instance = TypeVar("_Instance")
_Rest = ParamSpec("_Rest")
_Result = TypeVar("_Result")

if sys.version_info >= (3, 12):
    from inspect import iscoroutinefunction as iscoroutinefunction
    from inspect import markcoroutinefunction as markcoroutinefunction
else:
    # typeshed's asyncio.iscoroutinefunction without its @deprecated: asgiref's name is not deprecated.
    @overload
    def iscoroutinefunction(  # pyright: ignore[reportOverlappingOverload] - as in typeshed
        func: Callable[..., Coroutine[Any, Any, Any]],
    ) -> bool: ...
    @overload
    def iscoroutinefunction(
        func: Callable[_P, Awaitable[_T]],
    ) -> TypeGuard[Callable[_P, Coroutine[Any, Any, _T]]]: ...
    @overload
    def iscoroutinefunction(
        func: Callable[_P, object],
    ) -> TypeGuard[Callable[_P, Coroutine[Any, Any, Any]]]: ...
    @overload
    def iscoroutinefunction(func: object) -> TypeGuard[Callable[..., Coroutine[Any, Any, Any]]]: ...
    def markcoroutinefunction(func: _F) -> _F: ...

class AsyncSingleThreadContext:
    token: contextvars.Token[AsyncSingleThreadContext] | None
    def __init__(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, exc: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None: ...

class ThreadSensitiveContext:
    token: contextvars.Token[ThreadSensitiveContext] | None
    def __init__(self, *, executor: Executor | None = None) -> None: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, exc: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None: ...

class AsyncToSync(Generic[_P, _R]):
    executors: Local
    loop_thread_executors: dict[asyncio.AbstractEventLoop, CurrentThreadExecutor]
    async_single_thread_context: contextvars.ContextVar[AsyncSingleThreadContext]
    context_to_thread_executor: weakref.WeakKeyDictionary[AsyncSingleThreadContext, ThreadPoolExecutor]
    awaitable: Callable[_P, Awaitable[_R]]
    force_new_loop: bool
    __self__: Any  # only where the wrapped callable is a bound method
    def __init__(self, awaitable: Callable[_P, Awaitable[_R]], force_new_loop: bool = False) -> None: ...
    def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    # An instance of what the callable takes first is bound to it. Anything else is left alone, for a static
    # method. Access to a method through its class looks the same and is not reported, but binds None.
    @overload
    def __get__(  # pyright: ignore[reportGeneralTypeIssues]
        self: Callable[Concatenate[_Instance, _Rest], _Result], parent: _Instance, objtype: Any
    ) -> Callable[_Rest, _Result]: ...
    @overload
    def __get__(self, parent: Any, objtype: Any) -> Callable[_P, _R]: ...
    async def main_wrap(
        self,
        call_result: Future[_R],
        exc_info: OptExcInfo,
        task_context: list[asyncio.Task[Any]] | None,
        context: list[contextvars.Context],
        awaitable: Awaitable[_R],
    ) -> None: ...

class SyncToAsync(Generic[_P, _R]):
    threadlocal: threading.local
    single_thread_executor: ThreadPoolExecutor
    thread_sensitive_context: contextvars.ContextVar[ThreadSensitiveContext]
    deadlock_context: contextvars.ContextVar[bool]
    context_to_thread_executor: weakref.WeakKeyDictionary[ThreadSensitiveContext, Executor]
    func: Callable[_P, _R]
    context: contextvars.Context | None
    __self__: Any  # only where the wrapped callable is a bound method
    # What functools.update_wrapper() copies from the wrapped callable.
    __wrapped__: Callable[_P, _R]
    __name__: str
    __qualname__: str
    @overload
    def __init__(
        self,
        func: Callable[_P, _R],
        thread_sensitive: bool = True,
        executor: None = None,
        context: contextvars.Context | None = None,
    ) -> None: ...
    @overload
    def __init__(
        self,
        func: Callable[_P, _R],
        thread_sensitive: Literal[False],
        executor: ThreadPoolExecutor | None = None,
        context: contextvars.Context | None = None,
    ) -> None: ...
    async def __call__(self, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
    @overload
    def __get__(  # pyright: ignore[reportGeneralTypeIssues]
        self: Callable[Concatenate[_Instance, _Rest], Coroutine[Any, Any, _Result]],
        parent: _Instance,
        objtype: Any,
    ) -> Callable[_Rest, Coroutine[Any, Any, _Result]]: ...
    @overload
    def __get__(self, parent: Any, objtype: Any) -> Callable[_P, Coroutine[Any, Any, _R]]: ...
    def thread_handler(
        self,
        loop: asyncio.AbstractEventLoop,
        exc_info: OptExcInfo,
        task_context: list[asyncio.Task[Any]],
        func: Callable[..., Any],
        *args: Any,
        **kwargs: Any,
    ) -> Any: ...

# mypy and zuban solve a ParamSpec with the first overload of a constructor. For "list" that is list(),
# without an argument, so sync_to_async(list)(queryset) was an error. The collections are therefore told apart
# here, each with all its overloads.
#
# type[list[Any]] would also take class Shelf(list[Book]) and every NamedTuple, and turn their instances into
# plain lists and tuples. Only a class that is still generic can stand for a list of this private class. (So
# class Page(list[T]) is taken for a list; the generic subclasses of dict in collections come before dict.)
@type_check_only
class _Item: ...

# Nothing is of this type, so only what is Any in part (a Mock, type[Any]) gets here. Without it, such a value
# would be taken for the first collection below.
@final
@type_check_only
class _Untyped: ...

@type_check_only
class _ListAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, list[Any]]: ...
    @overload
    def __call__(self, iterable: Iterable[_T], /) -> Coroutine[Any, Any, list[_T]]: ...

@type_check_only
class _SetAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, set[Any]]: ...
    @overload
    def __call__(self, iterable: Iterable[_T], /) -> Coroutine[Any, Any, set[_T]]: ...

@type_check_only
class _FrozenSetAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, frozenset[Any]]: ...
    @overload
    def __call__(self, iterable: Iterable[_T], /) -> Coroutine[Any, Any, frozenset[_T]]: ...

@type_check_only
class _TupleAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, tuple[Any, ...]]: ...
    @overload
    def __call__(self, iterable: Iterable[_T], /) -> Coroutine[Any, Any, tuple[_T, ...]]: ...

@type_check_only
class _DictAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, dict[Any, Any]]: ...
    @overload
    def __call__(self, **kwargs: _V) -> Coroutine[Any, Any, dict[str, _V]]: ...
    @overload
    def __call__(self, map: SupportsKeysAndGetItem[_K, _V], /) -> Coroutine[Any, Any, dict[_K, _V]]: ...
    @overload
    def __call__(
        self, map: SupportsKeysAndGetItem[str, _V], /, **kwargs: _V
    ) -> Coroutine[Any, Any, dict[str, _V]]: ...
    @overload
    def __call__(self, iterable: Iterable[tuple[_K, _V]], /) -> Coroutine[Any, Any, dict[_K, _V]]: ...
    @overload
    def __call__(
        self, iterable: Iterable[tuple[str, _V]], /, **kwargs: _V
    ) -> Coroutine[Any, Any, dict[str, _V]]: ...
    @overload
    def __call__(self, iterable: Iterable[list[str]], /) -> Coroutine[Any, Any, dict[str, str]]: ...
    @overload
    def __call__(self, iterable: Iterable[list[bytes]], /) -> Coroutine[Any, Any, dict[bytes, bytes]]: ...

@type_check_only
class _OrderedDictAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, OrderedDict[Any, Any]]: ...
    @overload
    def __call__(self, **kwargs: _V) -> Coroutine[Any, Any, OrderedDict[str, _V]]: ...
    @overload
    def __call__(
        self, map: SupportsKeysAndGetItem[_K, _V], /
    ) -> Coroutine[Any, Any, OrderedDict[_K, _V]]: ...
    @overload
    def __call__(
        self, map: SupportsKeysAndGetItem[str, _V], /, **kwargs: _V
    ) -> Coroutine[Any, Any, OrderedDict[str, _V]]: ...
    @overload
    def __call__(self, iterable: Iterable[tuple[_K, _V]], /) -> Coroutine[Any, Any, OrderedDict[_K, _V]]: ...
    @overload
    def __call__(
        self, iterable: Iterable[tuple[str, _V]], /, **kwargs: _V
    ) -> Coroutine[Any, Any, OrderedDict[str, _V]]: ...
    @overload
    def __call__(self, iterable: Iterable[list[str]], /) -> Coroutine[Any, Any, OrderedDict[str, str]]: ...
    @overload
    def __call__(
        self, iterable: Iterable[list[bytes]], /
    ) -> Coroutine[Any, Any, OrderedDict[bytes, bytes]]: ...

@type_check_only
class _DefaultDictAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, defaultdict[Any, Any]]: ...
    @overload
    def __call__(self, **kwargs: _V) -> Coroutine[Any, Any, defaultdict[str, _V]]: ...
    @overload
    def __call__(self, factory: Callable[[], _V] | None, /) -> Coroutine[Any, Any, defaultdict[Any, _V]]: ...
    @overload
    def __call__(
        self, factory: Callable[[], _V] | None, /, **kwargs: _V
    ) -> Coroutine[Any, Any, defaultdict[str, _V]]: ...
    @overload
    def __call__(
        self, factory: Callable[[], _V] | None, map: SupportsKeysAndGetItem[_K, _V], /
    ) -> Coroutine[Any, Any, defaultdict[_K, _V]]: ...
    @overload
    def __call__(
        self, factory: Callable[[], _V] | None, map: SupportsKeysAndGetItem[str, _V], /, **kwargs: _V
    ) -> Coroutine[Any, Any, defaultdict[str, _V]]: ...
    @overload
    def __call__(
        self, factory: Callable[[], _V] | None, iterable: Iterable[tuple[_K, _V]], /
    ) -> Coroutine[Any, Any, defaultdict[_K, _V]]: ...
    @overload
    def __call__(
        self, factory: Callable[[], _V] | None, iterable: Iterable[tuple[str, _V]], /, **kwargs: _V
    ) -> Coroutine[Any, Any, defaultdict[str, _V]]: ...

@type_check_only
class _CounterAsync(Protocol):
    @overload
    def __call__(self) -> Coroutine[Any, Any, Counter[Any]]: ...
    @overload
    def __call__(self, iterable: None = None, /, **kwargs: int) -> Coroutine[Any, Any, Counter[str]]: ...
    @overload
    def __call__(self, mapping: SupportsKeysAndGetItem[_T, int], /) -> Coroutine[Any, Any, Counter[_T]]: ...
    @overload
    def __call__(self, iterable: Iterable[_T], /) -> Coroutine[Any, Any, Counter[_T]]: ...

# zuban makes Any of the result where only type[list[_Item]] matches, so each class is described a second
# time, by its call and one attribute. The other checkers take no class for these: its __dict__ is read-only.
# (defaultdict stays Any in zuban.)
@type_check_only
class _ListClass(Protocol):
    append: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[_Item], /) -> list[_Item]: ...

@type_check_only
class _SetClass(Protocol):
    add: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[_Item], /) -> set[_Item]: ...

@type_check_only
class _FrozenSetClass(Protocol):
    union: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[_Item], /) -> frozenset[_Item]: ...

@type_check_only
class _TupleClass(Protocol):
    count: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[_Item], /) -> tuple[_Item, ...]: ...

@type_check_only
class _OrderedDictClass(Protocol):
    move_to_end: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[tuple[_Item, _Item]], /) -> OrderedDict[_Item, _Item]: ...

@type_check_only
class _CounterClass(Protocol):
    elements: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[_Item], /) -> Counter[_Item]: ...

@type_check_only
class _DictClass(Protocol):
    keys: Any
    __dict__: Any
    def __call__(self, iterable: Iterable[tuple[_Item, _Item]], /) -> dict[_Item, _Item]: ...

# The same again for sync_to_async(thread_sensitive=...), which is given the callable in a second call.
@type_check_only
class _SyncToAsyncDecorator(Protocol):
    @overload
    def __call__(self, func: _Untyped | type[_Untyped], /) -> Callable[..., Coroutine[Any, Any, Any]]: ...
    @overload
    def __call__(self, func: _ListClass | type[list[_Item]], /) -> _ListAsync: ...
    @overload
    def __call__(self, func: _SetClass | type[set[_Item]], /) -> _SetAsync: ...
    @overload
    def __call__(self, func: _FrozenSetClass | type[frozenset[_Item]], /) -> _FrozenSetAsync: ...
    @overload
    def __call__(self, func: _TupleClass | type[tuple[_Item, ...]], /) -> _TupleAsync: ...
    @overload
    def __call__(self, func: _OrderedDictClass | type[OrderedDict[_Item, _Item]], /) -> _OrderedDictAsync: ...
    @overload
    def __call__(self, func: type[defaultdict[_Item, _Item]], /) -> _DefaultDictAsync: ...
    @overload
    def __call__(self, func: _CounterClass | type[Counter[_Item]], /) -> _CounterAsync: ...
    @overload
    def __call__(self, func: _DictClass | type[dict[_Item, _Item]], /) -> _DictAsync: ...
    @overload
    def __call__(self, func: Callable[_P, _R], /) -> Callable[_P, Coroutine[Any, Any, _R]]: ...

@type_check_only
class _AsyncToSyncDecorator(Protocol):
    def __call__(self, awaitable: Callable[_P, Awaitable[_R]], /) -> Callable[_P, _R]: ...

@overload
def async_to_sync(awaitable: None = None, *, force_new_loop: bool = False) -> _AsyncToSyncDecorator: ...
@overload
def async_to_sync(
    awaitable: Callable[_P, Awaitable[_R]], *, force_new_loop: bool = False
) -> Callable[_P, _R]: ...

# The collections come before the general form, which would take them too. Each form stands here
# twice: an executor is accepted only together with thread_sensitive=False, as at runtime.
@overload
def sync_to_async(
    func: _Untyped | type[_Untyped],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> Callable[..., Coroutine[Any, Any, Any]]: ...
@overload
def sync_to_async(
    func: _Untyped | type[_Untyped],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> Callable[..., Coroutine[Any, Any, Any]]: ...
@overload
def sync_to_async(
    func: None = None,
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _SyncToAsyncDecorator: ...
@overload
def sync_to_async(
    func: None = None,
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _SyncToAsyncDecorator: ...
@overload
def sync_to_async(
    func: _ListClass | type[list[_Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _ListAsync: ...
@overload
def sync_to_async(
    func: _ListClass | type[list[_Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _ListAsync: ...
@overload
def sync_to_async(
    func: _SetClass | type[set[_Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _SetAsync: ...
@overload
def sync_to_async(
    func: _SetClass | type[set[_Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _SetAsync: ...
@overload
def sync_to_async(
    func: _FrozenSetClass | type[frozenset[_Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _FrozenSetAsync: ...
@overload
def sync_to_async(
    func: _FrozenSetClass | type[frozenset[_Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _FrozenSetAsync: ...
@overload
def sync_to_async(
    func: _TupleClass | type[tuple[_Item, ...]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _TupleAsync: ...
@overload
def sync_to_async(
    func: _TupleClass | type[tuple[_Item, ...]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _TupleAsync: ...
@overload
def sync_to_async(
    func: _OrderedDictClass | type[OrderedDict[_Item, _Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _OrderedDictAsync: ...
@overload
def sync_to_async(
    func: _OrderedDictClass | type[OrderedDict[_Item, _Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _OrderedDictAsync: ...
@overload
def sync_to_async(
    func: type[defaultdict[_Item, _Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _DefaultDictAsync: ...
@overload
def sync_to_async(
    func: type[defaultdict[_Item, _Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _DefaultDictAsync: ...
@overload
def sync_to_async(
    func: _CounterClass | type[Counter[_Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _CounterAsync: ...
@overload
def sync_to_async(
    func: _CounterClass | type[Counter[_Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _CounterAsync: ...
@overload
def sync_to_async(
    func: _DictClass | type[dict[_Item, _Item]],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> _DictAsync: ...
@overload
def sync_to_async(
    func: _DictClass | type[dict[_Item, _Item]],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> _DictAsync: ...
@overload
def sync_to_async(
    func: Callable[_P, _R],
    *,
    thread_sensitive: bool = True,
    executor: None = None,
    context: contextvars.Context | None = None,
) -> Callable[_P, Coroutine[Any, Any, _R]]: ...
@overload
def sync_to_async(
    func: Callable[_P, _R],
    *,
    thread_sensitive: Literal[False],
    executor: ThreadPoolExecutor | None = None,
    context: contextvars.Context | None = None,
) -> Callable[_P, Coroutine[Any, Any, _R]]: ...
