"""An image's `save()`, a dict's `values()`, a storage file's `delete(save=False)`, a client's `get()`."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from library.models import Book


class Image:
    def save(self, path: str) -> None:
        self.path = path

    def delete(self, *, save: bool = True) -> None:
        self.path = ""


@dataclass
class Client:
    answers: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> str:
        return self.answers.setdefault(url, "")

    def filter(self, **conditions: str) -> list[str]:
        return list(conditions.values())

    def all(self) -> list[str]:
        return [*self.answers]


async def saves_an_image() -> None:
    image = Image()
    image.save("cover.png")
    image.delete(save=False)


async def asks_a_client() -> list[str]:
    client = Client()
    client.get("/")
    return [*client.filter(title="b1"), *client.all()]


async def goes_through_a_dict() -> list[str]:
    prices = {"b1": "1", "b2": "2"}
    return [*prices.values(), prices.get("b1", ""), str(len(prices))]


async def writes_a_file() -> bool:
    storage = InMemoryStorage()
    name = storage.save("a.txt", ContentFile(b"text"))
    storage.delete(name)
    return storage.exists(name)


async def drops_the_file_of_a_row() -> None:
    book = Book(title="b1")
    book.doc.name = "nowhere.txt"
    book.doc.delete(save=False)


async def drops_the_file_and_saves_the_row() -> None:
    book = await Book.objects.aget(pk=1)
    book.doc.name = "nowhere.txt"
    book.doc.delete()  # E: async-unsafe-query "FieldFile.delete" runs a query
