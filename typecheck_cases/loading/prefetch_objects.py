"""A Prefetch with a queryset brings what that queryset loads; with `to_attr` it leaves the manager alone."""

from django.db.models import Prefetch
from library.models import Author, Book


async def loads_the_editors() -> list[Author | None]:
    books = Prefetch("books", Book.objects.select_related("editor"))
    author = await Author.objects.prefetch_related(books).aget(pk=1)
    return [book.editor for book in author.books.all()]


async def reads_the_list() -> list[Book]:
    books = Prefetch("books", Book.objects.order_by("pk"), to_attr="shelf")
    author = await Author.objects.prefetch_related(books).aget(pk=1)
    shelf: list[Book] = author.shelf
    return shelf


async def reads_the_manager_beside_the_list() -> list[Book]:
    books = Prefetch("books", Book.objects.order_by("pk"), to_attr="shelf")
    author = await Author.objects.prefetch_related(books).aget(pk=1)
    return list(author.books.all())  # E: async-unsafe-iteration
