"""The first read lists the chapters; prefetched chapters are at hand."""

from library.cards import BookCard


async def of_a_bare_row() -> list[int]:
    card = await BookCard.objects.aget(pk=1)
    return card.numbers  # E: async-unsafe-call "numbers" runs a query


async def of_a_prefetched_row() -> list[int]:
    card = await BookCard.objects.prefetch_related("chapters").aget(pk=1)
    return card.numbers
