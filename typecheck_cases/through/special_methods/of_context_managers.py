"""`with` runs `__enter__` and `__exit__`, and both halves of a function made by `contextmanager`."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from library.models import Book


@contextmanager
def counted() -> Iterator[int]:
    yield Book.objects.count()


@contextmanager
def counted_at_the_end() -> Iterator[str]:
    try:
        yield "working"
    finally:
        Book.objects.count()


@contextmanager
def credits_of(book: Book) -> Iterator[str]:
    yield book.author.name


@contextmanager
def quiet() -> Iterator[str]:
    yield "quiet"


class Opened:
    """Asks when it is entered."""

    def __enter__(self) -> int:
        return Book.objects.count()

    def __exit__(self, *_: object) -> None:
        return None


class ClosedWithACount:
    """Asks when it is left."""

    def __enter__(self) -> str:
        return "open"

    def __exit__(self, *_: object) -> None:
        Book.objects.count()


async def enters_a_function() -> int:
    with counted() as number:  # E: async-unsafe-call "counted" runs a query
        return number


async def leaves_a_function() -> None:
    with counted_at_the_end() as state:  # E: async-unsafe-call "counted_at_the_end" runs a query
        print(state)


async def enters_on_a_stack() -> int:
    with ExitStack() as stack:
        return stack.enter_context(counted())  # E: async-unsafe-call


async def enters_an_object() -> int:
    with Opened() as number:  # E: async-unsafe-call "__enter__" runs a query
        return number


async def leaves_an_object() -> None:
    with ClosedWithACount() as state:  # E: async-unsafe-call "__exit__" runs a query
        print(state)


async def enters_one_that_reads_its_argument() -> str:
    book = await Book.objects.aget(pk=1)
    with credits_of(book) as name:  # E: async-unsafe-call "credits_of" runs a query
        return name


async def enters_one_whose_argument_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    with credits_of(book) as name:
        return name


async def enters_one_that_asks_nobody() -> str:
    with quiet() as state:
        return state


async def makes_one_and_leaves_it() -> str:
    return type(counted()).__name__
