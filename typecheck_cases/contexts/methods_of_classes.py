"""An async method is async code; a plain method is not."""

from asgiref.sync import sync_to_async
from library.models import Book


async def an_async_method() -> int:
    class View:
        async def get(self) -> int:
            return Book.objects.count()  # E: async-unsafe-query

    return await View().get()


async def an_async_method_that_awaits() -> int:
    class View:
        async def get(self) -> int:
            return await Book.objects.acount()

    return await View().get()


async def a_plain_method_in_a_thread() -> int:
    class View:
        def get(self) -> int:
            return Book.objects.count()

    return await sync_to_async(View().get)()
