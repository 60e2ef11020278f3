"""Sync functions that run a query only for what their arguments have not loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from library.models import Author, Book


def author_name(book: Book) -> str:
    return book.author.name


def heading(book: Book) -> str:
    return f"{book.title} by {author_name(book)}"


def nick(author: Author) -> str:
    return author.profile.nick
