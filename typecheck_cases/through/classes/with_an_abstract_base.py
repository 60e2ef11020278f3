"""The base describes, the model says how."""

from library.cards import AuthorCard, BookCard


async def that_reads_columns() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.describe()


async def that_lists_the_books() -> list[str]:
    author = await AuthorCard.objects.aget(pk=1)
    return author.titles()  # E: async-unsafe-call "titles" runs a query


async def that_lists_prefetched_books() -> list[str]:
    author = await AuthorCard.objects.prefetch_related("books").aget(pk=1)
    return author.titles()
