"""A path loads what lies on it, for the rows of the manager, too."""

from library.models import Author, Tag


async def loads_the_tags_of_the_books() -> list[str]:
    author = await Author.objects.prefetch_related("books__tags").aget(pk=1)
    return [tag.label for book in author.books.all() for tag in book.tags.all()]


async def leaves_the_tags_of_the_books() -> None:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    for book in author.books.all():
        print(list(book.tags.all()))  # E: async-unsafe-iteration


async def loads_the_authors_of_the_books_of_a_tag() -> list[str]:
    tag = await Tag.objects.prefetch_related("books__author").aget(pk=1)
    return [book.author.name for book in tag.books.all()]


async def leaves_the_authors_of_the_books_of_a_tag() -> None:
    tag = await Tag.objects.prefetch_related("books").aget(pk=1)
    for book in tag.books.all():
        print(book.author.name)  # E: async-unsafe-relation "author" of "Book" is not loaded


async def knows_the_author_of_prefetched_books() -> list[str]:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return [book.author.name for book in author.books.all()]
