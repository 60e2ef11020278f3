"""Which program of the project runs, ``sys.argv`` tells: what is behind that is not proven."""

import sys

from library.models import Author, Book


def is_worker() -> bool:
    return "run_worker" in sys.argv


class Shelf:
    def __init__(self, book: Book) -> None:
        self.book = book

    def __str__(self) -> str:
        if "run_worker" in sys.argv:
            return self.book.title
        return self.book.author.name

    def count(self) -> int:
        if "run_worker" not in sys.argv:
            return Book.objects.count()
        return 0

    @property
    def byline(self) -> str:
        if not (len(sys.argv) > 1 and sys.argv[1] == "run_worker"):
            return self.book.author.name
        return "-"

    def always(self) -> int:
        if "run_worker" in sys.argv:
            pass
        return Author.objects.count()

    def plain(self) -> int:
        if not self.book.title:
            return 0
        return Author.objects.count()


async def text_of_another_program() -> str:
    return str(Shelf(await Book.objects.aget(pk=1)))  # E: async-unsafe-unproven


async def text_in_a_format() -> str:
    return f"{Shelf(await Book.objects.aget(pk=1))}"  # E: async-unsafe-unproven


async def query_of_another_program() -> int:
    return Shelf(await Book.objects.aget(pk=1)).count()  # E: async-unsafe-unproven


async def property_of_another_program() -> str:
    return Shelf(await Book.objects.aget(pk=1)).byline  # E: async-unsafe-unproven


async def loaded_for_every_program() -> str:
    return str(Shelf(await Book.objects.select_related("author").aget(pk=1)))


async def query_of_every_program() -> int:
    return Shelf(await Book.objects.aget(pk=1)).always()  # E: async-unsafe-call


async def query_behind_the_data() -> int:
    return Shelf(await Book.objects.aget(pk=1)).plain()  # E: async-unsafe-call


async def in_the_function() -> int:
    if "run_worker" not in sys.argv:
        return Book.objects.count()  # E: async-unsafe-unproven
    return await Book.objects.acount()


async def behind_an_early_return() -> str:
    book = await Book.objects.aget(pk=1)
    if "run_worker" in sys.argv:
        return book.title
    return book.author.name  # E: async-unsafe-unproven


async def loaded_behind_an_early_return() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    if "run_worker" in sys.argv:
        return book.title
    return book.author.name


async def before_the_question() -> str:
    book = await Book.objects.aget(pk=1)
    name = book.author.name  # E: async-unsafe-relation
    return name if is_worker() else ""
