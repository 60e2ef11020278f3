"""A prefetched manager answers `all`, `count` and `exists`; a new filter on it asks the database again."""

from library.models import Author, Book, Chapter


async def reads_what_was_prefetched() -> tuple[int, bool, list[Book]]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return author.books.count(), author.books.exists(), list(author.books.all())


async def filters_what_was_prefetched() -> list[Book]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return list(author.books.filter(pages=0))  # E: async-unsafe-iteration


async def takes_the_first_of_an_unordered_model() -> Book | None:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return author.books.first()  # E: async-unsafe-query


async def takes_the_first_of_an_ordered_model() -> Chapter | None:
    book = await Book.objects.prefetch_related("chapters").aget(pk=1)
    return book.chapters.first()


async def gets_one_of_what_was_prefetched() -> Book:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return author.books.get(pk=1)  # E: async-unsafe-query
