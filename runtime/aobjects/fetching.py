"""``afetch``: relations of rows that are there already, loaded in one hop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Model, prefetch_related_objects

from aobjects import hops
from aobjects.evaluation import AsyncRows, unwrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Prefetch


async def afetch(rows: Model | Iterable[Model], *lookups: str | Prefetch[Any, Any, Any]) -> None:
    """Load these relations of a row or of many rows: one hop, one query a relation.

    What is loaded already is not loaded again. Returns nothing; raises ``AttributeError`` for an
    unknown relation.

    >>> books = await Book.aobjects.all()
    >>> await afetch(books, "author__profile", "tags")
    >>> [book.author.name for book in books]
    ['Frank Herbert', 'Jane Austen', 'James Joyce']
    """
    if isinstance(rows, AsyncRows):
        raise TypeError("afetch() takes rows: write 'qs.prefetch_related(...)', or 'afetch(await qs, ...)'.")
    instances = [rows] if isinstance(rows, Model) else list(rows)
    await hops.run(prefetch_related_objects, instances, *map(unwrap, lookups))


__all__ = ["afetch"]
