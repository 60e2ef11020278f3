"""A row that one branch loads and the other does not is not loaded."""

from library.models import Book
from library.rendering import author_name


async def one_branch_leaves_it_bare() -> str:
    wanted = len("wanted") > 100
    if wanted:
        book = await Book.objects.select_related("author").aget(pk=1)
    else:
        book = await Book.objects.aget(pk=1)
    return author_name(book)  # E: async-unsafe-call "author_name" runs a query


async def both_branches_load_it() -> str:
    wanted = len("wanted") > 100
    if wanted:
        book = await Book.objects.select_related("author", "editor").aget(pk=1)
    else:
        book = await Book.objects.select_related("author").aget(pk=1)
    return author_name(book)
