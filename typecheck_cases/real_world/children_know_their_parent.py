"""The rows of `book.chapters` have their book."""

from library.models import Book, Chapter


async def numbers_the_chapters() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return [f"{chapter.book.title} {chapter.number}" async for chapter in book.chapters.all()]


async def numbers_every_chapter() -> list[str]:
    chapters = [chapter async for chapter in Chapter.objects.all()]
    return [chapter.book.title for chapter in chapters]  # E: async-unsafe-relation "book" of "Chapter"
