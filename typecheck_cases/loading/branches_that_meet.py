"""Where branches meet, a relation is loaded only if every branch loaded it."""

from library.models import Author, Book


async def both_branches_load() -> Author:
    if await Book.objects.aexists():
        book = await Book.objects.select_related("author").aget(pk=1)
    else:
        book = await Book.objects.select_related("author", "editor").aget(pk=2)
    return book.author


async def one_branch_forgets() -> Author:
    if await Book.objects.filter(title="no such title").aexists():
        book = await Book.objects.select_related("author").aget(pk=1)
    else:
        book = await Book.objects.aget(pk=1)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def the_other_branch_leaves() -> Author | None:
    book = await Book.objects.select_related("author").filter(pk=1).afirst()
    if book is None:
        return None
    return book.author
