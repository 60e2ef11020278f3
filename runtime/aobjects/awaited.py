"""``AwaitedQueries``: what runs a query and is awaited, for managers and querysets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aobjects.evaluation import AsyncRows
from aobjects.generics import M, Row

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Collection, Iterable, Mapping

    from django.db.models import Model
    from django.db.models.expressions import OrderBy


class AwaitedQueries(AsyncRows[M, Row]):
    """The methods of Django's that run a query, awaited without the ``a`` prefix; each is one hop.

    >>> await Book.aobjects.filter(pages__gt=400).count()
    2
    """

    def iterator(self, chunk_size: int | None = None) -> AsyncGenerator[Row, None]:
        """Return an async iterator that holds one chunk of rows in memory; one hop a chunk.

        The cursor is closed when the loop ends, breaks, raises or is cancelled. Raises ``ValueError`` as
        Django does: with ``prefetch_related`` and no ``chunk_size``, or where that is not positive.

        >>> [book.title async for book in Book.aobjects.iterator(chunk_size=100)]
        ['Dune', 'Emma', 'Ulysses']
        """
        return self._stream(chunk_size, chunk_size=chunk_size)

    async def get(self, *args: Any, **kwargs: Any) -> Row:
        """Await the one row that matches; raises ``Book.DoesNotExist`` and ``MultipleObjectsReturned``.

        >>> await Book.aobjects.get(title="Dune")
        <Book: Dune>
        """
        return await self._run("get", *args, **kwargs)

    async def first(self) -> Row | None:
        """Await the first row, by primary key where no order is set, or ``None``.

        >>> await Book.aobjects.filter(title="Dune").first()
        <Book: Dune>
        """
        return await self._run("first")

    async def last(self) -> Row | None:
        """Await the last row, by primary key where no order is set, or ``None``.

        >>> await Book.aobjects.order_by("title").last()
        <Book: Ulysses>
        """
        return await self._run("last")

    async def earliest(self, *fields: str | OrderBy) -> Row:
        """Await the first row by these fields or ``Meta.get_latest_by``; raises ``Book.DoesNotExist``.

        >>> await Book.aobjects.earliest("pages")
        <Book: Ulysses>
        """
        return await self._run("earliest", *fields)

    async def latest(self, *fields: str | OrderBy) -> Row:
        """Await the last row by these fields or ``Meta.get_latest_by``; raises ``Book.DoesNotExist``.

        >>> await Book.aobjects.latest("pages")
        <Book: Dune>
        """
        return await self._run("latest", *fields)

    async def count(self) -> int:
        """Await the number of rows, counted by the database.

        >>> await Book.aobjects.count()
        3
        """
        return await self._run("count")

    async def exists(self) -> bool:
        """Await whether there is a row.

        >>> await Book.aobjects.filter(title="Dune").exists()
        True
        """
        return await self._run("exists")

    async def contains(self, obj: Model) -> bool:
        """Await whether this row is among those of the queryset.

        >>> dune = await Book.aobjects.get(title="Dune")
        >>> await Book.aobjects.filter(pages__lt=100).contains(dune)
        False
        """
        return await self._run("contains", obj)

    async def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Await a dictionary of aggregates over all rows.

        >>> await Book.aobjects.aggregate(longest=Max("pages"))
        {'longest': 612}
        """
        return await self._run("aggregate", *args, **kwargs)

    async def in_bulk(self, id_list: Iterable[Any] | None = None, *, field_name: str = "pk") -> dict[Any, M]:
        """Await a dictionary from each of these values of a unique field to its row.

        >>> await Tag.aobjects.in_bulk(["desert"], field_name="label")
        {'desert': <Tag: desert>}
        """
        return await self._run("in_bulk", id_list, field_name=field_name)

    async def explain(self, *, format: str | None = None, **options: Any) -> str:
        """Await the database's plan for the query.

        >>> "library_book" in await Book.aobjects.explain()
        True
        """
        return await self._run("explain", format=format, **options)

    async def create(self, **kwargs: Any) -> M:
        """Await a new row that is saved.

        >>> await Tag.aobjects.create(label="irony")
        <Tag: irony>
        """
        return await self._run("create", **kwargs)

    async def get_or_create(self, defaults: Mapping[str, Any] | None = None, **kwargs: Any) -> tuple[M, bool]:
        """Await the row that matches, made with ``defaults`` where there is none, and whether it was made.

        >>> await Tag.aobjects.get_or_create(label="desert")
        (<Tag: desert>, False)
        """
        return await self._run("get_or_create", defaults=defaults, **kwargs)

    async def update_or_create(
        self,
        defaults: Mapping[str, Any] | None = None,
        create_defaults: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> tuple[M, bool]:
        """Await the row that matches, updated with ``defaults`` or made, and whether it was made.

        >>> await Book.aobjects.update_or_create({"pages": 600}, title="Dune")
        (<Book: Dune>, False)
        """
        return await self._run(
            "update_or_create", defaults=defaults, create_defaults=create_defaults, **kwargs
        )

    async def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[M]:
        """Await these rows, inserted with as few queries as the database allows.

        >>> await Tag.aobjects.bulk_create([Tag(label="irony"), Tag(label="war")])
        [<Tag: irony>, <Tag: war>]
        """
        return await self._run(
            "bulk_create", objs, batch_size, ignore_conflicts, update_conflicts, update_fields, unique_fields
        )

    async def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Await the number of rows whose fields were saved, with as few queries as the database allows.

        >>> books = await Book.aobjects.all()
        >>> await Book.aobjects.bulk_update(books, ["pages"])
        3
        """
        return await self._run("bulk_update", objs, fields, batch_size)

    async def update(self, **kwargs: Any) -> int:
        """Await the number of rows that the database changed.

        >>> await Book.aobjects.filter(title="Dune").update(pages=600)
        1
        """
        return await self._run("update", **kwargs)


__all__ = ["AwaitedQueries"]
