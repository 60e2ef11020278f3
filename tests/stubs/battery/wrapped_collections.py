"""sync_to_async(list) and the other collections: what the argument holds is what the result holds."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Coroutine
from typing import Any, assert_type

from asgiref.sync import sync_to_async
from shop import Basket, Book, Books, Page, Point, Prices, Shelf


async def lists(books: Books, numbers: list[int]) -> None:
    assert_type(await sync_to_async(list)(books), list[Book])
    assert_type(await sync_to_async(list)(numbers), list[int])
    assert_type(await sync_to_async(list)(books.names()), list[str])
    assert_type(await sync_to_async(list)(book.title for book in books), list[str])
    assert_type(await sync_to_async(list, thread_sensitive=False)(books), list[Book])
    assert_type(await sync_to_async(list, thread_sensitive=True)(books), list[Book])
    assert_type(await sync_to_async(thread_sensitive=False)(list)(books), list[Book])
    assert_type(await sync_to_async()(list)(books), list[Book])
    await assert_type(sync_to_async(list)(books), Coroutine[Any, Any, list[Book]])
    for book in await sync_to_async(list)(books):
        assert_type(book, Book)
    as_list = sync_to_async(list)
    assert_type(await as_list(books), list[Book])
    assert_type(await as_list(numbers), list[int])
    await sync_to_async(list)(3)  # E: not iterable
    await sync_to_async(list)(books, books)  # E: one argument
    await sync_to_async(list)(iterable=books)  # E: positional only
    (await sync_to_async(list)(books)).sorted()  # E: no such method
    sync_to_async(list)(books).append(Book())  # E: not awaited
    sync_to_async(list)(books)  # E: not awaited


async def sets(books: Books, numbers: list[int]) -> None:
    assert_type(await sync_to_async(set)(books), set[Book])
    assert_type(await sync_to_async(set)(numbers), set[int])
    assert_type(await sync_to_async(set, thread_sensitive=False)(books), set[Book])
    assert_type(await sync_to_async(thread_sensitive=False)(set)(books), set[Book])
    assert_type(await sync_to_async(frozenset)(books), frozenset[Book])
    assert_type(await sync_to_async(frozenset)(numbers), frozenset[int])
    await sync_to_async(set)(3)  # E: not iterable
    await sync_to_async(frozenset)(books, books)  # E: one argument
    sync_to_async(set)(books)  # E: not awaited


async def tuples(books: Books, numbers: list[int], one: int) -> None:
    assert_type(await sync_to_async(tuple)(books), tuple[Book, ...])
    assert_type(await sync_to_async(tuple)(numbers), tuple[int, ...])
    assert_type(await sync_to_async(tuple, thread_sensitive=False)(books), tuple[Book, ...])
    assert_type(await sync_to_async(thread_sensitive=False)(tuple)(books), tuple[Book, ...])
    assert_type(await sync_to_async(Point)(one, one), Point)
    assert_type((await sync_to_async(Point)(x=one, y=one)).x, int)
    await sync_to_async(tuple)(3)  # E: not iterable
    await sync_to_async(tuple)(books, books)  # E: one argument
    await sync_to_async(Point)(one)  # E: two coordinates
    await sync_to_async(Point)("left", one)  # E: numbers


async def dicts(books: Books, prices: dict[str, float], one: int) -> None:
    assert_type(await sync_to_async(dict)(books.pairs()), dict[int, str])
    assert_type(await sync_to_async(dict)(prices), dict[str, float])
    assert_type(await sync_to_async(dict)(left=one, right=one), dict[str, int])
    assert_type(await sync_to_async(dict)(prices, extra=float(one)), dict[str, float])
    assert_type(await sync_to_async(dict)(name.split("=") for name in books.names()), dict[str, str])
    assert_type(await sync_to_async(dict, thread_sensitive=False)(books.pairs()), dict[int, str])
    assert_type(await sync_to_async(thread_sensitive=False)(dict)(books.pairs()), dict[int, str])
    await sync_to_async(dict)(3)  # E: not iterable
    await sync_to_async(dict)(books)  # E: no pairs
    await sync_to_async(dict)(books.pairs(), books.pairs())  # E: one argument
    sync_to_async(dict)(books.pairs())  # E: not awaited


async def special_dicts(books: Books, one: int, numbers: dict[int, int]) -> None:
    assert_type(await sync_to_async(OrderedDict)(books.pairs()), OrderedDict[int, str])
    assert_type(await sync_to_async(OrderedDict)(a=one), OrderedDict[str, int])
    assert_type(await sync_to_async(defaultdict)(int, numbers), defaultdict[int, int])
    assert_type(await sync_to_async(defaultdict)(str, books.pairs()), defaultdict[int, str])
    assert_type(await sync_to_async(Counter)(books.names()), Counter[str])
    assert_type(await sync_to_async(Counter)(books), Counter[Book])
    (await sync_to_async(OrderedDict)(books.pairs())).move_to_end(one)
    (await sync_to_async(Counter)(books)).most_common(3)
    await sync_to_async(OrderedDict)(3)  # E: not iterable
    await sync_to_async(defaultdict)(3)  # E: no factory


async def subclasses(one: int, numbers: list[int]) -> None:
    assert_type(await sync_to_async(Shelf)(), Shelf)
    assert_type(await sync_to_async(Prices)("EUR"), Prices)
    assert_type(await sync_to_async(Shelf)([Book()]), Shelf)
    assert_type(await sync_to_async(Page[int])(numbers), Page[int])
    assert_type(await sync_to_async(Page)(numbers), Page[int])
    assert_type(await sync_to_async(Basket)(numbers), Basket)
    assert_type(await sync_to_async(list[int])(numbers), list[int])
    await sync_to_async(Prices)()  # E: a currency
    await sync_to_async(Prices)(one)  # E: a name
