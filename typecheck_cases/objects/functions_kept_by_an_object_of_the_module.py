"""An object of the module keeps functions and rules in a container that none of its methods fills."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

from collections.abc import Callable
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from library.models import Book


class Sheet:
    def __init__(self, columns: dict[str, Callable[[Book], object]]) -> None:
        self.columns = columns

    def row(self, book: Book) -> list[str]:
        return [str(read(book)) for read in self.columns.values()]

    def head(self) -> list[str]:
        return list(self.columns)


full = Sheet({"title": lambda book: book.title, "author": lambda book: book.author.name})
short = Sheet({"title": lambda book: book.title, "pages": lambda book: book.pages})


async def reads_an_author() -> list[str]:
    return full.row(await Book.objects.aget(pk=1))  # E: async-unsafe-call "row" runs a query


async def reads_a_loaded_author() -> list[str]:
    return full.row(await Book.objects.select_related("author").aget(pk=1))


async def reads_columns() -> list[str]:
    return short.row(await Book.objects.aget(pk=1))


async def reads_no_row() -> list[str]:
    return full.head()


async def reads_an_author_in_a_thread() -> list[str]:
    return await sync_to_async(full.row)(await Book.objects.aget(pk=1))


def author_of(book):
    return book.author.name


def title_of(book):
    return book.title


@dataclass
class Steps:
    steps: tuple[Callable[[Book], str], ...]
    last: str = ""

    async def run(self, book: Book) -> list[str]:
        return [step(book) for step in self.steps]


two_steps = Steps((title_of, author_of))
one_step = Steps((title_of,))


async def runs_two_steps() -> list[str]:
    return await two_steps.run(await Book.objects.aget(pk=1))  # E: async-unsafe-call "run" runs a query


async def runs_one_step() -> list[str]:
    return await one_step.run(await Book.objects.aget(pk=1))


class Checks:
    def __init__(self, *rules):
        self.rules = list(rules)

    def check(self, book):
        for rule in self.rules:
            rule.check(book)


class HasTitle:
    def check(self, book):
        assert book.title


class HasAuthor:
    def check(self, book):
        assert book.author.name


CHECKS = Checks(HasTitle(), HasAuthor())
TITLES = Checks(HasTitle())


async def checks_the_author():
    CHECKS.check(await Book.objects.aget(pk=1))  # E: async-unsafe-call "check" runs a query


async def checks_the_title():
    TITLES.check(await Book.objects.aget(pk=1))


class Hooks:
    def __init__(self, hooks: list[Callable[[Book], str]]) -> None:
        self.hooks = hooks

    def replace(self, hook: Callable[[Book], str]) -> None:
        self.hooks.clear()
        self.hooks.append(hook)

    def run(self, book: Book) -> list[str]:
        return [hook(book) for hook in self.hooks]


HOOKS = Hooks([author_of])


async def runs_what_was_put_there_instead() -> list[str]:
    HOOKS.replace(title_of)
    return HOOKS.run(await Book.objects.aget(pk=1))
