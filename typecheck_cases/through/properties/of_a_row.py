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


async def loaded_behind_the_condition_of_the_read() -> str:
    full = len("full") > 1
    cards = BookCard.objects.all()
    if full:
        cards = cards.select_related("author")
    card = await cards.aget(pk=1)
    return card.author_name if full else card.shout


async def loaded_behind_another_condition() -> str:
    full = len("full") > 9
    cards = BookCard.objects.all()
    if full:
        cards = cards.select_related("author")
    card = await cards.aget(pk=1)
    return card.author_name  # E: async-unsafe-call "author_name" runs a query
