"""An event loop does not run inside another: ``async_to_sync`` is for sync code."""

from asgiref.sync import AsyncToSync, async_to_sync, sync_to_async
from library.models import Book


async def count() -> int:
    return await Book.objects.acount()


count_for_sync_code = async_to_sync(count)


@async_to_sync
async def count_long_books(pages: int = 100) -> int:
    return await Book.objects.filter(pages__gte=pages).acount()


class Library:
    @async_to_sync
    async def count(self) -> int:
        return await Book.objects.acount()

    async def count_async(self) -> int:
        return await Book.objects.acount()

    counted = async_to_sync(count_async)


async def blocks_its_own_loop() -> int:
    return async_to_sync(count)()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_a_name() -> int:
    counted = async_to_sync(count)
    return counted()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_a_name_of_the_module() -> int:
    return count_for_sync_code()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_a_decorated_function() -> int:
    return count_long_books()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_a_decorated_method() -> int:
    return Library().count()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_a_bound_method() -> int:
    return async_to_sync(Library().count_async)()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_an_attribute_of_the_class() -> int:
    return Library().counted()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_by_the_class() -> int:
    return AsyncToSync(count)()  # E: async-bridge "async_to_sync" raises RuntimeError


async def blocks_it_in_a_new_loop() -> int:
    return async_to_sync(count, force_new_loop=True)()  # E: async-bridge "async_to_sync" raises RuntimeError


async def waits_instead() -> int:
    return await count() + await Library().count_async()


async def runs_it_in_a_thread() -> int:
    def in_a_thread() -> int:
        return async_to_sync(count)() + count_for_sync_code() + count_long_books() + Library().count()

    return await sync_to_async(in_a_thread)()
