"""The event loop calls its callbacks itself: what they raise reaches its handler, and no coroutine."""

import asyncio
from functools import partial

from library.models import Book


class Heard:
    """Keeps what the loop says of its callbacks."""

    def __init__(self) -> None:
        self.names: list[str] = []
        asyncio.get_running_loop().set_exception_handler(self.hear)

    def hear(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        self.names.append(type(context.get("exception")).__name__)


UNSAFE = ["SynchronousOnlyOperation"]


def write_author(book: Book) -> None:
    print(book.author.name)


def write_title(book: Book) -> None:
    print(book.title)


def write_author_of_result(task: asyncio.Task[Book]) -> None:
    print(task.result().author.name)


async def calls_soon() -> None:
    heard, book = Heard(), await Book.objects.aget(pk=1)
    asyncio.get_running_loop().call_soon(write_author, book)  # E, silent: async-unsafe-call "write_author"
    await asyncio.sleep(0.01)
    assert heard.names == UNSAFE


async def calls_later() -> None:
    heard, book = Heard(), await Book.objects.aget(pk=1)
    loop = asyncio.get_running_loop()
    loop.call_later(0, lambda: book.author.name)  # E, silent: async-unsafe-relation "author" of "Book"
    await asyncio.sleep(0.01)
    assert heard.names == UNSAFE


async def calls_at() -> None:
    heard, book = Heard(), await Book.objects.aget(pk=1)
    loop = asyncio.get_running_loop()
    loop.call_at(loop.time(), partial(write_author, book))  # E, silent: async-unsafe-call "write_author"
    await asyncio.sleep(0.01)
    assert heard.names == UNSAFE


async def calls_from_a_thread() -> None:
    heard, book = Heard(), await Book.objects.aget(pk=1)
    loop = asyncio.get_running_loop()
    loop.call_soon_threadsafe(write_author, book)  # E, silent: async-unsafe-call "write_author"
    await asyncio.sleep(0.01)
    assert heard.names == UNSAFE


async def calls_when_a_task_is_done() -> None:
    heard, task = Heard(), asyncio.create_task(Book.objects.aget(pk=1))
    task.add_done_callback(write_author_of_result)  # E, silent: async-unsafe-call "write_author_of_result"
    await task
    await asyncio.sleep(0.01)
    assert heard.names == UNSAFE


async def saves_soon() -> None:
    heard, book = Heard(), await Book.objects.aget(pk=1)
    asyncio.get_running_loop().call_soon(book.save)  # E, silent: async-unsafe-query "book.save" runs a query
    await asyncio.sleep(0.01)
    assert heard.names == UNSAFE


async def calls_what_reads_columns() -> None:
    heard, book = Heard(), await Book.objects.aget(pk=1)
    asyncio.get_running_loop().call_soon(write_title, book)
    await asyncio.sleep(0.01)
    assert heard.names == []


async def calls_with_what_is_loaded() -> None:
    heard, book = Heard(), await Book.objects.select_related("author").aget(pk=1)
    asyncio.get_running_loop().call_soon(write_author, book)
    asyncio.get_running_loop().call_later(0, lambda: book.author.name)
    await asyncio.sleep(0.01)
    assert heard.names == []


class Feed(asyncio.Protocol):
    """What a transport calls, when it likes to."""

    def data_received(self, data: bytes) -> None:
        print(Book.objects.count())


async def feeds_it_itself() -> None:
    Feed().data_received(b"")  # E: async-unsafe-call "data_received" runs a query
