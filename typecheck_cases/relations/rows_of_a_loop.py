"""Each row of a loop or a comprehension has what the queryset loaded."""

from library.models import Book


async def reads_in_a_loop() -> None:
    async for book in Book.objects.all():
        print(book.author.name)  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_in_a_comprehension() -> list[str]:
    return [book.author.name async for book in Book.objects.all()]  # E: async-unsafe-relation


async def reads_in_a_condition() -> list[str]:
    books = Book.objects.all()
    return [book.title async for book in books if book.author.name]  # E: async-unsafe-relation


async def reads_loaded_rows_in_a_loop() -> list[str]:
    names = []
    async for book in Book.objects.select_related("author"):
        names.append(book.author.name)
    return names


async def reads_loaded_rows_in_a_comprehension() -> list[str]:
    return [book.author.name async for book in Book.objects.select_related("author")]
