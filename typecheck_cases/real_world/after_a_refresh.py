"""A refresh before the last step forgets the relations that the first query loaded."""

from library.models import Book


async def locks_and_reads() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    await Book.objects.filter(pk=book.pk).aupdate(pages=5)
    await book.arefresh_from_db()
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def locks_and_reads_with_fields() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    await Book.objects.filter(pk=book.pk).aupdate(pages=5)
    await book.arefresh_from_db(fields=["pages"])
    return book.author.name
