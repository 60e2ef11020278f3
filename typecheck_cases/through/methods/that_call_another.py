"""What `self.byline()` needs, `heading()` needs."""

from library.cards import BookCard


async def of_a_bare_row() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.heading()  # E: async-unsafe-call "heading" runs a query


async def of_a_loaded_row() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.heading()


async def of_a_row_in_a_loop() -> list[str]:
    lines = []
    async for card in BookCard.objects.all():
        lines.append(card.heading())  # E: async-unsafe-call "heading" runs a query
    return lines


async def of_a_loaded_row_in_a_loop() -> list[str]:
    lines = []
    async for card in BookCard.objects.select_related("author"):
        lines.append(card.heading())
    return lines
