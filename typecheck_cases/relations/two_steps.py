"""Loading the first step leaves the second one unloaded."""

from library.models import Book, Publisher


async def reads_the_second_step() -> Publisher | None:
    book = await Book.objects.select_related("author").aget(pk=1)
    return book.author.publisher  # E: async-unsafe-relation "publisher" of "Author" is not loaded


async def reads_both_loaded_steps() -> Publisher | None:
    book = await Book.objects.select_related("author__publisher").aget(pk=1)
    return book.author.publisher


async def reads_the_second_step_of_a_variable() -> Publisher | None:
    book = await Book.objects.select_related("author").aget(pk=1)
    author = book.author
    return author.publisher  # E: async-unsafe-relation "publisher" of "Author" is not loaded
