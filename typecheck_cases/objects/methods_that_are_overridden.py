"""A method of the base calls one that the subclass has: what runs is what the object's class says."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from library.models import Book


class Channel(ABC):
    @abstractmethod
    def recipient(self, book: Book) -> str: ...

    async def push(self, book: Book) -> str:
        return f"to {self.recipient(book)}"

    async def push_later(self, book: Book) -> str:
        return f"to {await sync_to_async(self.recipient)(book)}"

    def push_now(self, book: Book) -> str:
        return f"to {self.recipient(book)}"


class TitleChannel(Channel):
    def recipient(self, book: Book) -> str:
        return book.title


class AuthorChannel(Channel):
    def recipient(self, book: Book) -> str:
        return book.author.name


class Job:
    def step(self, book: Book) -> None:
        raise NotImplementedError

    def run(self, books: list[Book]) -> int:
        for book in books:
            self.step(book)
        return len(books)


class Saving(Job):
    def step(self, book: Book) -> None:
        book.save()


class Counting(Job):
    def __init__(self) -> None:
        self.titles: list[str] = []

    def step(self, book: Book) -> None:
        self.titles.append(book.title)


@dataclass
class Several:
    channels: list[Channel]

    async def push(self, book: Book) -> list[str]:
        return [await channel.push(book) for channel in self.channels]

    def push_now(self, book: Book) -> list[str]:
        return [channel.push_now(book) for channel in self.channels]


async def the_subclass_reads_a_relation() -> str:
    book = await Book.objects.aget(pk=1)
    return await AuthorChannel().push(book)  # E: async-unsafe-call "push" runs a query


async def the_subclass_reads_a_relation_of_a_full_row() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return await AuthorChannel().push(book)


async def the_subclass_reads_a_column() -> str:
    book = await Book.objects.aget(pk=1)
    return await TitleChannel().push(book)


async def the_subclass_reads_a_relation_in_a_thread() -> str:
    book = await Book.objects.aget(pk=1)
    return await AuthorChannel().push_later(book)


async def the_subclass_reads_a_relation_now() -> str:
    book = await Book.objects.aget(pk=1)
    return AuthorChannel().push_now(book)  # E: async-unsafe-call "push_now" runs a query


async def the_step_saves() -> int:
    books = [book async for book in Book.objects.all()]
    return Saving().run(books)  # E: async-unsafe-call "run" runs a query


async def the_step_counts() -> int:
    return Counting().run([book async for book in Book.objects.all()])


async def one_of_a_list_reads_a_relation() -> list[str]:
    book = await Book.objects.aget(pk=1)
    channels: list[Channel] = [TitleChannel(), AuthorChannel()]
    return [channel.push_now(book) for channel in channels]  # E: async-unsafe-call "push_now" runs a query


async def none_of_a_list_reads_a_relation() -> list[str]:
    book = await Book.objects.aget(pk=1)
    channels: list[Channel] = [TitleChannel(), TitleChannel()]
    return [channel.push_now(book) for channel in channels]


async def one_of_a_list_of_an_object_reads_a_relation() -> list[str]:
    book = await Book.objects.aget(pk=1)
    several = Several([TitleChannel(), AuthorChannel()])
    return await several.push(book)  # E: async-unsafe-call "push" runs a query


async def one_of_a_list_of_an_object_reads_a_relation_now() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return Several([AuthorChannel()]).push_now(book)  # E: async-unsafe-call "push_now" runs a query


async def none_of_a_list_of_an_object_reads_a_relation() -> list[str]:
    book = await Book.objects.aget(pk=1)
    several = Several([TitleChannel()])
    return await several.push(book)
