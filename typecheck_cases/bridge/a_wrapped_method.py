"""A wrapped method is bound to what it is read from; of a class, that is None."""

from aobjects import run_sync
from asgiref.sync import async_to_sync, sync_to_async
from library.models import Book


class Library:
    @sync_to_async
    def count(self, pages: int = 0) -> int:
        return Book.objects.filter(pages__gte=pages).count()

    @async_to_sync
    async def count_by_waiting(self, pages: int = 0) -> int:
        return await Book.objects.filter(pages__gte=pages).acount()

    @classmethod
    @sync_to_async
    def count_all(cls) -> int:
        return Book.objects.count()

    @staticmethod
    @sync_to_async
    def count_every() -> int:
        return Book.objects.count()


class Branch(Library):
    """A subclass, whose methods are those of its base."""

    async def count_twice(self) -> int:
        return await self.count() + await super().count()


async def reads_the_method_from_the_class() -> int:
    return await Library.count(Library(), 100)  # E: async-bridge "sync_to_async" binds


async def reads_it_from_a_subclass() -> int:
    return await Branch.count(Branch(), 100)  # E: async-bridge "sync_to_async" binds


async def reads_a_method_for_sync_code() -> int:
    def in_a_thread() -> int:
        return Library.count_by_waiting(Library(), 100)  # E: async-bridge "async_to_sync" binds

    return await run_sync(in_a_thread)


async def wraps_a_classmethod() -> None:
    class Shelf:
        @sync_to_async  # E: async-bridge "@sync_to_async" over "@classmethod" is given no function
        @classmethod
        def count(cls) -> int:
            return Book.objects.count()

    await Shelf.count()


async def wraps_a_staticmethod() -> None:
    class Shelf:
        @sync_to_async  # E, silent: async-bridge "@sync_to_async" over "@staticmethod" passes one argument
        @staticmethod
        def arguments(*given: object) -> tuple[object, ...]:
            return given

    assert await Shelf.arguments() == (None,)


async def reads_it_from_an_instance() -> int:
    return await Library().count(100) + await Branch().count_twice()


async def puts_classmethod_first() -> int:
    return await Library.count_all() + await Library.count_every() + await Library().count_every()


async def reads_it_from_an_instance_in_a_thread() -> int:
    return await run_sync(lambda: Library().count_by_waiting(100))
