"""A method that writes is a query, whatever is loaded."""

from asgiref.sync import sync_to_async
from library.cards import BookCard


async def archives() -> None:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    card.archive()  # E: async-unsafe-call "archive" runs a query


async def archives_in_a_thread() -> None:
    card = await BookCard.objects.aget(pk=1)
    await sync_to_async(card.archive)()
