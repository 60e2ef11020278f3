"""The default of a nested function's argument is evaluated where the function is defined."""

from library.models import Book


async def counts_in_a_default() -> int:
    def count(number: int = Book.objects.count()) -> int:  # E: async-unsafe-query
        return number

    return count()


async def counts_before() -> int:
    number = await Book.objects.acount()

    def count(number: int = number) -> int:
        return number

    return count()
