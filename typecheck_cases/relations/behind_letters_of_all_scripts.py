"""Columns are characters to some and bytes to others; behind an umlaut the row is the same."""

from __future__ import annotations

from library.models import Book


async def reads_behind_an_umlaut() -> str:
    book = await Book.objects.aget(pk=1)
    return "für " + book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_behind_a_clef() -> str:
    book = await Book.objects.aget(pk=1)
    return "𝄞𝄢 über " + book.author.name + "é"  # E: async-unsafe-relation "author" of "Book"


async def reads_inside_an_f_string_with_ideograms() -> str:
    book = await Book.objects.aget(pk=1)
    return f"作者：{book.author.name}（{book.title}）"  # noqa: RUF001  # E: async-unsafe-relation


async def reads_a_full_row_behind_ideograms() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return "作者 " + book.author.name


async def queries_behind_an_accent() -> list[object]:
    return ["é", Book.objects.count()]  # E: async-unsafe-query "Book.objects.count"


async def queries_behind_an_accent_in_its_filter() -> int:
    return Book.objects.filter(title="Étude", author__name="Ø").count()  # E: async-unsafe-query


async def awaits_behind_an_accent() -> list[object]:
    return ["é", await Book.objects.acount()]


async def goes_through_rows_behind_ideograms() -> dict[str, list[str]]:
    return {"書名": [book.title for book in Book.objects.all()]}  # E: async-unsafe-iteration


async def loads_in_a_query_behind_an_accent() -> str:
    book = await Book.objects.exclude(title="Émile").aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"
