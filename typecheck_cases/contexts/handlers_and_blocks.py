"""`try`, `with` and conditional expressions do not change where the code runs."""

from library.models import Book


async def queries_in_a_handler() -> Book | None:
    try:
        return await Book.objects.aget(title="no such title")
    except Book.DoesNotExist:
        return Book.objects.first()  # E: async-unsafe-query


async def awaits_in_a_handler() -> Book | None:
    try:
        return await Book.objects.aget(title="no such title")
    except Book.DoesNotExist:
        return await Book.objects.afirst()


async def queries_in_an_assignment_expression() -> int:
    if (number := Book.objects.count()) > 1:  # E: async-unsafe-query
        return number
    return 0
