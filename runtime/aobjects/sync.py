"""The bridge between sync and async code, with exact types also where asgiref's stubs are not installed."""

# The overloads for the collections overlap with the general one on purpose: they are its more exact answer.
# mypy: disable-error-code="overload-overlap"

# The private names are those of asgiref's stub.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

if TYPE_CHECKING:
    from collections import Counter, OrderedDict, defaultdict
    from collections.abc import Callable, Iterable

    from _typeshed import SupportsKeysAndGetItem

    # A link to asgiref-stubs/sync.pyi: one text for both.
    from aobjects._asgiref_sync import (
        _CounterClass,
        _DictClass,
        _FrozenSetClass,
        _Item,
        _ListClass,
        _OrderedDictClass,
        _SetClass,
        _TupleClass,
        _Untyped,
        async_to_sync,
        sync_to_async,
    )

    # Channels closes old connections around the call; what it takes and returns is the same.
    database_sync_to_async = sync_to_async
else:
    from asgiref.sync import async_to_sync, sync_to_async

    def __getattr__(name: str) -> object:
        """Import ``database_sync_to_async`` when it is asked for: channels may not be installed."""
        if name == "database_sync_to_async":
            from channels.db import database_sync_to_async

            return database_sync_to_async
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_P = ParamSpec("_P")
_R = TypeVar("_R")
_T = TypeVar("_T")
_K = TypeVar("_K")
_V = TypeVar("_V")


# Through a ParamSpec mypy and zuban see only list() of "list". The private names are explained in the stub.
@overload
async def run_sync(func: _Untyped | type[_Untyped], /, *args: Any, **kwargs: Any) -> Any: ...
@overload
async def run_sync(func: _ListClass | type[list[_Item]], iterable: Iterable[_T], /) -> list[_T]: ...
@overload
async def run_sync(func: _SetClass | type[set[_Item]], iterable: Iterable[_T], /) -> set[_T]: ...
@overload
async def run_sync(
    func: _FrozenSetClass | type[frozenset[_Item]], iterable: Iterable[_T], /
) -> frozenset[_T]: ...
@overload
async def run_sync(
    func: _TupleClass | type[tuple[_Item, ...]], iterable: Iterable[_T], /
) -> tuple[_T, ...]: ...
@overload
async def run_sync(
    func: _OrderedDictClass | type[OrderedDict[_Item, _Item]], mapping: SupportsKeysAndGetItem[_K, _V], /
) -> OrderedDict[_K, _V]: ...
@overload
async def run_sync(
    func: _OrderedDictClass | type[OrderedDict[_Item, _Item]], iterable: Iterable[tuple[_K, _V]], /
) -> OrderedDict[_K, _V]: ...
@overload
async def run_sync(
    func: type[defaultdict[_Item, _Item]],
    factory: Callable[[], _V] | None,
    mapping: SupportsKeysAndGetItem[_K, _V],
    /,
) -> defaultdict[_K, _V]: ...
@overload
async def run_sync(
    func: type[defaultdict[_Item, _Item]],
    factory: Callable[[], _V] | None,
    iterable: Iterable[tuple[_K, _V]],
    /,
) -> defaultdict[_K, _V]: ...
@overload
async def run_sync(func: _CounterClass | type[Counter[_Item]], iterable: Iterable[_T], /) -> Counter[_T]: ...
@overload
async def run_sync(
    func: _DictClass | type[dict[_Item, _Item]], mapping: SupportsKeysAndGetItem[_K, _V], /
) -> dict[_K, _V]: ...
@overload
async def run_sync(
    func: _DictClass | type[dict[_Item, _Item]], iterable: Iterable[tuple[_K, _V]], /
) -> dict[_K, _V]: ...
@overload
async def run_sync(func: _DictClass | type[dict[_Item, _Item]], /, **kwargs: _V) -> dict[str, _V]: ...
@overload
async def run_sync(func: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> _R: ...
async def run_sync(func: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Run ``func(*args, **kwargs)`` in the thread of the request's sync code.

    Several steps in one function cost one change of threads. Await it: what ``func`` returns is returned, and
    what it raises is raised. Raises ``TypeError`` if ``func`` is async: await that itself.

    >>> def total(pages: list[int], *, cover: int = 0) -> int:
    ...     return sum(pages) + cover
    >>> await run_sync(total, [100, 20], cover=2)
    122
    """
    wrap: Callable[..., Any] = sync_to_async
    return await wrap(func)(*args, **kwargs)


__all__ = ["async_to_sync", "run_sync", "sync_to_async"]
