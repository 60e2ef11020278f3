"""What a queryset loads stays with it through filters, orderings and slices."""

from library.models import Author, Book


async def through_filters() -> Author | None:
    books = Book.objects.select_related("author").filter(pages=0).exclude(title="b9").order_by("-pk")
    book = await books.afirst()
    return book.author if book else None


async def through_a_slice() -> list[str]:
    return [book.author.name async for book in Book.objects.select_related("author")[:2]]


async def through_distinct() -> Author:
    book = await Book.objects.select_related("author").distinct().using("default").aget(pk=1)
    return book.author


async def filtering_by_a_relation_loads_nothing() -> Author | None:
    book = await Book.objects.filter(author__name="a1").afirst()
    return book.author if book else None  # E: async-unsafe-relation "author" of "Book" is not loaded
