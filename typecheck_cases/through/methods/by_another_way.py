"""Whatever leads to the method, its body runs."""

from library.cards import BookCard
from library.desk import Desk


async def by_a_bound_method() -> int:
    count = Desk().count
    return count()  # E: async-unsafe-call "count"


async def by_the_class_with_a_loaded_row() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return BookCard.byline(card)


async def that_is_only_named() -> str:
    ways = {"count": Desk().count}
    return ", ".join(ways)
