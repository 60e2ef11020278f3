"""A thread gives a coroutine back to the event loop with `async_to_sync`: there it may run no query again."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, untyped-decorator"

import asyncio
from functools import partial

from asgiref.sync import async_to_sync, sync_to_async
from django.db import transaction
from library.models import Book


async def author_of(book: Book) -> str:
    return book.author.name


async def title_of(book):
    return book.title


async def loaded_author_of(pk):
    return (await Book.objects.select_related("author").aget(pk=pk)).author.name


def tell(book: Book) -> str:
    return async_to_sync(author_of)(book)


def tell_text(book):
    return str(async_to_sync(author_of)(book)).upper()


def tell_title(book):
    return async_to_sync(title_of)(book)


def tell_author_of_the_title(book):
    print(book.author)
    return async_to_sync(author_of)(book)


def tell_a_fresh_one(book):
    fresh = Book.objects.get(pk=book.pk)
    return async_to_sync(title_of)(Book.objects.get(pk=fresh.pk)) + async_to_sync(loaded_author_of)(fresh.pk)


tell_now = async_to_sync(author_of)


@async_to_sync
async def tell_decorated(book):
    return book.author.name


class Bell:
    def __init__(self, book):
        self.book = book

    async def author(self):
        return self.book.author.name

    def ring(self):
        return async_to_sync(self.author)()


def commits(book: Book) -> None:
    with transaction.atomic():
        transaction.on_commit(lambda: async_to_sync(author_of)(book))


def commits_a_partial(book: Book) -> None:
    with transaction.atomic():
        transaction.on_commit(partial(tell, book))


def commits_what_asks_in_the_thread(book: Book) -> None:
    with transaction.atomic():
        transaction.on_commit(lambda: print(book.author, async_to_sync(title_of)(book)))


async def one() -> Book:
    return await Book.objects.aget(pk=1)


async def full() -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


async def a_helper():
    return await sync_to_async(tell)(await one())  # E: async-unsafe-call


async def a_helper_with_a_loaded_row():
    return await sync_to_async(tell)(await full())


async def inside_another_call():
    return await asyncio.to_thread(tell_text, await one())  # E: async-unsafe-call


async def a_column():
    return await sync_to_async(tell_title)(await one())


async def what_the_thread_has_loaded():
    return await sync_to_async(tell_author_of_the_title)(await one())


async def what_the_thread_asks_itself():
    return await sync_to_async(tell_a_fresh_one)(await one())


async def a_lambda():
    book = await one()
    return await sync_to_async(lambda: async_to_sync(author_of)(book))()  # E: async-unsafe-call


async def a_name_of_the_module():
    book = await one()
    return await sync_to_async(lambda: tell_now(book))()  # E: async-unsafe-call


async def a_decorated_function():
    book = await one()
    return await sync_to_async(lambda: tell_decorated(book))()  # E: async-unsafe-call


async def a_decorated_function_with_a_loaded_row():
    book = await full()
    return await sync_to_async(lambda: tell_decorated(book))()


async def a_method():
    return await sync_to_async(Bell(await one()).ring)()  # E: async-unsafe-call


async def a_method_with_a_loaded_row():
    return await sync_to_async(Bell(await full()).ring)()


async def a_local_coroutine():
    book = await one()

    async def read():
        return book.author.name  # E: async-unsafe-relation

    def run():
        return async_to_sync(read)()

    return await sync_to_async(run)()


async def after_the_commit():
    await sync_to_async(commits)(await one())  # E: async-unsafe-call


async def a_partial_after_the_commit():
    await sync_to_async(commits_a_partial)(await one())  # E: async-unsafe-call


async def in_the_thread_after_the_commit():
    await sync_to_async(commits_what_asks_in_the_thread)(await one())


async def a_loaded_row_after_the_commit():
    await sync_to_async(commits)(await full())


async def it_is_loaded_when_the_thread_is_over():
    book = await one()
    await sync_to_async(tell_author_of_the_title)(book)
    return book.author.name
