"""The rows of `author.books` know their author; its other relations they do not know."""

from library.models import Author, Book


async def knows_where_it_came_from() -> list[str]:
    author = await Author.objects.aget(pk=1)
    return [book.author.name async for book in author.books.all()]


async def knows_it_through_a_filter() -> Author | None:
    author = await Author.objects.aget(pk=1)
    book = await author.books.filter(pages=0).order_by("pk").afirst()
    return book.author if book else None


async def does_not_know_the_editor() -> Author | None:
    author = await Author.objects.aget(pk=1)
    book = await author.books.aget(pk=1)
    return book.editor  # E: async-unsafe-relation "editor" of "Book" is not loaded


async def rows_of_a_many_to_many_know_nothing() -> None:
    book = await Book.objects.aget(pk=1)
    tag = await book.tags.aget(pk=1)
    async for other in tag.books.all():
        print(other.author.name)  # E: async-unsafe-relation "author" of "Book" is not loaded
