"""List, set and dict comprehensions evaluate a queryset unless they say `async for`."""

from library.models import Book


async def builds_a_list() -> list[str]:
    return [book.title for book in Book.objects.all()]  # E: async-unsafe-iteration


async def builds_a_set() -> set[str]:
    return {book.title for book in Book.objects.all()}  # E: async-unsafe-iteration


async def builds_a_dict() -> dict[int, str]:
    return {book.pk: book.title for book in Book.objects.all()}  # E: async-unsafe-iteration


async def builds_each_asynchronously() -> tuple[list[str], set[str], dict[int, str]]:
    books = Book.objects.all()
    titles = [book.title async for book in books.all()]
    distinct = {book.title async for book in books.all()}
    by_key = {book.pk: book.title async for book in books.all()}
    return titles, distinct, by_key


async def the_inner_loop_counts_too() -> list[tuple[int, int]]:
    return [(n, book.pk) for n in (1, 2) for book in Book.objects.all()]  # E: async-unsafe-iteration
