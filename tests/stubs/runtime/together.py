"""Transactions keep the types of the functions that they decorate, and queries awaited together theirs."""

from typing import assert_type

from aobjects import aatomic, agather, concurrent
from library import Author, Book

# ruff: noqa


@aatomic
async def bare(pk: int, *, title: str = "") -> Book:
    return await Book.aobjects.get(pk=pk)


@aatomic(using="other", durable=True)
async def called(pk: int) -> str:
    return ""


async def transactions() -> None:
    assert_type(await bare(1, title="a"), Book)
    assert_type(await called(1), str)
    await bare("1")  # E:
    await called(pk=1, title="a")  # E:
    async with aatomic(savepoint=False):
        assert_type(await Author.aobjects.get(pk=1), Author)
    with aatomic():  # E:
        pass
    async with aatomic:  # E:
        pass
    async with aatomic(1):  # E:
        pass


async def queries() -> None:
    async with concurrent(max_connections=4, timeout=1.5):
        assert_type(await agather(Author.aobjects.all(), Book.aobjects.count()), tuple[list[Author], int])
    async with concurrent():
        assert_type(await agather(bare(1), Author.aobjects.first()), tuple[Book, Author | None])
        assert_type(await agather(bare(1), called(1), Author.aobjects), tuple[Book, str, list[Author]])
    assert_type(await agather(*[Author.aobjects.filter(pk=pk) for pk in range(9)]), tuple[list[Author], ...])
    authors, books = await agather(Author.aobjects.all(), Book.aobjects.all())
    assert_type(authors, list[Author])
    assert_type(books, list[Book])
    await agather(1)  # E:
    with concurrent():  # E:
        pass


@aatomic  # E:
def sync_function() -> None: ...


@aatomic()  # E:
def sync_function_too() -> None: ...
