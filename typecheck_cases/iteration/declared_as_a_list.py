"""A queryset that an annotation takes for a list is a queryset all the same."""

# mypy: disable-error-code="assignment, return-value, arg-type"

from asgiref.sync import sync_to_async
from library.models import Author, Book


def of(author: Author) -> list[Book]:
    return author.books.all()


def titles(books: list[Book]) -> list[str]:
    return [book.title for book in books]


async def found() -> list[Book]:
    return Book.objects.filter(pages__gte=0)


@sync_to_async
def evaluated_in_a_thread() -> list[Book]:
    return list(Book.objects.filter(pages__gte=0))


class Shelf:
    """It keeps what it takes for a list."""

    def __init__(self) -> None:
        self.books: list[Book] = Book.objects.all()

    def titles(self) -> list[str]:
        return [book.title for book in self.books]


async def gone_through() -> list[str]:
    books: list[Book] = Book.objects.filter(pages__gte=0)
    found = []
    for book in books:  # E: async-unsafe-iteration
        found.append(book.title)
    return found


async def counted() -> int:
    books: list[Book] = Book.objects.all()
    return len(books)  # E: async-unsafe-iteration


async def of_a_helper() -> list[str]:
    author = await Author.objects.aget(pk=1)
    return [book.title for book in of(author)]  # E: async-unsafe-iteration


async def of_a_coroutine() -> list[str]:
    return [book.title for book in await found()]  # E: async-unsafe-iteration


async def evaluated_there() -> list[str]:
    return [book.title for book in await evaluated_in_a_thread()]


async def given_on() -> list[str]:
    books: list[Book] = Book.objects.all()
    return titles(books)  # E: async-unsafe-call "titles" runs a query


async def kept_by_an_object() -> list[str]:
    return Shelf().titles()  # E: async-unsafe-call "titles" runs a query


async def a_list() -> list[str]:
    books: list[Book] = [book async for book in Book.objects.all()]
    return [book.title for book in books]


async def gone_through_asynchronously() -> list[str]:
    books: list[Book] = Book.objects.all()
    return [book.title async for book in books]  # type: ignore[attr-defined]


async def bound_again() -> int:
    books: list[Book] = Book.objects.all()
    books = [book async for book in books]  # type: ignore[attr-defined]
    return len(books)


async def prefetched() -> list[str]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    books: list[Book] = author.books.all()
    return [book.title for book in books]
