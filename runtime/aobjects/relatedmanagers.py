"""The async managers of a row's relations to many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aobjects.generics import M
from aobjects.managers import AsyncManager

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from django.db.models.manager import BaseManager


class _OfOneRow(AsyncManager[M, M]):
    """What both kinds have in common."""

    if TYPE_CHECKING:

        def __init__(self, source: BaseManager[M]) -> None: ...

    def __call__(self, *, manager: str) -> Self:
        """Return the same relation through another manager of the related model.

        >>> ada = await Reader.aobjects.get(username="ada")
        >>> await ada.atags(manager="objects")
        []
        """
        return type(self)(self._source(manager=manager))


class AsyncRelatedManager(_OfOneRow[M]):
    """The rows whose foreign key, or generic foreign key, points to this row: ``author.abooks``.

    ``remove`` and ``clear`` exist where the foreign key may be null, as in Django.

    >>> austen = await Author.aobjects.get(name="Jane Austen")
    >>> await austen.abooks.filter(pages__gt=400)
    [<Book: Emma>]
    """

    async def add(self, *objs: Any, bulk: bool = True) -> None:
        """Let these rows point to this one; ``bulk=False`` saves each.

        >>> austen = await Author.aobjects.get(name="Jane Austen")
        >>> await austen.abooks.add(await Book.aobjects.get(title="Dune"))
        >>> await austen.abooks.count()
        2
        """
        await self._run("add", *objs, bulk=bulk)

    async def remove(self, *objs: Any, bulk: bool = True) -> None:
        """Let these rows point to nothing; raises ``DoesNotExist`` if one pointed elsewhere.

        >>> austen = await Author.aobjects.get(name="Jane Austen")
        >>> await austen.apupils.remove(await Author.aobjects.get(name="James Joyce"))
        >>> await austen.apupils
        []
        """
        await self._run("remove", *objs, bulk=bulk)

    async def clear(self, *, bulk: bool = True) -> None:
        """Let no row point to this one.

        >>> austen = await Author.aobjects.get(name="Jane Austen")
        >>> await austen.apupils.clear()
        >>> await austen.apupils.exists()
        False
        """
        await self._run("clear", bulk=bulk)

    async def set(self, objs: Iterable[Any] | AnyQuerySet, *, bulk: bool = True, clear: bool = False) -> None:
        """Let exactly these rows point to this one.

        >>> austen = await Author.aobjects.get(name="Jane Austen")
        >>> await austen.apupils.set(Author.aobjects.exclude(name="Jane Austen"))
        >>> await austen.apupils
        [<Author: Frank Herbert>, <Author: James Joyce>]
        """
        await self._run("set", objs, bulk=bulk, clear=clear)


class AsyncManyRelatedManager(_OfOneRow[M]):
    """The rows that are joined to this one by a many-to-many relation: ``book.atags``.

    >>> dune = await Book.aobjects.get(title="Dune")
    >>> [tag.label async for tag in dune.atags]
    ['desert']
    """

    async def add(self, *objs: Any, through_defaults: Mapping[str, Any] | None = None) -> None:
        """Join these rows, or rows with these keys, to this one.

        >>> dune = await Book.aobjects.get(title="Dune")
        >>> await dune.atags.add(await Tag.aobjects.create(label="spice"))
        >>> await dune.atags.order_by("label")
        [<Tag: desert>, <Tag: spice>]
        """
        await self._run("add", *objs, through_defaults=through_defaults)

    async def remove(self, *objs: Any) -> None:
        """Take these rows, or rows with these keys, from this one.

        >>> dune = await Book.aobjects.get(title="Dune")
        >>> await dune.atags.remove(await Tag.aobjects.get(label="desert"))
        >>> await dune.atags
        []
        """
        await self._run("remove", *objs)

    async def clear(self) -> None:
        """Take all rows from this one.

        >>> dune = await Book.aobjects.get(title="Dune")
        >>> await dune.atags.clear()
        >>> await dune.atags.count()
        0
        """
        await self._run("clear")

    async def set(
        self,
        objs: Iterable[Any] | AnyQuerySet,
        *,
        clear: bool = False,
        through_defaults: Mapping[str, Any] | None = None,
    ) -> None:
        """Join exactly these rows to this one.

        >>> emma = await Book.aobjects.get(title="Emma")
        >>> await emma.atags.set(Tag.aobjects.all())
        >>> await emma.atags
        [<Tag: desert>]
        """
        await self._run("set", objs, clear=clear, through_defaults=through_defaults)

    async def create(self, *, through_defaults: Mapping[str, Any] | None = None, **kwargs: Any) -> M:
        """Await a new row that is saved and joined to this one.

        >>> emma = await Book.aobjects.get(title="Emma")
        >>> await emma.atags.create(label="irony")
        <Tag: irony>
        """
        return await self._run("create", through_defaults=through_defaults, **kwargs)

    async def get_or_create(
        self,
        defaults: Mapping[str, Any] | None = None,
        *,
        through_defaults: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> tuple[M, bool]:
        """Await the joined row that matches, made where there is none, and whether it was made.

        >>> emma = await Book.aobjects.get(title="Emma")
        >>> await emma.atags.get_or_create(label="irony")
        (<Tag: irony>, True)
        """
        return await self._run(
            "get_or_create", defaults=defaults, through_defaults=through_defaults, **kwargs
        )

    async def update_or_create(
        self,
        defaults: Mapping[str, Any] | None = None,
        create_defaults: Mapping[str, Any] | None = None,
        *,
        through_defaults: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> tuple[M, bool]:
        """Await the joined row that matches, updated or made, and whether it was made.

        >>> dune = await Book.aobjects.get(title="Dune")
        >>> await dune.atags.update_or_create({"label": "sand"}, label="desert")
        (<Tag: sand>, False)
        """
        return await self._run(
            "update_or_create",
            defaults=defaults,
            create_defaults=create_defaults,
            through_defaults=through_defaults,
            **kwargs,
        )


if TYPE_CHECKING:
    from aobjects.managers import AnyQuerySet

__all__ = ["AsyncManyRelatedManager", "AsyncRelatedManager"]
