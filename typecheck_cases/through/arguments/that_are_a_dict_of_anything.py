"""What is put under a key stands there, whatever the thing is that takes it."""

# mypy: disable-error-code="no-untyped-call,no-untyped-def"

from library import updates
from library.models import Book


def put_every(update):
    update["books"] = Book.objects.all()


async def put_one(update):
    update["book"] = await Book.objects.aget(pk=1)


async def put_loaded(update):
    update["book"] = await Book.objects.select_related("author").aget(pk=1)


async def put_here():
    update = updates.some_update()
    update["books"] = Book.objects.all()
    return [book.pk for book in update["books"]]  # E: async-unsafe-iteration


async def put_by_a_function():
    update = updates.some_update()
    put_every(update)
    return [book.pk for book in update["books"]]  # E: async-unsafe-iteration


async def put_by_a_coroutine():
    update = updates.some_update()
    await put_one(update)
    return update["book"].author  # E: async-unsafe-relation


async def put_over_it():
    update = updates.some_update()
    await put_one(update)
    await put_loaded(update)
    return update["book"].author.name


async def another_key():
    update = updates.some_update()
    await put_one(update)
    update["other"] = update["book"].title
    return update["other"], update["book"].author_id


async def a_decorator_puts_it():
    return await updates.handler()  # E: async-unsafe-call


async def a_decorator_puts_a_loaded_row():
    return await updates.loaded_handler()
