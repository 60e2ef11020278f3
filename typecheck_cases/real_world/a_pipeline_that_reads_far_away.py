"""Rows are collected in one place and read in another; the query has to load for both."""

from library.models import Book


async def collects_and_reports() -> list[str]:
    books = [book async for book in Book.objects.filter(pages=0)]
    numbered = dict(enumerate(books, 1))
    lines = []
    for number, book in numbered.items():
        lines.append(f"{number}. {book.author.name}")  # E: async-unsafe-relation "author" of "Book"
    return lines


async def collects_with_the_author() -> list[str]:
    books = [book async for book in Book.objects.select_related("author").filter(pages=0)]
    numbered = dict(enumerate(books, 1))
    lines = []
    for number, book in numbered.items():
        lines.append(f"{number}. {book.author.name}")
    return lines
