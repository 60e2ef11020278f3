"""What ``_replace()``, ``_asdict()`` and ``_make()`` of named tuples give: the rows that went in."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, misc, override, type-arg"

from collections import namedtuple

from library.models import Book

Entry = namedtuple("Entry", "book page")


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


async def replaced():
    entry = Entry(await full(), 1)._replace(book=await bare())
    return entry.book.author.name  # E: async-unsafe-relation


async def replaced_by_a_loaded_one():
    entry = Entry(await bare(), 1)._replace(book=await full())
    return entry.book.author.name


async def another_replaced():
    entry = Entry(await bare(), 1)._replace(page=2)
    return entry.book.author.name  # E: async-unsafe-relation


async def as_a_dict():
    return Entry(await bare(), 1)._asdict()["book"].author.name  # E: async-unsafe-relation


async def as_a_dict_and_loaded():
    return Entry(await full(), 1)._asdict()["book"].author.name


async def made_of_a_list():
    return Entry._make([await bare(), 1]).book.author.name  # E: async-unsafe-relation


async def made_of_a_list_and_loaded():
    return Entry._make([await full(), 1]).book.author.name
