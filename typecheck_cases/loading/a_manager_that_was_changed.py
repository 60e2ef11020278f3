"""Adding to a prefetched manager drops what was prefetched."""

from library.models import Author, Book


async def reads_after_adding() -> list[Book]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    await author.books.aadd(await Book.objects.aget(pk=4))
    return list(author.books.all())  # E: async-unsafe-iteration


async def reads_after_saving() -> list[Book]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    await author.asave()
    return list(author.books.all())
