"""A comprehension is part of its function."""

from library.models import Book
from library.rendering import author_name
from library.shelves import count_books, titles


async def in_its_element() -> list[str]:
    return [author_name(book) async for book in Book.objects.all()]  # E: async-unsafe-call "author_name"


async def in_its_element_with_loaded_rows() -> list[str]:
    return [author_name(book) async for book in Book.objects.select_related("author")]


async def in_its_condition() -> list[int]:
    books = [book async for book in Book.objects.all()]
    return [book.pk for book in books if author_name(book) == "a1"]  # E: async-unsafe-call "author_name"


async def in_its_source() -> list[str]:
    return [title.upper() for title in titles()]  # E: async-unsafe-call "titles" runs a query


async def in_a_set() -> set[int]:
    return {count_books() + number for number in range(3)}  # E: async-unsafe-call "count_books"


async def in_the_values_of_a_dict() -> dict[int, str]:
    books = [book async for book in Book.objects.all()]
    return {book.pk: author_name(book) for book in books}  # E: async-unsafe-call "author_name"


async def in_the_values_of_a_dict_of_loaded_rows() -> dict[int, str]:
    books = [book async for book in Book.objects.select_related("author")]
    return {book.pk: author_name(book) for book in books}
