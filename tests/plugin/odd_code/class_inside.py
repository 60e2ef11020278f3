"""Classes within an async function, with methods, properties and classes of their own."""

from __future__ import annotations

from typing import ClassVar

from shop.models import Author, Book


class Base:
    shelf: ClassVar[Book | None] = None


async def view() -> None:
    class Inner:
        book = None

        async def method(self, row: Book | None = book) -> None:
            print(row)

        class Deeper(Base):
            attribute: int = 1

            @property
            def value(self) -> int:
                return self.attribute

            @classmethod
            async def make(cls) -> "Author":
                return await Author.objects.aget()

    print(await Inner.Deeper.make(), Inner().method)
