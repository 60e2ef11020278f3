"""A method reads what another method of its class has assigned."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from library.models import Author, Book


class Lined:
    book: Book

    def line(self) -> str:
        return self.book.author.name


async def a_row_that_another_method_loads() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

        async def line(self) -> str:
            return self.book.author.name  # E: async-unsafe-relation "author" of "Book"

    work = Work()
    await work.load()
    return await work.line()


async def a_full_row_that_another_method_loads() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.select_related("author").aget(pk=1)

        async def line(self) -> str:
            return self.book.author.name

    work = Work()
    await work.load()
    return await work.line()


async def a_row_that_may_be_none_at_first() -> str:
    class Work:
        def __init__(self) -> None:
            self.book: Book | None = None

        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

        async def line(self) -> str:
            if self.book is None:
                return ""
            return self.book.author.name  # E: async-unsafe-relation "author" of "Book"

    work = Work()
    await work.load()
    return await work.line()


async def a_row_that_comes_from_outside() -> str:
    class Work:
        def __init__(self, book: Book) -> None:
            self.book = book

        async def line(self) -> str:
            return self.book.author.name

    return await Work(await Book.objects.select_related("author").aget(pk=1)).line()


async def a_row_that_another_method_completes() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

        async def complete(self) -> None:
            self.book.author = await Author.objects.aget(pk=self.book.author_id)

        async def line(self) -> str:
            return self.book.author.name

    work = Work()
    await work.load()
    await work.complete()
    return await work.line()


async def a_row_that_a_thread_completes() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

        async def complete(self) -> None:
            await sync_to_async(lambda: self.book.author)()

        async def line(self) -> str:
            return self.book.author.name

    work = Work()
    await work.load()
    await work.complete()
    return await work.line()


async def a_row_that_is_loaded_again() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

        async def load_full(self) -> None:
            self.book = await Book.objects.select_related("author").aget(pk=1)

        async def line(self) -> str:
            return self.book.author.name

    work = Work()
    await work.load()
    await work.load_full()
    return await work.line()


async def the_same_method_loads_and_calls() -> str:
    class Work(Lined):
        async def get(self) -> str:
            self.book = await Book.objects.aget(pk=1)
            return self.line()  # E: async-unsafe-call "line" runs a query

    return await Work().get()


async def the_same_method_loads_in_full_and_calls() -> str:
    class Work(Lined):
        async def get(self) -> str:
            self.book = await Book.objects.select_related("author").aget(pk=1)
            return self.line()

    return await Work().get()


async def a_method_that_loads_is_awaited_first() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

        async def run(self) -> str:
            await self.load()
            return self.book.author.name  # E: async-unsafe-relation "author" of "Book"

    return await Work().run()


async def a_method_that_loads_in_full_is_awaited_first() -> str:
    class Work:
        async def load(self) -> None:
            self.book = await Book.objects.select_related("author").aget(pk=1)

        async def run(self) -> str:
            await self.load()
            return self.book.author.name

    return await Work().run()


async def a_list_that_another_method_loads() -> list[str]:
    class Work:
        def __init__(self) -> None:
            self.books: list[Book] = []

        async def load(self) -> None:
            self.books = [book async for book in Book.objects.all()]

        async def names(self) -> list[str]:
            return [book.author.name for book in self.books]  # E: async-unsafe-relation "author" of "Book"

    work = Work()
    await work.load()
    return await work.names()


async def a_list_of_full_rows_that_another_method_loads() -> list[str]:
    class Work:
        def __init__(self) -> None:
            self.books: list[Book] = []

        async def load(self) -> None:
            self.books = [book async for book in Book.objects.select_related("author")]

        async def names(self) -> list[str]:
            return [book.author.name for book in self.books]

    work = Work()
    await work.load()
    return await work.names()


async def a_list_that_another_method_fills() -> list[str]:
    class Work:
        def __init__(self) -> None:
            self.books: list[Book] = []

        async def load(self) -> None:
            async for book in Book.objects.all():
                self.books.append(book)

        async def names(self) -> list[str]:
            return [book.author.name for book in self.books]  # E: async-unsafe-relation "author" of "Book"

    work = Work()
    await work.load()
    return await work.names()


async def a_list_that_another_method_fills_with_full_rows() -> list[str]:
    class Work:
        def __init__(self) -> None:
            self.books: list[Book] = []

        async def load(self) -> None:
            async for book in Book.objects.select_related("author"):
                self.books.append(book)

        async def names(self) -> list[str]:
            return [book.author.name for book in self.books]

    work = Work()
    await work.load()
    return await work.names()


async def an_attribute_of_the_base() -> str:
    class Base:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

    class Work(Base):
        async def line(self) -> str:
            return self.book.author.name  # E: async-unsafe-relation "author" of "Book"

    work = Work()
    await work.load()
    return await work.line()


async def an_attribute_that_the_subclass_loads_in_full() -> str:
    class Base:
        async def load(self) -> None:
            self.book = await Book.objects.aget(pk=1)

    class Work(Base):
        async def load(self) -> None:
            self.book = await Book.objects.select_related("author").aget(pk=1)

        async def line(self) -> str:
            return self.book.author.name

    work = Work()
    await work.load()
    return await work.line()


async def a_queryset_that_the_constructor_builds() -> list[str]:
    class Work:
        def __init__(self) -> None:
            self.books = Book.objects.order_by("pk")

        async def names(self) -> list[str]:
            found = []
            async for book in self.books:
                found.append(book.author.name)  # E: async-unsafe-relation "author" of "Book"
            return found

    return await Work().names()


async def a_joined_queryset_that_the_constructor_builds() -> list[str]:
    class Work:
        def __init__(self) -> None:
            self.books = Book.objects.select_related("author").order_by("pk")

        async def names(self) -> list[str]:
            return [book.author.name async for book in self.books]

    return await Work().names()


async def an_object_that_the_constructor_makes() -> str:
    class Shelf:
        def __init__(self, *joins: str) -> None:
            self.joins = joins

        async def get(self, pk: int) -> Book:
            return await Book.objects.aget(pk=pk)

    class Work:
        def __init__(self) -> None:
            self.shelf = Shelf()

        async def line(self) -> str:
            book = await self.shelf.get(1)
            return book.author.name  # E: async-unsafe-relation "author" of "Book"

    return await Work().line()
