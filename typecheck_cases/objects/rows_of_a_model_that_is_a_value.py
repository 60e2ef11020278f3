"""Of which model a class is, nobody says: its queries run all the same."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

from typing import Generic, TypeVar

from django.apps import apps
from django.db import models
from library.models import Book

M = TypeVar("M", bound=models.Model)


def model_named(name: str) -> type[models.Model]:
    return next(model for model in apps.get_models() if model.__name__ == name)


def rows(model: type[models.Model]):
    return model._default_manager.all()


def first_of(model: type[M]):
    return model._base_manager.order_by("pk")


class Repository(Generic[M]):
    def __init__(self, model: type[M]) -> None:
        self.model = model

    def query(self):
        return self.model._default_manager.order_by("pk")

    async def newest(self):
        return await self.query().alast()


async def counts_what_a_function_gives() -> int:
    return rows(model_named("Book")).count()  # E: async-unsafe-query "rows(...).count" runs a query


async def counts_it_asynchronously() -> int:
    return await rows(model_named("Book")).acount()


async def lists_what_a_function_gives() -> int:
    return len(list(rows(model_named("Book"))))  # E: async-unsafe-iteration


async def lists_it_asynchronously() -> int:
    return len([row async for row in rows(model_named("Book"))])


async def gets_the_first() -> bool:
    return first_of(model_named("Book")).first() is not None  # E: async-unsafe-query


async def gets_the_first_asynchronously() -> bool:
    return await first_of(model_named("Book")).afirst() is not None


async def asks_a_repository() -> bool:
    return Repository(model_named("Book")).query().exists()  # E: async-unsafe-query


async def asks_a_repository_asynchronously() -> bool:
    return await Repository(model_named("Book")).query().aexists()


async def saves_what_a_repository_gives() -> None:
    book = await Repository(Book).newest()
    book.save()  # E: async-unsafe-query "book.save" runs a query


async def saves_it_asynchronously() -> None:
    book = await Repository(Book).newest()
    await book.asave()
