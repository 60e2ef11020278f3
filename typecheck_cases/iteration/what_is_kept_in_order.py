"""Heaps and sorted lists compare what is put into them; ``total_ordering`` makes all comparisons of one."""

from __future__ import annotations

import bisect
import heapq
from functools import total_ordering

from library.models import Book


class Ranked:
    def __init__(self, book: Book) -> None:
        self.book = book

    def __lt__(self, other: Ranked) -> bool:
        return self.book.author.name < other.book.author.name


class Numbered:
    def __init__(self, book: Book) -> None:
        self.book = book

    def __lt__(self, other: Numbered) -> bool:
        return self.book.author_id < other.book.author_id


@total_ordering
class Total:
    def __init__(self, book: Book) -> None:
        self.book = book

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Total) and self.book.pk == other.book.pk

    def __hash__(self) -> int:
        return hash(self.book.pk)

    def __lt__(self, other: Total) -> bool:
        return self.book.author.name < other.book.author.name


async def a_list_that_becomes_a_heap() -> None:
    ranked = [Ranked(book) async for book in Book.objects.all()]
    heapq.heapify(ranked)  # E: async-unsafe-call "__lt__" runs a query


async def a_list_of_full_rows_that_becomes_a_heap() -> None:
    ranked = [Ranked(book) async for book in Book.objects.select_related("author")]
    heapq.heapify(ranked)


async def one_after_the_other() -> None:
    ranked: list[Ranked] = []
    async for book in Book.objects.all():
        heapq.heappush(ranked, Ranked(book))  # E: async-unsafe-call "__lt__" runs a query


async def full_rows_one_after_the_other() -> None:
    ranked: list[Ranked] = []
    async for book in Book.objects.select_related("author"):
        heapq.heappush(ranked, Ranked(book))


async def the_only_one() -> None:
    ranked: list[Ranked] = []
    heapq.heappush(ranked, Ranked(await Book.objects.aget(pk=1)))


async def compared_by_the_key() -> None:
    numbered: list[Numbered] = []
    async for book in Book.objects.all():
        heapq.heappush(numbered, Numbered(book))


async def the_smallest() -> list[Ranked]:
    ranked = [Ranked(book) async for book in Book.objects.all()]
    return heapq.nsmallest(2, ranked)  # E: async-unsafe-call "__lt__" runs a query


async def the_smallest_by_title() -> list[Ranked]:
    ranked = [Ranked(book) async for book in Book.objects.all()]
    return heapq.nsmallest(2, ranked, key=lambda one: one.book.title)


async def put_where_it_belongs() -> None:
    ranked: list[Ranked] = []
    async for book in Book.objects.all():
        bisect.insort(ranked, Ranked(book))  # E: async-unsafe-call "__lt__" runs a query


async def put_where_its_author_belongs() -> None:
    books: list[Book] = []
    async for book in Book.objects.all():
        bisect.insort(books, book, key=lambda one: one.author.name)  # E: async-unsafe-relation "author"


async def put_where_its_title_belongs() -> None:
    books: list[Book] = []
    async for book in Book.objects.all():
        bisect.insort(books, book, key=lambda one: one.title)


async def another_comparison_of_a_total_order() -> bool:
    one, other = Total(await Book.objects.aget(pk=1)), Total(await Book.objects.aget(pk=4))
    return one >= other  # E: async-unsafe-call


async def another_comparison_of_full_rows() -> bool:
    full = Book.objects.select_related("author")
    return Total(await full.aget(pk=1)) >= Total(await full.aget(pk=4))


async def the_greatest_of_a_total_order() -> Total:
    total = [Total(book) async for book in Book.objects.all()]
    return max(total)  # E: async-unsafe-call


async def equality_of_a_total_order() -> bool:
    return Total(await Book.objects.aget(pk=1)) == Total(await Book.objects.aget(pk=4))
