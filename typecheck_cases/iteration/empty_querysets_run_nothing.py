"""Django answers for `none()` without asking the database."""

from library.models import Book


async def lists_none() -> list[Book]:
    return list(Book.objects.none())


async def asks_none() -> tuple[int, bool, Book | None]:
    nothing = Book.objects.none()
    return len(nothing), nothing.exists(), nothing.first()


async def lists_some() -> list[Book]:
    return list(Book.objects.filter(pk__in=[1]))  # E: async-unsafe-iteration


async def reads_the_rows_of_none() -> list[str]:
    return [book.author.name for book in Book.objects.none()]


async def reads_the_rows_of_an_empty_list_of_keys() -> list[str]:
    names = []
    async for book in Book.objects.filter(pk__in=[]):
        names.append(book.author.name)
    return names


async def reads_the_rows_of_none_and_of_others() -> list[str]:
    books = Book.objects.none() | Book.objects.all()
    return [book.author.name async for book in books]  # E: async-unsafe-relation
