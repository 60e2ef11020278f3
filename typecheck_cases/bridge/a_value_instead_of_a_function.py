"""What stands between the parentheses runs before ``sync_to_async`` does: it wants the function itself."""

from aobjects import run_sync
from asgiref.sync import sync_to_async
from library.models import Book


class Shelf:
    @property
    def pages(self) -> int:
        return 100

    def text(self) -> str:
        return "100 pages"

    def count(self) -> int:
        return Book.objects.count()


async def wraps_a_property() -> None:
    await sync_to_async(Shelf().pages)()  # E: async-bridge "Shelf().pages" is a value


async def wraps_a_result() -> None:
    await sync_to_async(Shelf().text())()  # E: async-bridge "Shelf().text()" is a value


async def runs_a_property() -> None:
    await run_sync(Shelf().pages)  # E: async-bridge "Shelf().pages" is a value


async def wraps_what_reads_the_property() -> int:
    return await sync_to_async(lambda: Shelf().pages)()


async def wraps_the_method() -> int:
    return await sync_to_async(Shelf().count)()


async def runs_the_method() -> int:
    return await run_sync(Shelf().count)
