"""`prefetch_related` loads a foreign key with a second query, and then it is loaded."""

from library.models import Author, Book, Publisher


async def prefetched() -> Author:
    book = await Book.objects.prefetch_related("author").aget(pk=1)
    return book.author


async def prefetched_with_a_path() -> Publisher | None:
    book = await Book.objects.prefetch_related("author__publisher").aget(pk=1)
    return book.author.publisher


async def prefetch_taken_back() -> Author:
    book = await Book.objects.prefetch_related("author").prefetch_related(None).aget(pk=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
