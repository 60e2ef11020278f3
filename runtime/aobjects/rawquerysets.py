"""``AsyncRawQuerySet``: the rows of a project's own SQL, awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from aobjects import hops
from aobjects.evaluation import AsyncRows
from aobjects.generics import M

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine
    from typing import Self

    from django.db.models import Prefetch


class AsyncRawQuerySet(AsyncRows[M, M]):
    """A raw queryset that is awaited; ``Book.aobjects.raw`` makes one.

    >>> await Book.aobjects.raw("SELECT * FROM library_book WHERE pages > %s", [600])
    [<Book: Dune>]
    """

    @overload
    def __getitem__(self, index: int) -> Coroutine[Any, Any, M]: ...
    @overload
    def __getitem__(self, index: slice) -> Coroutine[Any, Any, list[M]]: ...
    def __getitem__(self, index: int | slice) -> Any:
        """Return an awaitable of one row or of a list of rows; the database sends all, as in Django.

        >>> await Tag.aobjects.raw("SELECT * FROM library_tag ORDER BY label")[0]
        <Tag: desert>
        """
        return self._run("__getitem__", index)

    def iterator(self) -> AsyncGenerator[M, None]:
        """Return an async iterator over the rows of an open cursor.

        >>> [tag.label async for tag in Tag.aobjects.raw("SELECT * FROM library_tag").iterator()]
        ['desert']
        """
        return self._stream()

    def prefetch_related(self, *lookups: str | Prefetch[Any, Any, Any] | None) -> Self:
        """Return a raw queryset that loads these relations by a query each.

        >>> tags = await Tag.aobjects.raw("SELECT * FROM library_tag").prefetch_related("books")
        >>> [list(tag.books.all()) for tag in tags]
        [[<Book: Dune>]]
        """
        return self._build("prefetch_related", *lookups)

    def using(self, alias: str | None) -> Self:
        """Return the raw queryset on this database.

        >>> await Tag.aobjects.raw("SELECT * FROM library_tag").using("other")
        []
        """
        return self._build("using", alias)

    async def columns(self) -> list[str]:
        """Await the names of the columns that the SQL selects; Django's property runs the query.

        >>> await Tag.aobjects.raw("SELECT id, label FROM library_tag").columns()
        ['id', 'label']
        """
        return await hops.run(lambda: self._source.columns)

    async def model_fields(self) -> dict[str, Any]:
        """Await the model's fields by the names of their columns.

        >>> sorted(await Tag.aobjects.raw("SELECT * FROM library_tag").model_fields())
        ['id', 'label', 'owner_id']
        """
        return await hops.run(lambda: self._source.model_fields)


__all__ = ["AsyncRawQuerySet"]
