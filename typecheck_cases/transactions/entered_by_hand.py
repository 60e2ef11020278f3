"""``transaction.atomic()`` queries when it is entered, by whomever."""

from __future__ import annotations

from django.db import transaction
from library.models import Book


async def entered_by_hand() -> None:
    block = transaction.atomic()
    block.__enter__()  # E: async-unsafe-query


async def kept_by_an_object() -> int:
    class Block:
        def __init__(self) -> None:
            self._atomic = transaction.atomic()

        async def __aenter__(self) -> Block:
            self._atomic.__enter__()  # E: async-unsafe-query
            return self

        async def __aexit__(self, *exc_info: object) -> None:
            return None

    async with Block():
        return await Book.objects.acount()


async def made_and_not_entered() -> int:
    transaction.atomic()
    return await Book.objects.acount()


async def raw_delete() -> int:
    return Book.objects.filter(pk=0)._raw_delete("default")  # E: async-unsafe-query
