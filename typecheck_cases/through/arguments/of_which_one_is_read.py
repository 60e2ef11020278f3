"""It matters which argument the function reads."""

from library.models import Book


def pair(one: Book, other: Book) -> str:
    return f"{one.title} / {other.author.name}"


async def the_second_is_bare() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    bare = await Book.objects.aget(pk=2)
    return pair(loaded, bare)  # E: async-unsafe-call "pair" runs a query


async def the_first_is_bare() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    bare = await Book.objects.aget(pk=2)
    return pair(bare, loaded)


async def the_second_is_bare_and_named_first() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    bare = await Book.objects.aget(pk=2)
    return pair(other=bare, one=loaded)  # E: async-unsafe-call "pair" runs a query
