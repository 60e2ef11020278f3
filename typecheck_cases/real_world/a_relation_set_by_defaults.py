"""`aupdate_or_create` sets the row that its defaults name."""

from library.models import Author, Book


async def moves_a_book() -> str:
    author = await Author.objects.aget(pk=2)
    book, _ = await Book.objects.aupdate_or_create(title="b0", defaults={"author": author})
    return book.author.name


async def moves_a_book_by_key() -> str:
    book, _ = await Book.objects.aupdate_or_create(title="b0", defaults={"author_id": 2})
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded
