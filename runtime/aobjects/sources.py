"""Where an async queryset gets its Django queryset or manager from: it has one, or a recipe that makes it."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.db.models.manager import BaseManager
from django.db.models.query import RawQuerySet

from aobjects import fastpaths, hydration, parts, plans, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.db.models.sql.query import Query


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a source where that may run a query, and so has to wait for a thread.

    What a project's own queryset method does is not known before it runs, and a generic relation looks its
    content type up.
    """

    kind: type[Any]
    """The class of what is expected; its attributes tell what can be called on it."""
    make: Callable[[], Any]
    describe: Callable[[], str]
    """How it shows in a repr, before it is made."""


def queryset_of(source: Any) -> Any:
    """Return a queryset of all rows for a manager; return anything else as it is."""
    return source.all() if _is_manager(source) else source


def call(source: Any, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call a method of a queryset or manager."""
    if name == "get" and not args:
        row = plans.get(source, kwargs)
        if row is not plans.UNPLANNED:
            return row
    if name == "bulk_update" and (queryset := _asked(source, name)) is not None:
        return parts.bulk_update(queryset, *args, **kwargs)
    return getattr(source, name)(*args, **kwargs)


def _asked(source: Any, name: str) -> Any:
    """Return the queryset whose method is called in the end, or None where a manager has one of its own."""
    if not _is_manager(source):
        return source
    method = getattr(getattr(source, name), "__func__", None)
    # All that Django's own method of a manager does.
    return source.get_queryset() if fastpaths.is_written_in(method, BaseManager.__module__) else None


def evaluate(source: Any) -> Any:
    """Return the rows of a queryset or manager as a list; return anything else as it is."""
    if _is_manager(source) and (rows := reading.related_rows(source)) is not None:
        return rows
    source = queryset_of(source)
    if _is_queryset(source):
        return hydration.rows_of(source)
    # A generator runs its query where it is iterated.
    return list(source) if inspect.isgenerator(source) else source


def streamed(source: Any) -> Any:
    """Return what to call ``iterator()`` of, for the same rows as those of this source."""
    if _is_manager(source):
        owner: Any = type(source)  # pyright: ignore[reportUnknownVariableType]
        if "iterator" in vars(source) or not fastpaths.is_written_in(owner.iterator, BaseManager.__module__):
            return source
        # All that Django's own method of a manager does.
        source = source.get_queryset()
    return hydration.streaming(source)


def is_evaluated(source: Any) -> bool:
    """Tell whether ``evaluate`` would run no query."""
    if _is_manager(source):
        return False
    if not _is_queryset(source):
        return not inspect.isgenerator(source)
    # What Django itself asks in _fetch_all.
    prefetch_is_due = source._prefetch_related_lookups and not source._prefetch_done
    return source._result_cache is not None and not prefetch_is_due


def _is_manager(source: Any) -> bool:
    return isinstance(source, BaseManager)


def _is_queryset(source: Any) -> bool:
    return isinstance(source, QuerySet | RawQuerySet)


def queryset_class(kind: type[Any]) -> type[Any]:
    """Return the class of the querysets of a class of managers; return a queryset's class as it is."""
    queryset: type[Any] = getattr(kind, "_queryset_class", kind)
    return queryset


def is_async(function: Any) -> bool:
    """Tell whether a call returns an awaitable or an async iterator."""
    # A manager's methods are proxies of its queryset's.
    function = inspect.unwrap(function)
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def overridden_async(kind: type[Any], name: str) -> bool:
    """Tell whether a project wrote this class's ``aget`` (say) itself, instead of Django."""
    # A manager's method calls that of its queryset.
    for written_on in (kind, queryset_class(kind)):
        method = getattr(written_on, f"a{name}", None)
        if method is not None and not _is_djangos(method):
            return True
    return False


@lru_cache(maxsize=1_000)
def _is_djangos(method: Any) -> bool:
    written_in: str = inspect.unwrap(method).__module__
    return written_in.startswith("django.")


def describe(source: Any) -> str:
    """Return the model and the shape of the query, without running or compiling it.

    >>> describe(Book.objects.filter(title="Dune").order_by("-pages")[:3])
    "library.Book (AND: Exact(Col(library_book, library.Book.title), 'Dune')) order_by('-pages') [0:3]"
    """
    words = [source.model._meta.label]
    query = getattr(source, "query", None)
    if isinstance(source, RawQuerySet):
        words.append(repr(source.raw_query))
    elif query is not None:
        words += _clauses(query)
    return " ".join(words)


def _clauses(query: Query) -> Iterator[str]:
    if query.combinator:
        yield f"{query.combinator} of {len(query.combined_queries)}"
    if query.where:
        yield str(query.where)
    if query.distinct:
        yield "distinct"
    if query.values_select:
        yield f"values{query.values_select!r}"
    if query.order_by:
        yield f"order_by({', '.join(map(repr, query.order_by))})"
    if query.is_sliced:
        high = "" if query.high_mark is None else query.high_mark
        yield f"[{query.low_mark}:{high}]"


__all__ = [
    "Recipe",
    "call",
    "describe",
    "evaluate",
    "is_async",
    "is_evaluated",
    "overridden_async",
    "queryset_class",
    "queryset_of",
    "streamed",
]
