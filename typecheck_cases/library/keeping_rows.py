"""Fills the containers of another module."""

from __future__ import annotations

from library import kept_rows
from library.kept_rows import authors, books, full_books
from library.models import Author, Book


def forget() -> None:
    for kept in (books, full_books, authors, kept_rows.by_here):
        kept.clear()
    kept_rows.in_order.clear()


async def load() -> None:
    async for book in Book.objects.all():
        books[book.pk] = book
        kept_rows.in_order.append(book)
    async for full in Book.objects.select_related("author"):
        full_books[full.pk] = full


async def author_of(book: Book) -> Author:
    if book.author_id not in authors:
        authors[book.author_id] = await Author.objects.aget(pk=book.author_id)
    return authors[book.author_id]
