"""The body of a class says what its methods use: a model, joins, a queryset, another object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from library.models import Author, Book

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


class Lookup:
    model: type[Model]
    joins: tuple[str, ...] = ()

    def query(self) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows.select_related(*self.joins) if self.joins else rows

    async def get(self, pk: int) -> Any:
        return await self.query().aget(pk=pk)


class Books(Lookup):
    model = Book


class FullBooks(Lookup):
    model = Book
    joins: tuple[str, ...] = ("author",)


class FullerBooks(FullBooks):
    joins: tuple[str, ...] = ("author__publisher", "editor")


class Listing:
    queryset = Book.objects.order_by("pk")
    path = "author"

    async def joined(self) -> list[str]:
        return [book.author.name async for book in self.queryset.select_related(self.path)]


class FullListing:
    queryset = Book.objects.select_related("author")
    shown: ClassVar[list[str]] = ["name"]

    async def names(self) -> list[str]:
        return [book.author.name async for book in self.queryset.all()]


class Desk:
    books = Books()
    full = FullBooks()

    async def line(self) -> str:
        return str((await self.full.get(1)).author.name)


async def gets_by_the_model_of_the_class() -> str:
    book = await Books().get(1)
    return str(book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def gets_by_the_joins_of_the_class() -> str:
    book = await FullBooks().get(1)
    return str(book.author.name)


async def reads_beyond_the_joins_of_the_class() -> str:
    book = await FullBooks().get(1)
    return str(book.author.publisher.name)  # E: async-unsafe-relation "publisher" of "Author"


async def gets_by_the_joins_of_the_subclass() -> str:
    book = await FullerBooks().get(1)
    return f"{book.author.publisher} {book.editor}"


async def gets_through_an_attribute_of_the_class() -> str:
    book = await Desk().books.get(1)
    return str(book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def gets_a_full_row_through_an_attribute_of_the_class() -> str:
    book = await Desk().full.get(1)
    return str(book.author.name)


async def a_method_gets_a_full_row_through_an_attribute_of_the_class() -> str:
    return await Desk().line()


async def a_queryset_of_the_class() -> list[str]:
    class Rows:
        queryset = Book.objects.order_by("pk")

        async def names(self) -> list[str]:
            found = []
            async for book in self.queryset.all():
                found.append(book.author.name)  # E: async-unsafe-relation "author" of "Book"
            return found

    return await Rows().names()


async def a_full_queryset_of_the_class() -> list[str]:
    return await FullListing().names()


async def a_path_of_the_class() -> list[str]:
    return await Listing().joined()


async def sets_another_model_later() -> str:
    books = Lookup()
    books.model = Author
    author = await books.get(1)
    return str(author.publisher)  # E: async-unsafe-relation "publisher" of "Author"
