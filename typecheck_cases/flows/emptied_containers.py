"""What was in a container before `clear()`, `del rows[:]` or `rows[:] = []` is not there any more."""

from django.http import HttpRequest
from library.models import Book

_kept: dict[int, Book] = {}


async def _fill() -> None:
    async for book in Book.objects.all():
        _kept[book.pk] = book


def _forget() -> None:
    _kept.clear()


async def a_dict_that_is_cleared() -> list[str]:
    books = {book.pk: book async for book in Book.objects.all()}
    books.clear()
    return [book.author.name for book in books.values()]


async def a_list_that_is_cleared() -> None:
    books = [book async for book in Book.objects.all()]
    books.clear()
    for book in books:
        print(book.author.name)


async def all_of_it_deleted() -> None:
    books = [book async for book in Book.objects.all()]
    del books[:]
    for book in books:
        print(book.author.name)


async def all_of_it_replaced() -> None:
    books = [book async for book in Book.objects.all()]
    books[:] = []
    for book in books:
        print(book.author.name)


async def some_of_it_deleted() -> None:
    books = [book async for book in Book.objects.all()]
    del books[1:]
    for book in books:
        print(book.author.name)  # E: async-unsafe-relation


async def filled_with_loaded_rows() -> list[str]:
    books = {book.pk: book async for book in Book.objects.all()}
    books.clear()
    async for book in Book.objects.select_related("author"):
        books[book.pk] = book
    return [book.author.name for book in books.values()]


async def filled_with_bare_rows() -> list[str]:
    books = {book.pk: book async for book in Book.objects.select_related("author")}
    books.clear()
    async for book in Book.objects.all():
        books[book.pk] = book
    return [book.author.name for book in books.values()]  # E: async-unsafe-relation


class Shelf:
    def __init__(self) -> None:
        self.books: dict[int, Book] = {}

    async def fill(self) -> None:
        async for book in Book.objects.all():
            self.books[book.pk] = book


async def of_an_object() -> list[str]:
    shelf = Shelf()
    await shelf.fill()
    shelf.books.clear()
    return [book.author.name for book in shelf.books.values()]


async def of_an_object_that_is_filled_again() -> list[str]:
    shelf = Shelf()
    await shelf.fill()
    shelf.books.clear()
    await shelf.fill()
    return [book.author.name for book in shelf.books.values()]  # E: async-unsafe-relation


async def of_the_module() -> list[str]:
    await _fill()
    _kept.clear()
    return [book.author.name for book in _kept.values()]


async def of_the_module_by_a_helper() -> list[str]:
    await _fill()
    _forget()
    return [book.author.name for book in _kept.values()]


async def of_the_module_that_is_filled_again() -> list[str]:
    _kept.clear()
    await _fill()
    return [book.author.name for book in _kept.values()]  # E: async-unsafe-relation


async def of_the_module_with_loaded_rows() -> list[str]:
    _kept.clear()
    async for book in Book.objects.select_related("author"):
        _kept[book.pk] = book
    return [book.author.name for book in _kept.values()]


async def of_the_module_on_one_way(request: HttpRequest) -> list[str]:
    await _fill()
    if request.method != "GET":
        _kept.clear()
    return [book.author.name for book in _kept.values()]  # E: async-unsafe-relation
