"""Rows that an object keeps in a queue come out as they went in."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, arg-type, return"

import asyncio
from collections import deque
from queue import Queue

from library.models import Book


class Mailer:
    def __init__(self):
        self.pending = deque()
        self.queue = asyncio.Queue(maxsize=10)
        self.later = []
        self.threads = Queue()

    async def collect(self, books):
        async for book in books:
            self.pending.append(book)
            await self.queue.put(book)
            self.later.append(book)
            self.threads.put(book)

    def send(self):
        while self.pending:
            yield self.pending.popleft().author.name

    def last(self):
        return self.pending.pop().author.name

    def at_once(self):
        return self.queue.get_nowait().author.name

    def catch_up(self):
        return [book.author.name for book in self.later]

    def of_threads(self):
        return self.threads.get().author.name

    def title(self):
        return self.pending[0].title


async def bare():
    mailer = Mailer()
    await mailer.collect(Book.objects.all())
    return mailer


async def full():
    mailer = Mailer()
    await mailer.collect(Book.objects.select_related("author"))
    return mailer


async def out_of_a_deque():
    return list((await bare()).send())  # E: async-unsafe-call


async def off_its_end():
    return (await bare()).last()  # E: async-unsafe-call


async def out_of_a_queue():
    return (await bare()).at_once()  # E: async-unsafe-call


async def out_of_a_list():
    return (await bare()).catch_up()  # E: async-unsafe-call


async def out_of_a_queue_of_threads():
    return (await bare()).of_threads()  # E: async-unsafe-call


async def only_a_column():
    return (await bare()).title()


async def awaited_out_of_a_queue():
    mailer = await bare()
    book = await mailer.queue.get()
    return book.author.name  # E: async-unsafe-relation


async def joined_rows():
    mailer = await full()
    return [*mailer.send(), mailer.at_once(), mailer.catch_up(), mailer.of_threads()]


async def awaited_joined_rows():
    mailer = await full()
    book = await mailer.queue.get()
    return book.author.name
