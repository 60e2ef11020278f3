"""The caller's function reads one relation and hands it to a function that reads the next."""

from library.models import Chapter
from library.rendering import heading


def chapter_place(chapter: Chapter) -> str:
    return f"{heading(chapter.book)}, {chapter.number}"


async def gives_a_bare_row() -> str:
    chapter = await Chapter.objects.aget(pk=1)
    return chapter_place(chapter)  # E: async-unsafe-call "chapter_place" runs a query


async def gives_a_row_with_the_book_alone() -> str:
    chapter = await Chapter.objects.select_related("book").aget(pk=1)
    return chapter_place(chapter)  # E: async-unsafe-call "chapter_place" runs a query


async def gives_a_row_with_both() -> str:
    chapter = await Chapter.objects.select_related("book__author").aget(pk=1)
    return chapter_place(chapter)
