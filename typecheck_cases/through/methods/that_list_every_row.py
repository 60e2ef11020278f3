"""`to_delete()` calls `to_payload()`, which lists all rows of the class."""

from asgiref.sync import sync_to_async
from library.cards import BookCard


async def sends_it() -> dict[str, object]:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.to_delete()  # E: async-unsafe-call "to_delete" runs a query


async def sends_what_it_is_made_of() -> dict[str, object]:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.to_payload()  # E: async-unsafe-call "to_payload" runs a query


async def sends_it_from_a_thread() -> dict[str, object]:
    card = await BookCard.objects.aget(pk=1)
    return await sync_to_async(card.to_delete)()
