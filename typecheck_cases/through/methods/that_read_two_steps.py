"""The method reads the publisher of the author."""

from library.cards import BookCard, ChapterCard


async def of_a_bare_row() -> str:
    card = await BookCard.objects.aget(pk=1)
    return card.imprint()  # E: async-unsafe-call "imprint" runs a query


async def of_a_row_loaded_half_the_way() -> str:
    card = await BookCard.objects.select_related("author").aget(pk=1)
    return card.imprint()  # E: async-unsafe-call "imprint" runs a query


async def of_a_row_loaded_all_the_way() -> str:
    card = await BookCard.objects.select_related("author__publisher").aget(pk=1)
    return card.imprint()


async def of_a_chapter_loaded_all_the_way() -> str:
    chapter = await ChapterCard.objects.select_related("book__author").aget(pk=1)
    return chapter.place()


async def of_a_chapter_loaded_half_the_way() -> str:
    chapter = await ChapterCard.objects.select_related("book").aget(pk=1)
    return chapter.place()  # E: async-unsafe-call "place" runs a query
