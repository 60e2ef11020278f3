"""What goes into a container without annotation comes out of it, and is written down with it."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

import asyncio
import json
from collections import defaultdict, deque
from typing import Any

from asgiref.sync import sync_to_async
from django.core.cache import cache
from library.models import Author, Book


async def rows():
    return [b async for b in Book.objects.all()]


async def full():
    return [b async for b in Book.objects.select_related("author")]


async def setdefault_raises():
    best = {}
    for b in await rows():
        best.setdefault(b.pk, b)
    return [b.author.name for b in best.values()]  # E: async-unsafe-relation


async def setdefault_is_fine():
    best = {}
    for b in await full():
        best.setdefault(b.pk, b)
    return [b.author.name for b in best.values()]


async def children_is_fine():
    children = {}
    for b in await full():
        children.setdefault(b.editor_id, []).append(b)
    return [b.author.name for group in children.values() for b in group]


async def default_is_fine():
    groups = defaultdict(list)
    for b in await full():
        groups[b.editor_id].append(b)
    return [b.author.name for group in groups.values() for b in group]


async def deque_raises():
    queue = deque()
    for b in await rows():
        queue.append(b)
    return queue.popleft().author.name  # E: async-unsafe-relation


async def deque_is_fine():
    queue = deque()
    for b in await full():
        queue.append(b)
    return queue.popleft().author.name


async def deque_made_raises():
    queue = deque(await rows())
    while queue:
        return queue.popleft().author.name  # E: async-unsafe-relation


async def text_dict_raises():
    context = {"books": Book.objects.all()}
    return str(context)  # E: async-unsafe-iteration "repr()"


async def fstring_list_raises():
    books = [Book.objects.all()]
    return f"{books}"  # E: async-unsafe-iteration "repr()"


async def text_list_is_fine():
    return f"{[b.title for b in await rows()]}"


async def any_raises():
    context: dict[str, Any] = {"books": Book.objects.all()}
    return list(context["books"])  # E: async-unsafe-iteration


async def any_row_raises():
    context: dict[str, Any] = {"book": (await rows())[0], "n": 1}
    return context["book"].author.name  # E: async-unsafe-relation


async def any_row_is_fine():
    context: dict[str, Any] = {"book": (await full())[0], "bare": (await rows())[0]}
    return context["book"].author.name


async def replaced_is_fine():
    context: dict[str, Any] = {"book": (await rows())[0]}
    context["book"] = (await full())[0]
    return context["book"].author.name


async def updated_is_fine():
    context: dict[str, Any] = {"book": (await rows())[0]}
    context.update(book=(await full())[0])
    return context["book"].author.name


def replace(context, book):
    context["book"] = book


async def replaced_by_helper_is_fine():
    context: dict[str, Any] = {"book": (await rows())[0]}
    replace(context, (await full())[0])
    return context["book"].author.name


async def mixed_values_raises():
    book = (await rows())[0]
    fields = {"title": book.title, "book": book}
    return [f"{value}" for value in fields.values()]


async def mixed_values_is_fine():
    book = (await full())[0]
    fields = {"title": book.title, "book": book}
    return [f"{value}" for value in fields.values()]


async def percent_raises():
    book = (await rows())[0]
    return "%(title)s %(book)s" % {"title": book.title, "book": book}  # noqa: UP031


async def percent_is_fine():
    book = (await rows())[0]
    return "%(title)s" % {  # noqa: UP031
        "title": book.title,
    }


async def getattr_list_raises():
    book = (await rows())[0]
    return [getattr(book, name) for name in ["title", "author"]]  # E: async-unsafe-relation


async def getattr_list_is_fine():
    book = (await rows())[0]
    return [getattr(book, name) for name in ["title", "author_id"]]


async def getattr_for_raises():
    book = (await rows())[0]
    for name in ("title", "author"):
        print(getattr(book, name))  # E: async-unsafe-relation


async def setattr_raises():
    book = (await rows())[0]
    for name, value in {"title": "x"}.items():
        setattr(book, name, value)
    return book.author.name  # E: async-unsafe-relation


async def setattr_is_fine():
    book = (await rows())[0]
    author = await Author.objects.aget(pk=1)
    for name, value in {"author": author}.items():
        setattr(book, name, value)
    return book.author.name


async def setattr_loaded_is_fine():
    book = (await full())[0]
    for name, value in {"title": "x"}.items():
        setattr(book, name, value)
    return book.author.name


async def listed():
    return await sync_to_async(list)(Book.objects.all())


async def listed_raises():
    return [b.author.name for b in await listed()]  # E: async-unsafe-relation


async def or_set_raises():
    await cache.adelete("k")
    return await cache.aget_or_set("k", lambda: list(Book.objects.all()))  # E: async-unsafe-iteration


async def or_set_is_fine():
    return await cache.aget_or_set("k2", lambda: [1])


async def or_set_value_is_fine():
    return await cache.aget_or_set("k3", await rows())


async def queue_raises():
    queue = asyncio.Queue()
    for b in await rows():
        await queue.put(b)
    book = await queue.get()
    return book.author.name  # E: async-unsafe-relation


async def queue_is_fine():
    queue = asyncio.Queue()
    for b in await full():
        await queue.put(b)
    book = await queue.get()
    return book.author.name


async def read(b):
    return b.author.name


async def create_task_raises():
    return await asyncio.create_task(read((await rows())[0]))  # E: async-unsafe-call


async def create_task_is_fine():
    return await asyncio.create_task(read((await full())[0]))


async def gather_raises():
    return await asyncio.gather(*[read(b) for b in await rows()])  # E: async-unsafe-call


async def gather_is_fine():
    return await asyncio.gather(*[read(b) for b in await full()])


async def wait_for_raises():
    return await asyncio.wait_for(read((await rows())[0]), 5)  # E: async-unsafe-call


async def as_completed_raises():
    found = [await t for t in asyncio.as_completed([read(b) for b in await rows()])]  # E: async-unsafe-call
    return sorted(found)


async def fetch():
    return await Book.objects.aget(pk=1)


async def task_result_raises():
    task = asyncio.create_task(fetch())
    await task
    return task.result().author.name  # E: async-unsafe-relation


async def task_awaited_raises():
    task = asyncio.create_task(fetch())
    book = await task
    return book.author.name  # E: async-unsafe-relation


async def wait_for_value_raises():
    book = await asyncio.wait_for(fetch(), 5)
    return book.author.name  # E: async-unsafe-relation


async def json_default_is_fine():
    return json.dumps({"book": (await full())[0]}, default=str)


async def max_raises():
    return max(await rows(), key=lambda b: b.pk).author.name  # E: async-unsafe-relation


async def max_is_fine():
    return max(await full(), key=lambda b: b.pk).author.name
