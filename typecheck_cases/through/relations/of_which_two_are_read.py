"""Each relation that the function reads has to be loaded."""

from library.models import Book


def both_names(book: Book) -> tuple[str, str]:
    editor = book.editor
    return book.author.name, editor.name if editor is not None else ""


async def gives_one_of_two() -> tuple[str, str]:
    book = await Book.objects.select_related("editor").aget(pk=1)
    return both_names(book)  # E: async-unsafe-call "both_names" runs a query


async def gives_the_other_of_two() -> tuple[str, str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return both_names(book)  # E: async-unsafe-call "both_names" runs a query


async def gives_both() -> tuple[str, str]:
    book = await Book.objects.select_related("author", "editor").aget(pk=1)
    return both_names(book)
