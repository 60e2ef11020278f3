"""`pair[1]`: which row stands where in a list that is written down, and among which a condition chooses."""

from library.models import Book


def move(books: list[Book]) -> None:
    books.append(books[0])


async def takes_the_bare_one() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [loaded, await Book.objects.aget(pk=2)]
    return pair[1].author.name  # E: async-unsafe-relation "author" of "Book"


async def takes_the_loaded_one() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [loaded, await Book.objects.aget(pk=2)]
    return pair[0].author.name


async def takes_what_was_appended() -> str:
    books = [await Book.objects.select_related("author").aget(pk=1)]
    books.append(await Book.objects.aget(pk=2))
    return books[1].author.name  # E: async-unsafe-relation "author" of "Book"


async def chooses_among_both() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [loaded, await Book.objects.aget(pk=2)]
    book = pair[1 if await Book.objects.aexists() else 0]
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def chooses_by_a_key() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    books = {"old": loaded, "new": await Book.objects.aget(pk=2)}
    book = books["new" if await Book.objects.aexists() else "old"]
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def chooses_among_loaded_ones() -> str:
    one = await Book.objects.select_related("author").aget(pk=1)
    books = [one, await Book.objects.aget(pk=2), one]
    return books[0 if await Book.objects.aexists() else 2].author.name


async def turns_the_list_round() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [await Book.objects.aget(pk=2), loaded]
    pair.reverse()
    return pair[0].author.name


async def takes_the_first_away() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [await Book.objects.aget(pk=2), loaded]
    del pair[0]
    return pair[0].author.name


async def lets_a_function_append() -> str:
    books = [await Book.objects.select_related("author").aget(pk=1)]
    move(books)
    books.append(await Book.objects.aget(pk=2))
    return books[1].author.name


async def takes_a_pair_apart() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [await Book.objects.aget(pk=2), loaded]
    _, second = pair
    return second.author.name


async def takes_a_pair_apart_and_reads_the_first() -> str:
    loaded = await Book.objects.select_related("author").aget(pk=1)
    pair = [await Book.objects.aget(pk=2), loaded]
    first, _ = pair
    return first.author.name  # E: async-unsafe-relation "author" of "Book"
