"""Functions of the standard library that take any iterable evaluate a queryset."""

from library.models import Book


async def sorts() -> list[Book]:
    return sorted(Book.objects.all(), key=lambda book: book.title)  # E: async-unsafe-iteration


async def adds_up() -> int:
    return sum(Book.objects.values_list("pages", flat=True))  # E: async-unsafe-iteration


async def takes_the_greatest() -> int:
    return max(Book.objects.values_list("pages", flat=True))  # E: async-unsafe-iteration


async def takes_the_least() -> Book:
    return min(Book.objects.all(), key=lambda book: book.pages)  # E: async-unsafe-iteration


async def asks_for_any() -> bool:
    return any(Book.objects.all())  # E: async-unsafe-iteration


async def asks_for_all() -> bool:
    return all(Book.objects.all())  # E: async-unsafe-iteration


async def numbers() -> None:
    enumerate(Book.objects.all())  # E: async-unsafe-iteration


async def pairs() -> None:
    zip(Book.objects.all(), [1], strict=False)  # E: async-unsafe-iteration


async def reverses() -> None:
    reversed(Book.objects.all())  # E: async-unsafe-iteration


async def maps() -> None:
    map(str, Book.objects.all())  # E: async-unsafe-iteration


async def takes_an_iterator() -> None:
    iter(Book.objects.all())  # E: async-unsafe-iteration


async def sorts_a_list() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=lambda book: book.title)
