"""A Prefetch knows what it loads, wherever it was kept until a query takes it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, aprefetch_related_objects
from library.models import Author, Book, Publisher

BOOKS = Prefetch("books", Book.objects.select_related("editor"))


def with_editors() -> list[Prefetch[Any, Any, Any]]:
    return [Prefetch("books", Book.objects.select_related("editor"))]


def with_editor() -> Prefetch[Any, Any, Any]:
    return Prefetch("books", Book.objects.select_related("editor"))


class Plan:
    def __init__(self, books: Prefetch[Any, Any, Any]) -> None:
        self.books = books


async def of_a_function_reads_what_it_loads() -> list[Author | None]:
    author = await Author.objects.prefetch_related(with_editor()).aget(pk=1)
    return [book.editor for book in author.books.all()]


async def of_a_function_reads_what_it_does_not_load() -> list[list[str]]:
    author = await Author.objects.prefetch_related(with_editor()).aget(pk=1)
    books = author.books.all()
    return [[tag.label for tag in book.tags.all()] for book in books]  # E: async-unsafe-iteration


async def of_a_list_reads_what_it_loads() -> list[Author | None]:
    author = await Author.objects.prefetch_related(*with_editors()).aget(pk=1)
    return [book.editor for book in author.books.all()]


async def of_a_list_reads_something_else() -> Publisher | None:
    author = await Author.objects.prefetch_related(*with_editors()).aget(pk=1)
    return author.publisher  # E: async-unsafe-relation "publisher" of "Author" is not loaded


async def of_a_list_reads_too_far() -> list[list[str]]:
    author = await Author.objects.prefetch_related(*with_editors()).aget(pk=1)
    books = author.books.all()
    return [[tag.label for tag in book.tags.all()] for book in books]  # E: async-unsafe-iteration


async def of_a_list_of_several() -> list[Author | None]:
    lookups: list[Prefetch[Any, Any, Any]] = [Prefetch("books", Book.objects.select_related("editor"))]
    lookups.append(Prefetch("edited", Book.objects.select_related("author")))
    author = await Author.objects.prefetch_related(*lookups).aget(pk=1)
    edited = [book.author for book in author.edited.all()]
    return edited + [book.editor for book in author.books.all()]


async def of_a_list_of_several_reads_too_far() -> list[Publisher | None]:
    lookups: list[Prefetch[Any, Any, Any]] = [Prefetch("books", Book.objects.select_related("editor"))]
    lookups.append(Prefetch("edited", Book.objects.order_by("pk")))
    author = await Author.objects.prefetch_related(*lookups).aget(pk=1)
    return [author.publisher for _ in author.books.all()]  # E: async-unsafe-relation


async def of_a_module_reads_something_else() -> Publisher | None:
    author = await Author.objects.prefetch_related(BOOKS).aget(pk=1)
    return author.publisher  # E: async-unsafe-relation "publisher" of "Author" is not loaded


async def of_a_module_reads_what_it_loads() -> list[Author | None]:
    author = await Author.objects.prefetch_related(BOOKS).aget(pk=1)
    return [book.editor for book in author.books.all()]


async def of_an_object_reads_what_it_loads() -> list[Author | None]:
    plan = Plan(Prefetch("books", Book.objects.select_related("editor")))
    author = await Author.objects.prefetch_related(plan.books).aget(pk=1)
    return [book.editor for book in author.books.all()]


async def of_an_object_reads_too_far() -> list[Author | None]:
    plan = Plan(Prefetch("books", Book.objects.order_by("pk")))
    author = await Author.objects.prefetch_related(plan.books).aget(pk=1)
    return [book.editor for book in author.books.all()]  # E: async-unsafe-relation


async def of_either_branch_reads_what_both_load() -> list[Author | None]:
    books = Prefetch("books", Book.objects.select_related("editor"))
    if await Author.objects.acount() > 1000:
        books = Prefetch("books", Book.objects.select_related("editor__publisher"))
    author = await Author.objects.prefetch_related(books).aget(pk=1)
    return [book.editor for book in author.books.all()]


async def of_either_branch_reads_what_one_loads() -> list[Author | None]:
    books = Prefetch("books", Book.objects.select_related("editor"))
    if await Author.objects.acount() < 1000:
        books = Prefetch("books", Book.objects.order_by("pk"))
    author = await Author.objects.prefetch_related(books).aget(pk=1)
    return [book.editor for book in author.books.all()]  # E: async-unsafe-relation


async def onto_a_row_that_is_there() -> list[Author | None]:
    author = await Author.objects.aget(pk=1)
    await aprefetch_related_objects([author], *with_editors())
    return [book.editor for book in author.books.all()]


async def onto_a_row_that_is_there_reads_something_else() -> Publisher | None:
    author = await Author.objects.aget(pk=1)
    await aprefetch_related_objects([author], with_editor())
    return author.publisher  # E: async-unsafe-relation "publisher" of "Author" is not loaded


async def only_under_a_condition() -> list[Author | None]:
    deep = await Author.objects.acount() > 0
    authors = Author.objects.all()
    if deep:
        authors = authors.prefetch_related(Prefetch("books", Book.objects.select_related("editor")))
    author = await authors.aget(pk=1)
    if deep:
        return [book.editor for book in author.books.all()]
    return []
