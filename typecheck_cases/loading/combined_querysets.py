"""`|` keeps what the left operand loads; the right operand's loads are lost."""

from library.models import Author, Book


async def the_left_one_loads() -> Author | None:
    book = await (Book.objects.select_related("author") | Book.objects.filter(pages=0)).afirst()
    return book.author if book else None


async def the_right_one_loads() -> Author | None:
    book = await (Book.objects.filter(pages=0) | Book.objects.select_related("author")).afirst()
    return book.author if book else None  # E: async-unsafe-relation "author" of "Book" is not loaded
