"""A helper puts rows into a list, a dict or a queue that it is given: the caller finds them there."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, var-annotated"

import asyncio

from library.models import Book


async def collect(books, into):
    async for book in books:
        into.append(book)


def keep_all(books, found):
    for book in books:
        found.append(book)


async def collect_typed(into: dict[int, list[Book]], *, pages: int) -> None:
    into[pages] = [book async for book in Book.objects.all()]


async def anew(into):
    into = [book async for book in Book.objects.all()]
    return len(into)


async def produce(queue, books):
    async for book in books:
        await queue.put(book)
    await queue.put(None)


class Collector:
    def __init__(self):
        self.books = []

    async def collect(self, into):
        async for book in Book.objects.all():
            into.append(book)

    async def authors(self):
        await self.collect(self.books)
        return [book.author.name for book in self.books]


async def a_list():
    found = []
    await collect(Book.objects.order_by("pk"), found)
    return [book.author.name for book in found]  # E: async-unsafe-relation


async def a_list_of_loaded_rows():
    found = []
    await collect(Book.objects.select_related("author"), into=found)
    return [book.author.name for book in found]


async def a_list_by_name():
    found: list[Book] = []
    await collect(into=found, books=Book.objects.order_by("pk"))
    return [book.author.name for book in found]  # E: async-unsafe-relation


async def a_column():
    found = []
    await collect(Book.objects.order_by("pk"), found)
    return [book.title for book in found]


async def a_list_in_a_sync_function():
    found = []
    keep_all([book async for book in Book.objects.all()], found)
    return [book.author.name for book in found]  # E: async-unsafe-relation


async def a_dict_of_lists():
    found: dict[int, list[Book]] = {}
    await collect_typed(found, pages=1)
    return [book.author.name for book in found[1]]  # E: async-unsafe-relation


async def another_list_under_the_same_name():
    found = [book async for book in Book.objects.select_related("author")]
    await anew(found)
    return [book.author.name for book in found]


async def a_list_of_the_function_around():
    found = []

    async def collect_here():
        async for book in Book.objects.all():
            found.append(book)

    await collect_here()
    return [book.author.name for book in found]  # E: async-unsafe-relation


async def a_list_of_loaded_rows_of_the_function_around():
    found = []

    async def collect_here():
        async for book in Book.objects.select_related("author"):
            found.append(book)

    await collect_here()
    return [book.author.name for book in found]


async def a_queue():
    queue = asyncio.Queue()
    task = asyncio.create_task(produce(queue, Book.objects.order_by("pk")))
    names = []
    while (book := await queue.get()) is not None:
        names.append(book.author.name)  # E: async-unsafe-relation
    await task
    return names


async def a_queue_of_loaded_rows():
    queue = asyncio.Queue()
    task = asyncio.create_task(produce(queue, Book.objects.select_related("author")))
    names = []
    while (book := await queue.get()) is not None:
        names.append(book.author.name)
    await task
    return names
