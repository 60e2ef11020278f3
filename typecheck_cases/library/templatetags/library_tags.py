"""Tags and filters that run queries, and some that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from library.models import Book

if TYPE_CHECKING:
    from library.models import Author

register = template.Library()


@register.filter
def signed(book: Book) -> str:
    return f"{book.title} by {book.author.name}"


@register.filter(name="titled")
def with_title(book: Book) -> str:
    return f"({book.title})"


@register.simple_tag
def book_total() -> int:
    return Book.objects.count()


@register.simple_tag
def greeting(title: str) -> str:
    return f"Read {title}"


@register.simple_tag
def author_of(book: Book) -> Author:
    return book.author


@register.simple_tag(takes_context=True)
def first_author(context: dict[str, Any]) -> str:
    book: Book = context["book"]
    return book.author.name


@register.inclusion_tag("tags/card_row.html")
def card(book: Book) -> dict[str, Book]:
    return {"shown": book}


@register.inclusion_tag("tags/quiet_card_row.html")
def quiet_card(book: Book) -> dict[str, str]:
    return {"title": book.title}
