"""run_sync: the callable and its arguments in one call, checked as the call itself."""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, assert_type

from aobjects.sync import run_sync
from shop import Book, Books, Box, Clerk, Page, Point, Prices, Shelf, convert, nothing, read, read_many, same


async def functions(clerk: Clerk, one: int, text: str, function: Callable[[int], Book]) -> None:
    assert_type(await run_sync(read, one), Book)
    assert_type(await run_sync(read, one, text), Book)
    assert_type(await run_sync(read, pk=one, title=text), Book)
    assert_type((await run_sync(read, one)).title, str)
    assert_type(await run_sync(read_many, one, one, limit=one, title=text), list[Book])
    assert_type(await run_sync(lambda: Book().title), str)
    assert_type(await run_sync(len, text), int)
    assert_type(await run_sync(text.upper), str)
    assert_type(await run_sync(partial(read, title=text), one), Book)
    assert_type(await run_sync(function, one), Book)
    assert_type(await run_sync(clerk.find, one, title=text), Book)
    assert_type(await run_sync(Clerk.find, clerk, one), Book)
    assert_type(await run_sync(Clerk.hire, text), Clerk)
    assert_type(await run_sync(Clerk.price, one), float)
    assert_type(await run_sync(clerk, one), Book)
    assert_type(await run_sync(same, one), int)
    await run_sync(nothing)
    await run_sync(read)  # E: pk
    await run_sync(read, text)  # E: pk is a number
    await run_sync(read, one, titel=text)  # E: a misspelt name
    await run_sync(read, one, text, one)  # E: too many
    await run_sync(nothing, one)  # E: no parameters
    await run_sync(clerk.find, text)  # E: pk is a number
    await run_sync(3)  # E: not callable
    await run_sync()  # E: a callable
    run_sync(read, one)  # E: not awaited
    run_sync(nothing)  # E: not awaited
    run_sync(read, one).title  # noqa: B018 # E: not awaited


async def overloaded(one: int, text: str, numbers: list[int], books: Books, pages: dict[str, int]) -> None:
    assert_type(await run_sync(convert, one), str)
    assert_type(await run_sync(convert, text), int)
    assert_type(await run_sync(sorted, numbers), list[int])
    assert_type(await run_sync(sorted, books, key=lambda book: book.title), list[Book])
    assert_type(await run_sync(sum, numbers), int)
    assert_type(await run_sync(pages.get, text), int | None)
    assert_type(await run_sync(pages.get, text, one), int)
    assert_type((await run_sync(open, text)).read(), str)
    await run_sync(convert, books)  # E: neither overload
    await run_sync(sorted, one)  # E: not iterable


async def collections(books: Books, one: int, numbers: dict[int, int]) -> None:
    assert_type(await run_sync(list, books), list[Book])
    assert_type(await run_sync(set, books), set[Book])
    assert_type(await run_sync(frozenset, books), frozenset[Book])
    assert_type(await run_sync(tuple, books), tuple[Book, ...])
    assert_type(await run_sync(dict, books.pairs()), dict[int, str])
    assert_type(await run_sync(dict, numbers), dict[int, int])
    assert_type(await run_sync(dict, a=one), dict[str, int])
    assert_type(await run_sync(OrderedDict, books.pairs()), OrderedDict[int, str])
    assert_type(await run_sync(defaultdict, str, books.pairs()), defaultdict[int, str])
    assert_type(await run_sync(Counter, books.names()), Counter[str])
    wanted: list[float] = await run_sync(list, [1, 2])
    assert_type(wanted, list[float])
    await run_sync(list, 3)  # E: not iterable
    await run_sync(dict, books)  # E: no pairs
    run_sync(list, books)  # E: not awaited


async def classes(one: int, text: str, numbers: list[int]) -> None:
    assert_type(await run_sync(Book), Book)
    assert_type(await run_sync(Box, one), Box[int])
    assert_type(await run_sync(Point, one, one), Point)
    assert_type(await run_sync(Prices, text), Prices)
    assert_type(await run_sync(Shelf, [Book()]), Shelf)
    assert_type(await run_sync(Page[int], numbers), Page[int])
    assert_type(await run_sync(Page, numbers), Page[int])
    assert_type(await run_sync(str, one), str)
    await run_sync(Book, one)  # E: no parameters
    await run_sync(Prices, one)  # E: a name


async def untyped(one: int, unknown: Any, function: Callable[..., Any], thing: type[Any]) -> None:
    assert_type(await run_sync(unknown, one), Any)
    assert_type(await run_sync(function, one, a=one), Any)
    assert_type(await run_sync(thing, one), Any)
    wanted: Coroutine[Any, Any, Any] = run_sync(unknown, one)
    assert_type(await wanted, Any)
    run_sync(unknown, one)  # E: not awaited
    run_sync(function, one)  # E: not awaited
