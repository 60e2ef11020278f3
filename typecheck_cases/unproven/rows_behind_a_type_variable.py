"""A type variable is what it is bound to: rows of a generic function, and of ``self`` in a queryset."""

from typing import Any, TypeVar

from django.db import models
from django.forms.models import model_to_dict
from library.models import Author, Book, Chapter, Tag

Row = TypeVar("Row", bound=models.Model)
AnyBook = TypeVar("AnyBook", bound=Book)


class _Found(models.QuerySet["Book"]):
    async def first_author(self) -> str:
        book = await self.order_by("pk").afirst()
        return book.author.name if book else ""  # type: ignore[async-unsafe-unproven]

    async def first_title(self) -> str:
        book = await self.order_by("pk").afirst()
        return book.title if book else ""


async def _author_of(book: AnyBook) -> str:
    return book.author.name  # type: ignore[async-unsafe-unproven]


async def _text_of(row: Row) -> str:
    return f"{row}"


async def _fields_of(row: Any) -> dict[str, Any]:
    return model_to_dict(row)  # type: ignore[async-unsafe-unproven]


async def author_of_a_bare_book() -> str:
    return await _author_of(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def author_of_a_book_that_has_it() -> str:
    return await _author_of(await Book.objects.select_related("author").aget(pk=1))


async def first_of_a_bare_queryset() -> str:
    return await _Found(Book).first_author()  # E: async-unsafe-call


async def title_of_the_first() -> str:
    return await _Found(Book).first_title()


async def text_of_a_tag() -> str:
    return await _text_of(await Tag.objects.aget(pk=1))


async def fields_of_a_chapter() -> dict[str, Any]:
    return await _fields_of(await Chapter.objects.aget(pk=1))


async def fields_of_an_author() -> dict[str, Any]:
    return await _fields_of(await Author.objects.aget(pk=1))
