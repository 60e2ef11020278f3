"""A dataclass that holds a row: its own query is known, what it reads of the row is not."""

from dataclasses import dataclass

from library.models import Book


@dataclass(frozen=True)
class Entry:
    """Reads what it was given."""

    book: Book

    @property
    def author_name(self) -> str:
        return self.book.author.name

    @property
    def title(self) -> str:
        return self.book.title

    def stamp(self) -> str:
        return f"{self.book.title} of {Book.objects.count()}"


async def stamps() -> str:
    book = await Book.objects.aget(pk=1)
    return Entry(book).stamp()  # E: async-unsafe-call "stamp" runs a query


async def reads_the_title() -> str:
    book = await Book.objects.aget(pk=1)
    return Entry(book).title


async def reads_the_author_it_was_given() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return Entry(book).author_name
