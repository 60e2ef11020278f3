"""A queryset's `update` and `delete` run at once."""

from library.models import Book


async def updates() -> int:
    return Book.objects.filter(pages=0).update(pages=1)  # E: async-unsafe-query


async def deletes() -> None:
    Book.objects.filter(pages=0).delete()  # E: async-unsafe-query


async def writes_asynchronously() -> int:
    await Book.objects.filter(pages=9).adelete()
    return await Book.objects.filter(pages=0).aupdate(pages=1)
