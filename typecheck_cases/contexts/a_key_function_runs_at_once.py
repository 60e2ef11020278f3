"""A lambda passed to `sorted`, `max` or `map` runs where it is passed."""

from library.models import Book


async def sorts_by_a_relation() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=lambda book: book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def takes_the_greatest_by_a_relation() -> Book:
    books = [book async for book in Book.objects.all()]
    return max(books, key=lambda book: book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def maps_to_a_relation() -> list[str]:
    books = [book async for book in Book.objects.all()]
    return list(map(lambda book: book.author.name, books))  # E: async-unsafe-relation


async def sorts_in_place_by_a_relation() -> None:
    books = [book async for book in Book.objects.all()]
    books.sort(key=lambda book: book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def sorts_by_a_loaded_relation() -> list[Book]:
    books = [book async for book in Book.objects.select_related("author")]
    return sorted(books, key=lambda book: book.author.name)


async def sorts_by_a_column() -> list[Book]:
    books = [book async for book in Book.objects.all()]
    return sorted(books, key=lambda book: book.author_id)
