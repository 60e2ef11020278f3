"""Functions, bound methods and partials that a list or a set keeps, called one by one."""

from collections.abc import Callable
from functools import partial

from library.models import Book


def author_of(book: Book) -> str:
    return book.author.name


def title_of(book: Book) -> str:
    return book.title


class Line:
    def __init__(self, book: Book) -> None:
        self.book = book

    def full(self) -> str:
        return f"{self.book.title}, {self.book.author.name}"

    def short(self) -> str:
        return self.book.title


def run_all(jobs: list[Callable[[], str]]) -> list[str]:
    return [job() for job in jobs]


async def calls_partials() -> list[str]:
    book = await Book.objects.aget(pk=1)
    jobs = [partial(author_of, book), partial(title_of, book)]
    return [job() for job in jobs]  # E: async-unsafe-call


async def calls_partials_of_a_loaded_row() -> list[str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    jobs = [partial(author_of, book), partial(title_of, book)]
    return [job() for job in jobs]


async def calls_those_that_read_nothing() -> list[str]:
    book = await Book.objects.aget(pk=1)
    jobs: list[Callable[[], str]] = [partial(title_of, book), Line(book).short]
    return [job() for job in jobs]


async def calls_a_bound_method() -> list[str]:
    jobs = [Line(await Book.objects.aget(pk=1)).full]
    found = []
    for job in jobs:
        found.append(job())  # E: async-unsafe-call
    return found


async def calls_bound_methods_without_types():  # type: ignore[no-untyped-def]
    line = Line(await Book.objects.aget(pk=1))
    jobs = [line.short, line.full]
    return jobs[1]()  # E: async-unsafe-call


async def calls_what_a_set_keeps() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return [job() for job in {partial(author_of, book)}]  # E: async-unsafe-call


async def hands_them_on() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return run_all([partial(author_of, book)])  # E: async-unsafe-call


async def hands_on_loaded_ones() -> list[str]:
    book = await Book.objects.select_related("author").aget(pk=1)
    return run_all([partial(author_of, book), Line(book).full])


async def calls_the_first() -> str:
    book = await Book.objects.aget(pk=1)
    jobs = [title_of, author_of]
    return jobs[0](book)


async def calls_the_second() -> str:
    book = await Book.objects.aget(pk=1)
    jobs = [partial(title_of, book), partial(author_of, book)]
    return jobs[1]()  # E: async-unsafe-call


async def takes_them_apart() -> str:
    book = await Book.objects.aget(pk=1)
    jobs = [partial(title_of, book), partial(author_of, book)]
    title, _ = jobs
    return title()


async def takes_them_apart_and_calls_the_other() -> str:
    book = await Book.objects.aget(pk=1)
    jobs = [partial(title_of, book), partial(author_of, book)]
    _, author = jobs
    return author()  # E: async-unsafe-call


async def turns_them_round() -> str:
    book = await Book.objects.aget(pk=1)
    jobs = [partial(author_of, book), partial(title_of, book)]
    jobs.reverse()
    return jobs[0]()
