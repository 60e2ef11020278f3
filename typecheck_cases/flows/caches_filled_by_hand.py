"""Django's own caches of a row, filled by hand: what is put there is loaded."""

# mypy: disable-error-code="attr-defined"

from library.models import Book, Tag


async def keep_tags(book: Book) -> None:
    book._prefetched_objects_cache = {"tags": [tag async for tag in Tag.objects.all()]}


async def keep_chapters(book: Book) -> None:
    book._prefetched_objects_cache["chapters"] = []


async def fills_in_a_helper() -> list[str]:
    book = await Book.objects.aget(pk=1)
    await keep_tags(book)
    return [tag.label for tag in book.tags.all()]


async def fills_one_of_them() -> list[str]:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    await keep_chapters(book)
    return [str(chapter.pk) for chapter in book.chapters.all()] + [tag.label for tag in book.tags.all()]


async def fills_another() -> list[str]:
    book = await Book.objects.prefetch_related("chapters").aget(pk=1)
    await keep_chapters(book)
    return [tag.label for tag in book.tags.all()]  # E: async-unsafe-iteration


async def fills_the_fields_cache() -> str:
    book = await Book.objects.aget(pk=1)
    author = await Book.objects.select_related("author").aget(pk=1)
    book._state.fields_cache["author"] = author.author
    return book.author.name


async def fills_another_field() -> str:
    book = await Book.objects.aget(pk=1)
    book._state.fields_cache["editor"] = None
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def fills_under_a_name(name: str = "author") -> str:
    book = await Book.objects.aget(pk=1)
    author = await Book.objects.select_related("author").aget(pk=1)
    book._state.fields_cache[name] = author.author
    return book.author.name
