"""A comprehension makes a text of every row."""

from library.cards import BookCard


async def of_bare_rows() -> list[str]:
    return [str(card) async for card in BookCard.objects.all()]  # E: async-unsafe-call


async def of_loaded_rows() -> list[str]:
    return [str(card) async for card in BookCard.objects.select_related("author")]


async def of_bare_rows_in_an_f_string() -> list[str]:
    cards = [card async for card in BookCard.objects.all()]
    return [f"{card}" for card in cards]  # E: async-unsafe-call
