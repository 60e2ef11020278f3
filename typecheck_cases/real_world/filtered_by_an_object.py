"""Filtering by an object says which rows to take; it does not load the object into them."""

from library.models import Author, Book


async def greets_the_author() -> str:
    author = await Author.objects.aget(pk=1)
    book = await Book.objects.filter(author=author).order_by("pk").afirst()
    if book is None:
        return "nothing"
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def greets_through_the_related_manager() -> str:
    author = await Author.objects.aget(pk=1)
    book = await author.books.order_by("pk").afirst()
    if book is None:
        return "nothing"
    return book.author.name
