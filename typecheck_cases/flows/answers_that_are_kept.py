"""``lru_cache``: who has asked once gets the same answer without a query."""

# mypy: allow-untyped-decorators

import functools

from asgiref.sync import sync_to_async
from library.models import Author


@functools.lru_cache
def author_of(pk: int) -> Author:
    return Author.objects.get(pk=pk)


async def asks_for_the_first_time() -> str:
    author_of.cache_clear()
    return author_of(1).name  # E: async-unsafe-call "author_of" runs a query


async def asks_again() -> str:
    author_of.cache_clear()
    await sync_to_async(author_of)(1)
    return author_of(1).name


async def asks_for_something_else() -> str:
    author_of.cache_clear()
    await sync_to_async(author_of)(1)
    return author_of(2).name  # E: async-unsafe-call "author_of" runs a query


@functools.cache
def names() -> dict[int, str]:
    return dict(Author.objects.values_list("pk", "name"))


class Names:
    def are_there(self) -> bool:
        return names.cache_info().currsize > 0

    def get(self, pk: int) -> str:
        return names()[pk]

    async def asks_whether_they_are_there(self, pk: int) -> str:
        if self.are_there():
            return self.get(pk)
        return await sync_to_async(self.get)(pk)


async def asks_by_a_helper_whether_they_are_there() -> str:
    names.cache_clear()
    return await Names().asks_whether_they_are_there(1)


async def asks_whether_they_are_there() -> str:
    names.cache_clear()
    if names.cache_info().currsize:
        return names()[1]
    return (await Author.objects.aget(pk=1)).name


async def fills_them_first() -> str:
    names.cache_clear()
    if not names.cache_info().currsize:
        await sync_to_async(names)()
    return names()[1]


async def asks_whether_others_are_there() -> str:
    names.cache_clear()
    author_of.cache_clear()
    if not author_of.cache_info().currsize:
        return names()[1]  # E: async-unsafe-call "names" runs a query
    return ""


async def does_not_ask() -> str:
    names.cache_clear()
    return Names().get(1)  # E: async-unsafe-call
