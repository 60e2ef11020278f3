"""An argument given by name is the same argument."""

from library.models import Author, Book
from library.rendering import author_name


def signed(book: Book, *, author: Author) -> str:
    book.author = author
    return f"{book.title}, {book.author.name}"


async def gives_a_bare_row() -> str:
    bare = await Book.objects.aget(pk=1)
    return author_name(book=bare)  # E: async-unsafe-call "author_name" runs a query


async def gives_a_loaded_row() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    return author_name(book=loaded)


async def gives_what_the_function_sets_before_it_reads() -> str:
    book = await Book.objects.aget(pk=1)
    author = await Author.objects.aget(pk=2)
    return signed(book, author=author)
