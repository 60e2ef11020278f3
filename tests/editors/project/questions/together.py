"""Transactions, queries beside each other and the bridge to synchronous code keep their types."""

from aobjects import aatomic, afetch, agather, concurrent, run_sync
from shop.models import Author, Book


@aatomic
async def rename(pk: int, *, name: str = "") -> Author:
    return await Author.aobjects.get(pk=pk, name=name)


def total(stocks: list[int], *, spare: int = 0) -> int:
    return sum(stocks) + spare


async def kept() -> None:
    renamed = await rename(1, name="Ada")
    # ^ is Author
    #               ^ leads to questions/together.py: async def rename(
    answers = await agather(Author.aobjects.all(), Book.aobjects.count())
    # ^ is tuple[list[Author], int]
    #               ^ shows agather
    sum_of_all = await run_sync(total, [1, 2], spare=3)
    # ^ is int
    #                  ^ shows run_sync
    names = await run_sync(list, {"Ada": 1})
    # ^ is list[str]
    async with aatomic(durable=True), concurrent(max_connections=4):
        #      ^ shows aatomic
        #      ^ leads to aobjects/transactions.py: def aatomic(
        #                             ^ leads to aobjects/concurrency.py: async def concurrent(
        #                             ^ shows max_connections: int
        await afetch([renamed], "books")
        #     ^ leads to aobjects/fetching.py: async def afetch(
    print(answers, sum_of_all, names)
