"""Several asynchronous context managers with patterns as targets."""

from __future__ import annotations


class Manager:
    async def __aenter__(self) -> list[int]:
        return []

    async def __aexit__(self, *details: object) -> None: ...


async def view() -> None:
    async with Manager() as (one, two), Manager() as [three, *four]:
        with open("x") as file, open("y"):
            print(one, two, three, four, file)
