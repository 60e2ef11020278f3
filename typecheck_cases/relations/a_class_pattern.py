"""A class pattern reads the attributes that it names."""

from library.models import Author, Book


async def matches_the_relation() -> str:
    book = await Book.objects.aget(pk=1)
    match book:
        case Book(author=Author(name=name)):  # E: async-unsafe-relation "author" of "Book" is not loaded
            return name
    return ""


async def matches_the_loaded_relation() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    match book:
        case Book(author=Author(name=name)):
            return name
    return ""


async def matches_the_column() -> str:
    book = await Book.objects.aget(pk=1)
    match book:
        case Book(author_id=1):
            return "the first"
    return "another"
