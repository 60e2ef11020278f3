"""`only` reaches through a selected relation and defers the other fields of the related row."""

from library.models import Book


async def reads_a_field_left_out() -> str:
    book = await Book.objects.select_related("author").only("author__name").aget(pk=1)
    return book.author.bio  # E: async-unsafe-deferred "bio" of "Author" is deferred


async def reads_the_named_field() -> str:
    book = await Book.objects.select_related("author").only("author__name").aget(pk=1)
    return book.author.name


async def reads_the_key_of_the_relation() -> int:
    book = await Book.objects.select_related("author").only("pk", "author__name").aget(pk=1)
    return book.author_id
