"""`self.author` in a method has to be loaded on the row that the method is called on."""

from asgiref.sync import sync_to_async
from library.cards import BookCard


async def of_a_bare_row() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.byline()  # E: async-unsafe-call "byline" runs a query


async def of_a_loaded_row() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.byline()


async def of_a_bare_row_in_a_thread() -> str:
    card = await BookCard.objects.aget(pk=1)
    return await sync_to_async(card.byline)()


async def that_reads_the_key_alone() -> bool:
    card = await BookCard.objects.aget(pk=1)
    loaded = await BookCard.objects.select_related("author").aget(pk=2)
    return card.is_by(loaded.author)
