"""Containers that other modules fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from library.models import Author, Book

books: dict[int, Book] = {}
full_books: dict[int, Book] = {}
in_order: list[Book] = []
authors: dict[int, Author] = {}
by_here: dict[str, Book] = {}
