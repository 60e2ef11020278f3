"""What would run a query in the event loop, or run none, is marked where it is written."""

# ruff: noqa: B007, B018

from aobjects import AsyncQuerySet, aatomic, agather, run_sync
from shop.models import Author, Book


async def evaluated(authors: AsyncQuerySet[Author]) -> None:
    for author in Author.aobjects:  # refused
        pass
    list(authors)  # refused
    len(authors)  # refused
    sorted(authors, key=id)  # refused
    len(Author.aobjects)  # refused
    list(Book.aobjects.in_stock())  # refused


async def forgotten(authors: AsyncQuerySet[Author]) -> None:
    Author.aobjects.get(pk=1)  # refused
    authors.get(pk=1).name  # refused
    authors.filter(pk=1).name  # refused
    authors.first().name  # refused
    authors[0].name  # refused


async def misplaced(book: Book, author: Author, authors: AsyncQuerySet[Author]) -> None:
    (await authors.first()).name  # refused
    (await authors.get()).title  # refused
    Author.aobjects.delete()  # refused
    Author.aobjects[0]  # refused
    Author.aobjects.in_stock()  # refused
    book.aobjects  # refused
    await Author.aobjects.aget(pk=1)  # refused
    await authors.count(1)  # refused
    await author.abooks.filter().add(book)  # refused
    await run_sync(len, 1)  # refused
    await agather(1)  # refused
    with aatomic():  # refused
        pass
