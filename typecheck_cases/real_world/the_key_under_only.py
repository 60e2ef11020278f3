"""`only` with a relation, or with a path through one, still holds the key."""

from library.models import Book


async def reads_the_key() -> int:
    book = await Book.objects.only("author").aget(pk=1)
    return book.author_id


async def reads_the_key_beside_a_path() -> tuple[int, str]:
    book = await Book.objects.select_related("author").only("id", "author__name").aget(pk=1)
    return book.author_id, book.author.name


async def reads_the_title() -> str:
    book = await Book.objects.only("author").aget(pk=1)
    return book.title  # E: async-unsafe-deferred "title" of "Book" is deferred
