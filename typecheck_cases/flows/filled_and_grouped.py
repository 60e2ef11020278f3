"""Containers whose rows are replaced, grouped or joined by hand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from library.models import Author, Book


@dataclass
class Item:
    book: Book
    number: int = 0


async def replaces_by_update() -> str:
    books = {"one": await Book.objects.aget(pk=1)}
    books.update(one=await Book.objects.select_related("author").aget(pk=1))
    return books["one"].author.name


async def replaces_each_value() -> list[str]:
    books = {1: await Book.objects.aget(pk=1)}
    for key in books:
        books[key] = await Book.objects.select_related("author").aget(pk=key)
    return [book.author.name for book in books.values()]


async def replaces_each_element() -> list[str]:
    books = [book async for book in Book.objects.all()]
    for index, book in enumerate(books):
        books[index] = await Book.objects.select_related("author").aget(pk=book.pk)
    return [book.author.name for book in books]


async def replaces_the_whole_list() -> str:
    books = [book async for book in Book.objects.all()]
    books[:] = [await Book.objects.select_related("author").aget(pk=1)]
    return books[0].author.name


async def picks_the_last_of_two() -> str:
    books = [await Book.objects.aget(pk=1)]
    books.append(await Book.objects.select_related("author").aget(pk=2))
    return books[-1].author.name


async def joins_by_hand() -> list[str]:
    books = [book async for book in Book.objects.all()]
    authors = await Author.objects.ain_bulk()
    for book in books:
        if book.author_id in authors:
            book.author = authors[book.author_id]
    return [book.author.name for book in books]


async def joins_by_two_loops() -> list[str]:
    books = [book async for book in Book.objects.all()]
    async for author in Author.objects.all():
        for book in books:
            if book.author_id == author.pk:
                book.author = author
    return [book.author.name for book in books]


async def groups_and_joins() -> list[str]:
    books = [book async for book in Book.objects.all()]
    authors = await Author.objects.ain_bulk()
    groups: dict[int, list[Book]] = {}
    for book in books:
        groups.setdefault(book.author_id, []).append(book)
    for key, group in groups.items():
        for book in group:
            book.author = authors[key]
    return [book.author.name for book in books]


async def groups_and_reads() -> str:
    groups: defaultdict[int, list[Book]] = defaultdict(list)
    async for book in Book.objects.all():
        groups[book.author_id].append(book)
    return groups[1][0].author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_without_a_join() -> list[str]:
    books = [book async for book in Book.objects.all()]
    for book in books:
        book.title = book.title.upper()
    return [book.author.name for book in books]  # E: async-unsafe-relation "author" of "Book"


async def replaces_a_field() -> str:
    item = Item(await Book.objects.aget(pk=1))
    item = replace(item, book=await Book.objects.select_related("author").aget(pk=1))
    return item.book.author.name


async def replaces_another_field() -> str:
    item = Item(await Book.objects.aget(pk=1))
    item = replace(item, number=2)
    return item.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def sets_what_it_was_given() -> str:
    book = await Book.objects.aget(pk=1)
    for name, value in {"author": await Author.objects.aget(pk=2), "title": "new"}.items():
        setattr(book, name, value)
    return book.author.name


async def remembers_the_way() -> str:
    book, is_loaded = await Book.objects.aget(pk=1), False
    if book.pages == 0:
        book.author = await Author.objects.aget(pk=book.author_id)
        is_loaded = True
    return book.author.name if is_loaded else ""


async def reads_under_the_flag_that_prefetched() -> list[str]:
    deep = await Book.objects.aexists()
    books = Book.objects.all()
    if deep:
        books = books.prefetch_related("tags")
    return [tag.label async for book in books if deep for tag in book.tags.all()]


async def reads_without_the_flag() -> list[str]:
    deep = await Book.objects.filter(pages=1).aexists()
    books = Book.objects.all()
    if deep:
        books = books.prefetch_related("tags")
    book = await books.aget(pk=1)
    return [tag.label for tag in book.tags.all()]  # E: async-unsafe-iteration
