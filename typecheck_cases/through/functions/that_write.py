"""Creating, saving and deleting are queries."""

from asgiref.sync import sync_to_async
from library.models import Author, Book, Tag


def add_tag(label: str) -> Tag:
    return Tag.objects.create(label=label)


def rename(book: Book, title: str) -> None:
    book.title = title
    book.save()


def forget(author: Author) -> None:
    author.delete()


async def creates() -> str:
    return add_tag("new").label  # E: async-unsafe-call "add_tag" runs a query


async def saves() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    rename(book, "another")  # E: async-unsafe-call "rename" runs a query


async def deletes() -> None:
    author = await Author.objects.aget(pk=1)
    forget(author)  # E: async-unsafe-call "forget" runs a query


async def does_all_in_threads() -> None:
    await sync_to_async(add_tag)("new")
    await sync_to_async(rename)(await Book.objects.aget(pk=1), "another")
    await sync_to_async(forget)(await Author.objects.aget(pk=2))
