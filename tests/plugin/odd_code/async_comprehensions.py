"""Comprehensions within comprehensions, and a lazy generator."""

from __future__ import annotations

from shop.models import Author, Book


async def view() -> None:
    rows = [b.author.name async for b in Book.objects.select_related("author") if b.author_id]
    nested = [[c async for c in Book.objects.all()] for _ in range(2)]
    keyed = {b.pk: {t async for t in Author.objects.all()} async for b in Book.objects.all()}
    lazy = (b async for b in Book.objects.all())
    async for book in lazy:
        print(book, rows, nested, keyed)
