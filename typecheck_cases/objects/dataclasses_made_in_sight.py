"""A dataclass keeps what it is given, what its defaults are, and what ``__post_init__`` makes of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from library.models import Author, Book


@dataclass
class Entry:
    book: Book
    pages: int = 0
    author: Author | None = None
    notes: list[str] = field(default_factory=list)

    def line(self) -> str:
        return f"{self.book.author.name} {len(self.notes)}"

    def title(self) -> str:
        return self.book.title

    def signature(self) -> str:
        author = self.author if self.author is not None else self.book.author
        return author.name

    async def aline(self) -> str:
        return self.book.author.name

    @property
    def name(self) -> str:
        return self.book.author.name


@dataclass
class Opened:
    book: Book
    author: str = field(init=False)

    def __post_init__(self) -> None:
        self.author = self.book.author.name


@dataclass
class Shelf:
    books: list[Book] = field(default_factory=list)
    number: int = 1

    def names(self) -> list[str]:
        return [book.author.name for book in self.books]

    def add(self, book: Book) -> None:
        self.books.append(book)


@dataclass(frozen=True, slots=True)
class Frozen:
    entry: Entry

    def line(self) -> str:
        return self.entry.line()


@dataclass
class Longer(Entry):
    subtitle: str = ""

    def full(self) -> str:
        return f"{self.line()} {self.subtitle}"


async def calls_a_method() -> str:
    entry = Entry(await Book.objects.aget(pk=1))
    return entry.line()  # E: async-unsafe-call "line" runs a query


async def calls_a_method_of_a_full_row() -> str:
    entry = Entry(book=await Book.objects.select_related("author").aget(pk=1), pages=1)
    return entry.line()


async def calls_a_method_that_reads_a_column() -> str:
    return Entry(await Book.objects.aget(pk=1)).title()


async def awaits_a_method() -> str:
    return await Entry(await Book.objects.aget(pk=1)).aline()  # E: async-unsafe-call "aline" runs a query


async def reads_a_property() -> str:
    return Entry(await Book.objects.aget(pk=1)).name  # E: async-unsafe-call "name" runs a query


async def reads_a_property_of_a_full_row() -> str:
    return Entry(await Book.objects.select_related("author").aget(pk=1)).name


async def falls_back_on_the_row() -> str:
    entry = Entry(await Book.objects.aget(pk=1))
    return entry.signature()  # E: async-unsafe-call "signature" runs a query


async def has_what_it_would_fall_back_from() -> str:
    entry = Entry(await Book.objects.aget(pk=1), author=await Author.objects.aget(pk=1))
    return entry.signature()


async def reads_in_post_init() -> str:
    return Opened(await Book.objects.aget(pk=1)).author  # E: async-unsafe-call "Opened" runs a query


async def reads_a_full_row_in_post_init() -> str:
    return Opened(await Book.objects.select_related("author").aget(pk=1)).author


async def reads_a_list() -> list[str]:
    shelf = Shelf([book async for book in Book.objects.all()])
    return shelf.names()  # E: async-unsafe-call "names" runs a query


async def reads_a_list_of_full_rows() -> list[str]:
    shelf = Shelf([book async for book in Book.objects.select_related("author")])
    return shelf.names()


async def reads_the_empty_default() -> list[str]:
    return Shelf(number=2).names()


async def fills_the_default() -> list[str]:
    shelf = Shelf()
    shelf.books.append(await Book.objects.aget(pk=1))
    return shelf.names()  # E: async-unsafe-call "names" runs a query


async def fills_the_default_by_a_method() -> list[str]:
    shelf = Shelf()
    shelf.add(await Book.objects.aget(pk=1))
    return shelf.names()  # E: async-unsafe-call "names" runs a query


async def fills_the_default_with_a_full_row() -> list[str]:
    shelf = Shelf()
    shelf.add(await Book.objects.select_related("author").aget(pk=1))
    return shelf.names()


async def calls_through_a_frozen_one() -> str:
    return Frozen(Entry(await Book.objects.aget(pk=1))).line()  # E: async-unsafe-call "line" runs a query


async def calls_through_a_frozen_one_with_a_full_row() -> str:
    return Frozen(Entry(await Book.objects.select_related("author").aget(pk=1))).line()


async def calls_a_method_of_a_subclass() -> str:
    longer = Longer(await Book.objects.aget(pk=1), subtitle="x")
    return longer.full()  # E: async-unsafe-call "full" runs a query


async def replaces_a_part() -> str:
    entry = Entry(await Book.objects.aget(pk=1))
    return replace(entry, pages=3).line()  # E: async-unsafe-call "line" runs a query


async def replaces_the_row() -> str:
    entry = Entry(await Book.objects.aget(pk=1))
    return replace(entry, book=await Book.objects.select_related("author").aget(pk=1)).line()


async def gathers_entries() -> list[str]:
    entries = [Entry(book) async for book in Book.objects.all()]
    return [entry.line() for entry in entries]  # E: async-unsafe-call "line" runs a query
