"""sync_to_async on generic and overloaded callables: each call is solved for its own arguments."""

from collections.abc import Callable
from typing import Any, assert_type

from asgiref.sync import sync_to_async
from shop import Book, Books, convert, first, same


async def generic(one: int, text: str, books: list[Book], pages: dict[str, int]) -> None:
    assert_type(await sync_to_async(same)(one), int)
    assert_type(await sync_to_async(same)(text), str)
    assert_type(await sync_to_async(same)(books), list[Book])
    assert_type(await sync_to_async(same, thread_sensitive=False)(one), int)
    assert_type(await sync_to_async(thread_sensitive=False)(same)(one), int)
    assert_type(await sync_to_async(first)(books, Book()), Book)
    wrapped = sync_to_async(same)
    assert_type(await wrapped(one), int)
    assert_type(await wrapped(text), str)
    await sync_to_async(same)()  # E: a value
    await sync_to_async(first)(one, one)  # E: a list


async def overloaded(one: int, text: str, numbers: list[int], books: Books, pages: dict[str, int]) -> None:
    assert_type(await sync_to_async(convert)(one), str)
    assert_type(await sync_to_async(convert)(text), int)
    assert_type(await sync_to_async(sorted)(numbers), list[int])
    assert_type(await sync_to_async(sorted)(numbers, reverse=True), list[int])
    assert_type(await sync_to_async(sorted)(books, key=lambda book: book.title), list[Book])
    assert_type(await sync_to_async(sum)(numbers), int)
    assert_type(await sync_to_async(max)(numbers), int)
    assert_type(await sync_to_async(max)(one, one), int)
    assert_type(await sync_to_async(next)(iter(numbers)), int)
    assert_type(await sync_to_async(str)(one), str)
    assert_type(await sync_to_async(int)(text), int)
    assert_type(await sync_to_async(getattr)(books, text), Any)
    assert_type(await sync_to_async(pages.get)(text), int | None)
    assert_type(await sync_to_async(pages.get)(text, one), int)
    assert_type(await sync_to_async(pages.pop)(text), int)
    assert_type((await sync_to_async(open)(text)).read(), str)
    await sync_to_async(convert)(books)  # E: neither overload
    await sync_to_async(sorted)(one)  # E: not iterable
    await sync_to_async(len)(one)  # E: not sized


async def forwarded(function: Callable[[int], Book], one: int) -> None:
    assert_type(await sync_to_async(function)(one), Book)
    assert_type(await sync_to_async(thread_sensitive=False)(function)(one), Book)
    await sync_to_async(function)()  # E: an argument
