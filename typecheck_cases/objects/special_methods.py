"""What an object of the project does when it is iterated, asked, indexed, called, entered or written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from library.models import Book

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet


class Shelf:
    def __init__(self, source: QuerySet[Book] | list[Book]) -> None:
        self.source = source

    def __iter__(self) -> Iterator[Book]:
        return iter(self.source)

    def __len__(self) -> int:
        return len(self.source)

    def __contains__(self, title: str) -> bool:
        return any(book.title == title for book in self.source)

    def __getitem__(self, position: int) -> Book:
        return self.source[position]

    def first_title(self) -> str:
        return next((book.title for book in self), "")

    @classmethod
    async def aload(cls, source: QuerySet[Book]) -> Self:
        return cls([book async for book in source])


class Wrapped:
    def __init__(self, book: Book) -> None:
        self._book = book

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)

    def __bool__(self) -> bool:
        return self._book.author.name != ""

    def __call__(self) -> str:
        return self._book.author.name

    def __str__(self) -> str:
        return self._book.author.name

    def __eq__(self, other: object) -> bool:
        return self._book.author.name == str(other)

    def __hash__(self) -> int:
        return 1

    async def __aenter__(self) -> Book:
        return self._book

    async def __aexit__(self, *exc: object) -> None:
        self._book.author.name.strip()


async def iterates_a_queryset() -> list[str]:
    shelf = Shelf(Book.objects.all())
    return [book.title for book in shelf]  # E: async-unsafe-call "__iter__" runs a query


async def iterates_a_list() -> list[str]:
    shelf = Shelf([book async for book in Book.objects.all()])
    return [book.title for book in shelf]


async def reads_the_rows_of_a_list() -> list[str]:
    shelf = Shelf([book async for book in Book.objects.all()])
    return [book.author.name for book in shelf]  # E: async-unsafe-relation "author" of "Book"


async def reads_the_full_rows_of_a_list() -> list[str]:
    shelf = Shelf([book async for book in Book.objects.select_related("author")])
    return [book.author.name for book in shelf]


async def asks_for_the_length() -> int:
    return len(Shelf(Book.objects.all()))  # E: async-unsafe-call "__len__" runs a query


async def asks_a_list_for_the_length() -> int:
    return len(Shelf([book async for book in Book.objects.all()]))


async def asks_for_a_member() -> bool:
    shelf = Shelf(Book.objects.all())
    return "A" in shelf  # E: async-unsafe-call "__contains__" runs a query


async def asks_a_list_for_a_member() -> bool:
    shelf = Shelf([book async for book in Book.objects.all()])
    return "A" in shelf


async def asks_for_an_item() -> str:
    shelf = Shelf(Book.objects.all())
    return shelf[0].title  # E: async-unsafe-call "__getitem__" runs a query


async def reads_an_item_of_a_list() -> str:
    shelf = Shelf([book async for book in Book.objects.all()])
    return shelf[0].author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_full_item_of_a_list() -> str:
    shelf = Shelf([book async for book in Book.objects.select_related("author")])
    return shelf[0].author.name


async def iterates_in_a_method() -> str:
    return Shelf(Book.objects.all()).first_title()  # E: async-unsafe-call "first_title" runs a query


async def iterates_a_list_in_a_method() -> str:
    return Shelf([book async for book in Book.objects.all()]).first_title()


async def is_made_by_an_async_classmethod() -> list[str]:
    shelf = await Shelf.aload(Book.objects.all())
    return [book.author.name for book in shelf]  # E: async-unsafe-relation "author" of "Book"


async def is_made_full_by_an_async_classmethod() -> list[str]:
    shelf = await Shelf.aload(Book.objects.select_related("author"))
    return [book.author.name for book in shelf]


async def asks_for_the_truth() -> bool:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    return not wrapped  # E: async-unsafe-call "__bool__" runs a query


async def asks_a_full_one_for_the_truth() -> bool:
    return bool(Wrapped(await Book.objects.select_related("author").aget(pk=1)))


async def calls_the_object() -> str:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    return wrapped()  # E: async-unsafe-call "__call__" runs a query


async def calls_a_full_object() -> str:
    wrapped = Wrapped(await Book.objects.select_related("author").aget(pk=1))
    return wrapped()


async def writes_the_object() -> str:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    return f"{wrapped}"  # E: async-unsafe-call "__str__" runs a query


async def writes_a_full_object() -> str:
    wrapped = Wrapped(await Book.objects.select_related("author").aget(pk=1))
    return f"{wrapped}"


async def compares_the_object() -> bool:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    return wrapped == "x"  # E: async-unsafe-call "__eq__" runs a query


async def compares_a_full_object() -> bool:
    wrapped = Wrapped(await Book.objects.select_related("author").aget(pk=1))
    return wrapped == "x"


async def reads_what_getattr_answers() -> str:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    return str(wrapped.author.name)  # E: async-unsafe-call "__getattr__" runs a query


async def reads_a_column_that_getattr_answers() -> str:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    return str(wrapped.title)


async def reads_a_full_row_that_getattr_answers() -> str:
    wrapped = Wrapped(await Book.objects.select_related("author").aget(pk=1))
    return str(wrapped.author.name)


async def enters_and_leaves() -> str:
    wrapped = Wrapped(await Book.objects.aget(pk=1))
    async with wrapped as book:  # E: async-unsafe-call "__aexit__" runs a query
        return book.title


async def enters_and_leaves_a_full_one() -> str:
    async with Wrapped(await Book.objects.select_related("author").aget(pk=1)) as book:
        return book.author.name


class Entered:
    def __init__(self, pk: int) -> None:
        self.pk = pk

    async def __aenter__(self) -> Book:
        return await Book.objects.aget(pk=self.pk)

    async def __aexit__(self, *exc: object) -> None:
        return None


async def reads_what_was_entered() -> str:
    async with Entered(1) as book:
        return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_a_column_of_what_was_entered() -> str:
    async with Entered(1) as book:
        return book.title
