"""Relations one behind the other by names that are values: what is read is the row, not its descriptor."""

from functools import reduce

from library.models import Chapter


async def reduces() -> object:
    chapter = await Chapter.objects.select_related("book").aget(pk=1)
    return reduce(getattr, ["book", "author", "name"], chapter)  # E: async-unsafe-relation "author" of "Book"


async def reduces_what_is_loaded() -> object:
    chapter = await Chapter.objects.select_related("book__author").aget(pk=1)
    return reduce(getattr, ["book", "author", "name"], chapter)


async def splits_a_path() -> object:
    chapter = await Chapter.objects.select_related("book").aget(pk=1)
    path = "book.author"
    return reduce(getattr, path.split("."), chapter)  # E: async-unsafe-relation "author" of "Book"


async def one_inside_the_other() -> object:
    chapter = await Chapter.objects.select_related("book").aget(pk=1)
    inner = "book"
    return getattr(getattr(chapter, inner), "author")  # noqa: B009  # E: async-unsafe-relation "author" of "Book"


async def one_inside_the_other_loaded() -> object:
    chapter = await Chapter.objects.select_related("book__author").aget(pk=1)
    inner = "book"
    return getattr(getattr(chapter, inner), "author")  # noqa: B009
