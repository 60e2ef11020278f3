"""Handlers that get what their decorators put under the keys of an update."""

import functools

from library.models import Book


def some_update():
    return eval("{}")


async def put_found(update):
    update["book"], _ = await Book.objects.aget_or_create(pk=1)


async def put_loaded(update):
    update["book"] = await Book.objects.select_related("author").aget(pk=1)


def with_book(handler):
    @functools.wraps(handler)
    async def inner():
        update = some_update()
        await put_found(update)
        update["member"] = update["book"].author_id
        return await handler(update)

    return inner


def with_loaded_book(handler):
    @functools.wraps(handler)
    async def inner():
        update = some_update()
        await put_loaded(update)
        return await handler(update)

    return inner


@with_book
async def handler(update):
    return update["book"].author.name


@with_loaded_book
async def loaded_handler(update):
    await update["book"].asave()
    return update["book"].author.name
