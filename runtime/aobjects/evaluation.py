"""``AsyncRows``: what is around a Django queryset or manager, and how it comes to its rows."""

from __future__ import annotations

import functools
import inspect
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Generic, TypeGuard

from django.db.models import Prefetch

from aobjects import hops, planned, plans, sources
from aobjects.generics import M, Row
from aobjects.refusals import AsyncOnly
from aobjects.streams import stream

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator


class AsyncRows(AsyncOnly, Generic[M, Row]):
    """Rows that come when they are awaited or iterated with ``async for``, and in no other way.

    >>> rows = Book.aobjects.filter(pages__gt=400)
    >>> await rows
    [<Book: Dune>, <Book: Emma>]
    >>> [book.title async for book in rows]
    ['Dune', 'Emma']
    """

    _recipe: sources.Recipe | plans.Filtered

    def __init__(self, source: Any) -> None:
        if isinstance(source, sources.Recipe | plans.Filtered):
            self._recipe = source
        else:
            self._source = source

    @property
    def _queryset_class(self) -> type[AsyncRows[Any, Any]]:
        """The class of what is built from this."""
        return type(self)

    @cached_property
    def _source(self) -> Any:
        """The Django queryset or manager: given, or made by the recipe when it is first needed."""
        return self._recipe.make()

    @property
    def _filtered(self) -> plans.Filtered | None:
        """What has the rows, or finds them, without a Django queryset."""
        recipe = None if "_source" in self.__dict__ else self._recipe
        return recipe if isinstance(recipe, plans.Filtered) else None

    @property
    def _is_made(self) -> bool:
        """Whether there is a Django queryset or manager, or one can be made without a query."""
        return "_source" in self.__dict__ or isinstance(self._recipe, plans.Filtered)

    @property
    def _has_rows(self) -> bool:
        if filtered := self._filtered:
            return filtered.rows is not None
        return self._is_made and sources.is_evaluated(self._source)

    @property
    def _kind(self) -> type[Any]:
        return self._source.__class__ if "_source" in self.__dict__ else self._recipe.kind

    if not TYPE_CHECKING:

        def __class_getitem__(cls, parameters):
            return cls

        def __getattr__(self, name):
            """Offer what the project's own queryset or manager has."""
            if name.startswith("_"):
                # Copy and pickle ask for these before there is a source.
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            method = getattr(self._kind, name, None)
            if not inspect.isfunction(method):
                value = getattr(self._source, name)
                # A recipe may make another queryset than was expected, with methods of its own.
                method = getattr(self._kind, name, None)
                if not inspect.isfunction(method):
                    return value
            run = self._call if sources.is_async(method) else self._later
            return functools.wraps(method)(partial(run, name))

    def __dir__(self) -> list[str]:
        written_for_it = {
            name
            for name, method in inspect.getmembers(self._kind, inspect.isfunction)
            if not name.startswith("_") and not inspect.unwrap(method).__module__.startswith("django.")
        }
        return sorted({*super().__dir__(), *written_for_it})

    # How the work is done. Each method of a subclass is one of these.

    def _call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call the Django method."""
        positional = [unwrap(value) for value in args]
        by_name = {key: unwrap(value) for key, value in kwargs.items()}
        return sources.call(self._source, name, positional, by_name)

    def _build(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Return a queryset with one more clause."""
        if self._is_made:
            if name == "filter" and not args and (filtered := plans.filtered(self._source, kwargs)):
                return self._queryset_class(filtered)
            return self._queryset_class(self._call(name, *args, **kwargs))
        return self._later(name, *args, **kwargs)

    def _later(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Return a queryset that is made in the thread of its query, by a method that may run one itself."""
        kind = sources.queryset_class(self._kind)
        make = partial(self._call, name, *args, **kwargs)
        recipe = sources.Recipe(kind, make, lambda: f"{self._describe()}.{name}()")
        return self._queryset_class(recipe)

    async def _run(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Run a query, in one hop."""
        if sources.overridden_async(self._kind, name):
            return await self._call(f"a{name}", *args, **kwargs)
        if name == "get" and not args and "_source" in self.__dict__:
            call = partial(self._call, name, **kwargs)
            return await hops.run(planned.Get(self._source, kwargs, call))
        return await hops.run(self._call, name, *args, **kwargs)

    # Evaluation.

    def __await__(self) -> Generator[Any, Any, list[Row]]:
        return self.eval().__await__()

    # Not a generator itself: jedi takes an ``async def`` for a coroutine, and knows no row.
    def __aiter__(self) -> AsyncIterator[Row]:
        return self._each()

    async def _each(self) -> AsyncGenerator[Row, None]:
        for row in await self.eval():
            yield row

    async def eval(self) -> list[Row]:
        """Await the rows as a list, like ``await qs``; rows that were fetched once are not fetched again.

        >>> await Book.aobjects.order_by("-title")[:2].eval()
        [<Book: Ulysses>, <Book: Emma>]
        """
        if self._has_rows:
            return self._evaluate()
        filtered = self._filtered
        call = planned.Rows(filtered, self._evaluate) if filtered else self._evaluate
        rows = await hops.run(call)
        # A project's method may be a plain function that returns a coroutine.
        return await rows if inspect.isawaitable(rows) else rows

    def _evaluate(self) -> Any:
        if (filtered := self._filtered) and (rows := filtered.evaluate()) is not None:
            return list(rows)
        return sources.evaluate(self._source)

    def _stream(self, *args: Any, chunk_size: int | None = None) -> AsyncGenerator[Row, None]:
        def open_rows() -> Any:
            return sources.streamed(self._source).iterator(*args)

        if self._is_made:
            # Opened here, to raise here what Django raises. The first row runs the query, not this.
            rows = open_rows()
            return stream(lambda: rows, chunk_size)
        return stream(open_rows, chunk_size)

    # What every object has.

    @property
    def model(self) -> type[M]:
        """The model.

        >>> Book.aobjects.model
        <class 'library.models.Book'>
        """
        return self._source.model

    @property
    def db(self) -> str:
        """The alias of the database that the query would run on.

        >>> Book.aobjects.using("other").db
        'other'
        """
        return self._source.db

    def sync(self) -> Any:
        """Return Django's own object, to be used in synchronous code.

        >>> Tag.aobjects.raw("SELECT * FROM library_tag").sync()
        <RawQuerySet: SELECT * FROM library_tag>
        """
        return self._source

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self._describe()}>"

    def _describe(self) -> str:
        if isinstance(recipe := self.__dict__.get("_recipe"), sources.Recipe) and not self._is_made:
            return recipe.describe()
        return sources.describe(self._source)

    def __reduce__(self) -> Any:
        return type(self), (self._source,)


def _is_ours(value: object) -> TypeGuard[AsyncRows[Any, Any]]:
    return isinstance(value, AsyncRows)


def _is_prefetch(value: object) -> TypeGuard[Prefetch[Any, Any, Any]]:
    return isinstance(value, Prefetch)


def unwrap(value: Any) -> Any:
    """Return Django's object for one of ours, also inside a ``Prefetch``."""
    if _is_ours(value):
        return value.sync()
    if _is_prefetch(value):
        value.queryset = unwrap(value.queryset)
    return value


__all__ = ["AsyncRows", "unwrap"]
