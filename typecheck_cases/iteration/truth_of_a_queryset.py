"""Asking whether a queryset is true evaluates it; `aexists` asks the database."""

from library.models import Book


async def asks_with_if() -> str:
    books = Book.objects.all()
    if books:  # E: async-unsafe-iteration
        return "some"
    return "none"


async def asks_with_bool() -> bool:
    return bool(Book.objects.all())  # E: async-unsafe-iteration


async def asks_with_not() -> bool:
    return not Book.objects.all()  # E: async-unsafe-iteration


async def asks_with_and() -> object:
    ready = True
    return Book.objects.all() and ready  # E: async-unsafe-iteration


async def asks_with_or() -> object:
    return Book.objects.filter(title="b0") or None  # E: async-unsafe-iteration


async def asks_in_a_ternary() -> str:
    return "some" if Book.objects.all() else "none"  # E: async-unsafe-iteration


async def asks_with_while() -> None:
    while Book.objects.all():  # E: async-unsafe-iteration
        break


async def asks_with_assert() -> None:
    assert Book.objects.all()  # E: async-unsafe-iteration


async def asks_the_database() -> str:
    if await Book.objects.aexists():
        return "some"
    return "none"


async def asks_for_none_only() -> bool:
    books = Book.objects.all()
    return books is not None


async def the_last_operand_of_or_is_not_asked() -> object:
    nothing: object = None
    return nothing or Book.objects.all()
