"""The model of the row decides which method runs."""

from library.cards import BookCard, LongCard, ShortCard


async def that_reads_the_author() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.byline()  # E: async-unsafe-call "byline" runs a query


async def that_reads_nothing() -> str:
    card = await ShortCard.objects.aget(pk=1)
    return card.byline()


async def that_reads_the_author_again() -> str:
    card = await LongCard.objects.aget(pk=1)
    return card.byline()  # E: async-unsafe-call "byline" runs a query


async def that_reads_the_author_it_has() -> str:
    card = await LongCard.objects.select_related("author").aget(pk=1)
    return card.byline()
