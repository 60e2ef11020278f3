"""A property of a model reads a relation of the row."""

from library.cards import BookCard


async def of_a_bare_row() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.author_name  # E: async-unsafe-call "author_name" runs a query


async def of_a_loaded_row() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.author_name


async def through_another_property() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.credit  # E: async-unsafe-call "credit" runs a query


async def through_another_property_of_a_loaded_row() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.credit


async def that_reads_a_column() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.shout
