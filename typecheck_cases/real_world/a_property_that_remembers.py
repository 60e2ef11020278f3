"""A property that returns what it kept, or else the relation, is right if its object was built right."""

from library.models import Author, Book


class Entry:
    def __init__(self, book: Book, author: Author | None = None) -> None:
        self.book = book
        self._author = author

    @property
    def author(self) -> Author:
        return self._author or self.book.author


async def reads_what_was_given() -> str:
    author = await Author.objects.aget(pk=1)
    return Entry(await Book.objects.aget(pk=1), author).author.name


async def reads_what_was_loaded() -> str:
    return Entry(await Book.objects.select_related("author").aget(pk=1)).author.name


async def reads_the_relation_itself() -> str:
    book = await Book.objects.aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded
