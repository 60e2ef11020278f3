"""`aget_or_create` may find a row: what it was asked with is then a filter, and loads nothing."""

from library.models import Author, Book


async def found_by_the_relation() -> Author:
    author = await Author.objects.aget(pk=1)
    book, _ = await Book.objects.aget_or_create(title="b0", author=author)
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded


async def found_with_the_relation_selected() -> Author:
    author = await Author.objects.aget(pk=1)
    book, _ = await Book.objects.select_related("author").aget_or_create(title="b0", author=author)
    return book.author


async def updated_with_the_relation() -> Author:
    author = await Author.objects.aget(pk=1)
    book, _ = await Book.objects.aupdate_or_create(title="b0", defaults={"author": author})
    return book.author


async def updated_with_something_else() -> Author:
    author = await Author.objects.aget(pk=1)
    book, _ = await Book.objects.aupdate_or_create(title="b0", author=author, defaults={"pages": 1})
    return book.author  # E: async-unsafe-relation "author" of "Book" is not loaded
