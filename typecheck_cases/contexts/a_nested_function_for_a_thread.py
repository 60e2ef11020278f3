"""A nested `def` that is handed to a thread is synchronous code."""

from asgiref.sync import sync_to_async
from library.models import Book


async def hands_it_to_sync_to_async() -> list[str]:
    def titles() -> list[str]:
        return [book.title for book in Book.objects.all()]

    return await sync_to_async(titles)()


async def decorates_it() -> str:
    @sync_to_async
    def name_of_the_author() -> str:
        return Book.objects.get(pk=1).author.name

    return await name_of_the_author()


async def does_the_same_without_a_thread() -> list[str]:
    return [book.title for book in Book.objects.all()]  # E: async-unsafe-iteration
