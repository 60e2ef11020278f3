"""`all()` of a related manager is a queryset; iterating it queries unless the manager was prefetched."""

from library.models import Author, Book


async def lists_the_books_of_an_author() -> list[Book]:
    author = await Author.objects.aget(pk=1)
    return list(author.books.all())  # E: async-unsafe-iteration


async def loops_over_the_tags_of_a_book() -> None:
    book = await Book.objects.aget(pk=1)
    for tag in book.tags.all():  # E: async-unsafe-iteration
        print(tag.label, end="")


async def loops_asynchronously() -> list[str]:
    book = await Book.objects.aget(pk=1)
    return [tag.label async for tag in book.tags.all()]


async def loops_over_prefetched_tags() -> list[str]:
    book = await Book.objects.prefetch_related("tags").aget(pk=1)
    return [tag.label for tag in book.tags.all()]
