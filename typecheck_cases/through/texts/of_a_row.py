"""`f"{card}"` reads what the card's `__str__` reads."""

from library.cards import AuthorCard, BookCard, ShortCard


async def by_str() -> str:
    card = await BookCard.objects.aget(pk=1)
    return str(card)  # E: async-unsafe-call


async def by_an_f_string() -> str:
    card = await BookCard.objects.aget(pk=1)
    return f"the card of {card}"  # E: async-unsafe-call


async def by_print() -> None:
    card = await BookCard.objects.aget(pk=1)
    print(card)  # E: async-unsafe-call


async def by_format() -> str:
    card = await BookCard.objects.aget(pk=1)
    return "the card of {}".format(card)  # noqa: UP032  # E: async-unsafe-call


async def by_a_percent_sign() -> str:
    card = await BookCard.objects.aget(pk=1)
    return "the card of %s" % card  # noqa: UP031  # E: async-unsafe-call


async def with_the_author_loaded() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    print(card, str(card))
    shown = "%s and {}" % card  # noqa: UP031
    return f"{card}" + shown.format(card)


async def of_a_card_that_needs_nothing() -> str:
    short = await ShortCard.objects.aget(pk=1)
    author = await AuthorCard.objects.aget(pk=1)
    return f"{short} by {author}"
