"""What runs no query, or would run one synchronously, is an error."""

# ruff: noqa

from aobjects import AsyncManager, AsyncQuerySet
from library import AsyncBooks, Author, Book


async def evaluated(authors: AsyncQuerySet[Author], manager: AsyncManager[Author], own: AsyncBooks) -> None:
    for author in authors:  # E:
        pass
    for author in manager:  # E:
        pass
    for book in own:  # E:
        pass
    names = [author for author in authors]  # E:
    list(authors)  # E:
    set(manager)  # E:
    tuple(own)  # E:
    sorted(authors, key=id)  # E:
    len(authors)  # E:
    len(manager)  # E:
    max(authors, key=id)  # E:
    print(*authors)  # E:
    first, second = authors  # E:
    one = Author() in authors  # E:
    two = Author() in manager  # E:
    three = 1 if authors else 2  # E:
    if manager:  # E:
        pass
    if not own:  # E:
        pass


async def forgotten(authors: AsyncQuerySet[Author]) -> None:
    authors.get(pk=1)  # E:
    authors.create(name="a")  # E:
    authors.get(pk=1).name  # E:
    authors.filter(pk=1).name  # E:
    authors.first().name  # E:
    authors[0].name  # E:
    authors.published()  # E:
    names: list[str] = authors.values_list("name", flat=True)  # E:


async def misplaced(book: Book, author: Author, authors: AsyncQuerySet[Author]) -> None:
    book.aobjects  # E:
    author.aobjects  # E:
    authors.aobjects  # E:
    authors.add(author)  # E:
    authors.as_view()  # E:
    Author.aobjects.delete()  # E:
    Author.aobjects[0]  # E:
    await author.abooks.filter().add(book)  # E:
    await Author.aobjects.aget(pk=1)  # E:
    await authors.count(1)  # E:
