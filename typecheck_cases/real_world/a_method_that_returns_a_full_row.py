"""One method fetches the row with everything, ten callers read it."""

from library.models import Book


async def fetch_full(pk: int) -> Book:
    books = Book.objects.select_related("author__publisher", "editor").prefetch_related("tags")
    return await books.aget(pk=pk)


async def describes() -> str:
    book = await fetch_full(1)
    labels = ", ".join(tag.label for tag in book.tags.all())
    return f"{book.title} by {book.author.name}: {labels}"


async def compares() -> bool:
    book = await fetch_full(2)
    return book.editor == book.author


async def describes_a_bare_row() -> str:
    book = await Book.objects.aget(pk=1)
    return f"{book.title} by {book.author.name}"  # E: async-unsafe-relation "author" of "Book" is not loaded
