"""A loop over functions calls one after the other: what the last one leaves is what there is."""

from collections.abc import Callable

from django.db.models import QuerySet
from library.models import Book


def apply(rows: QuerySet[Book], *steps: Callable[[QuerySet[Book]], QuerySet[Book]]) -> QuerySet[Book]:
    for step in steps:
        rows = step(rows)
    return rows


def long_only(rows: QuerySet[Book]) -> QuerySet[Book]:
    return rows.filter(pages__gte=0)


def with_author(rows: QuerySet[Book]) -> QuerySet[Book]:
    return rows.select_related("author")


async def composed() -> list[str]:
    rows = apply(Book.objects.all(), long_only, lambda q: q.select_related("author"))
    return [row.author.name async for row in rows]


async def composed_named() -> list[str]:
    return [row.author.name async for row in apply(Book.objects.all(), with_author, long_only)]


async def composed_bare() -> list[str]:
    return [row.author.name async for row in apply(Book.objects.all(), long_only)]  # E: async-unsafe-relation


async def composed_list() -> list[str]:
    rows = Book.objects.all()
    for step in [long_only, with_author]:
        rows = step(rows)
    return [row.author.name async for row in rows]


async def composed_tuple_bare() -> list[str]:
    rows = Book.objects.all()
    for step in (long_only, long_only):
        rows = step(rows)
    return [row.author.name async for row in rows]  # E: async-unsafe-relation


def last_of(row: Book, path: str) -> Book:
    found = Book()
    for _ in path.split("."):
        found = row
    return found


async def a_text_has_one_part_at_least() -> str:
    return last_of(await Book.objects.select_related("author").aget(pk=1), "a.b").author.name


async def what_the_last_part_leaves() -> str:
    return last_of(await Book.objects.aget(pk=1), "a.b").author.name  # E: async-unsafe-relation
