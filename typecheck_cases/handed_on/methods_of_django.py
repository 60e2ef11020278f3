"""A method that queries is kept, or handed on, and called by somebody who does not know what it is."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return"

from functools import partial

from asgiref.sync import sync_to_async
from library.models import Book


class Lazy:
    def __init__(self, function, *args):
        self.function = function
        self.args = args

    def get(self):
        return self.function(*self.args)

    async def aget(self):
        return await sync_to_async(self.function)(*self.args)


def call(function, *args):
    return function(*args)


async def acall(function, *args):
    return await function(*args)


async def kept_by_an_object():
    return Lazy(Book.objects.count).get()  # E: async-unsafe-call


async def kept_by_an_object_for_a_thread():
    return await Lazy(Book.objects.count).aget()


async def of_a_queryset():
    return Lazy(Book.objects.filter(pages=1).exists).get()  # E: async-unsafe-call


async def of_a_row():
    book = await Book.objects.aget(pk=1)
    return Lazy(book.save).get()  # E: async-unsafe-call


async def of_a_row_without_a_query():
    book = await Book.objects.aget(pk=1)
    return Lazy(book.get_kind_display).get()


async def handed_to_a_function():
    return call(Book.objects.first)  # E: async-unsafe-call


async def handed_to_a_function_in_a_thread():
    return await sync_to_async(call)(Book.objects.first)


async def an_async_one():
    return await acall(Book.objects.acount)


async def the_row_that_it_gives():
    book = await sync_to_async(call)(partial(Book.objects.get, pk=1))
    return book.title


async def partial_and_kept():
    return Lazy(partial(Book.objects.get, pk=1)).get()  # E: async-unsafe-call


async def in_a_dict():
    handlers = {"count": Book.objects.count, "exists": Book.objects.exists}
    return handlers["count"]()  # E: async-unsafe-query


async def async_ones_in_a_dict():
    handlers = {"count": Book.objects.acount, "exists": Book.objects.aexists}
    return await handlers["count"]()
