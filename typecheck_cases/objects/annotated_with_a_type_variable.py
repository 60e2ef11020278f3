"""A name that is annotated with a type variable holds what was put there: the rows keep what they have."""

# mypy: disable-error-code="no-any-return"

from typing import Generic, TypeVar

from django.db.models import Model, QuerySet
from library.models import Author, Book

M = TypeVar("M", bound=Model)


class Repo(Generic[M]):
    model: type[M]

    def __init__(self, model: type[M]) -> None:
        self.model = model

    async def all(self) -> list[M]:
        rows: QuerySet[M] = self.model._default_manager.all()
        return [row async for row in rows]

    async def first(self) -> M | None:
        rows: QuerySet[M] = self.model._default_manager.order_by("pk")
        found: M | None = await rows.afirst()
        return found


class BookRepo(Repo[Book]):
    def __init__(self) -> None:
        super().__init__(Book)


async def repo_all() -> list[str]:
    return [b.author.name for b in await Repo(Book).all()]  # E: async-unsafe-relation


async def repo_first() -> str:
    book = await Repo(Book).first()
    return book.author.name if book else ""  # E: async-unsafe-relation


async def book_repo_all() -> list[str]:
    return [b.author.name for b in await BookRepo().all()]  # E: async-unsafe-relation


async def book_repo_title() -> list[str]:
    return [b.title for b in await BookRepo().all()]


async def to_list(qs: QuerySet[M]) -> list[M]:
    rows: list[M] = [row async for row in qs]
    return rows


async def by_helper() -> list[str]:
    return [b.author.name for b in await to_list(Book.objects.all())]  # E: async-unsafe-relation


class Other(Generic[M]):
    def __init__(self, rows: QuerySet[M]) -> None:
        self.rows: QuerySet[M] = rows
        self.kept: list[M] = []
        self.by_key: dict[int, M] = {}

    async def load(self) -> None:
        self.kept = [row async for row in self.rows]
        by_key: dict[int, M] = {row.pk: row for row in self.kept}
        self.by_key = by_key

    async def one(self) -> M:
        one: M = await self.rows.aget(pk=1)
        return one


async def other_kept() -> list[str]:
    other = Other(Book.objects.all())
    await other.load()
    return [b.author.name for b in other.kept]  # E: async-unsafe-relation


async def other_kept_loaded() -> list[str]:
    other = Other(Book.objects.select_related("author"))
    await other.load()
    return [b.author.name for b in other.kept]


async def other_by_key() -> str:
    other = Other(Book.objects.all())
    await other.load()
    return other.by_key[1].author.name  # E: async-unsafe-relation


async def other_one() -> str:
    return (await Other(Book.objects.all()).one()).author.name  # E: async-unsafe-relation


async def other_one_loaded() -> str:
    return (await Other(Book.objects.select_related("author")).one()).author.name


async def repo_loaded() -> list[str]:
    rows = await to_list(Book.objects.select_related("author"))
    return [row.author.name for row in rows]


async def two_models() -> list[str]:
    authors = await to_list(Author.objects.all())
    books = await to_list(Book.objects.select_related("author"))
    return [a.name for a in authors] + [b.author.name for b in books]
