"""What a class method keeps on its class, or a function in a global name, the next one finds there."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, var-annotated, union-attr"

from collections import defaultdict, deque
from typing import ClassVar

from asgiref.sync import sync_to_async
from library.models import Book

_current = None
_loaded: Book | None = None
_all: dict[int, Book] | None = None


async def current():
    global _current  # noqa: PLW0603
    if _current is None:
        _current = await Book.objects.aget(pk=1)
    return _current


async def loaded() -> Book:
    global _loaded  # noqa: PLW0603
    if _loaded is None:
        _loaded = await Book.objects.select_related("author").aget(pk=1)
    return _loaded


async def everything() -> dict[int, Book]:
    global _all  # noqa: PLW0603
    if _all is None:
        _all = {book.pk: book async for book in Book.objects.all()}
    return _all


def forget():
    global _current, _loaded, _all  # noqa: PLW0603
    _current = _loaded = _all = None


class Registry:
    books = {}  # noqa: RUF012
    by_title: ClassVar[dict[str, list[Book]]] = defaultdict(list)
    last: ClassVar[deque[Book]] = deque(maxlen=3)

    @classmethod
    async def load(cls):
        async for book in Book.objects.all():
            cls.books[book.title] = book
            cls.by_title[book.title].append(book)
            cls.last.appendleft(book)

    @classmethod
    async def get(cls, title):
        if title not in cls.books:
            await cls.load()
        return cls.books[title]

    @classmethod
    def clear(cls):
        cls.books.clear()


class ByKey:
    _rows: dict[int, Book] | None = None

    @classmethod
    def load(cls) -> dict[int, Book]:
        if cls._rows is None:
            cls._rows = {book.pk: book for book in Book.objects.all()}
        return cls._rows

    @classmethod
    async def get(cls, pk: int) -> Book:
        if cls._rows is None:
            cls._rows = {book.pk: book async for book in Book.objects.all()}
        return cls._rows[pk]


class FullByKey:
    rows: ClassVar[dict[int, Book]] = {}

    @staticmethod
    async def fill() -> None:
        async for book in Book.objects.select_related("author"):
            FullByKey.rows.setdefault(book.pk, book)

    @classmethod
    async def get(cls, pk: int) -> Book:
        if not cls.rows:
            await cls.fill()
        return cls.rows[pk]


class OnOneOfTwoWays:
    row: Book | None = None

    @classmethod
    async def get(cls) -> Book:
        if cls.row is None:
            cls.row = await Book.objects.aget(pk=1)
        return cls.row

    @classmethod
    async def get_full(cls) -> None:
        cls.row = await Book.objects.select_related("author").aget(pk=1)


async def a_global_row():
    return (await current()).author.name  # E: async-unsafe-relation


async def a_column_of_a_global_row():
    return (await current()).title


async def a_global_row_by_its_name():
    await current()
    return _current.author.name  # E: async-unsafe-relation


async def a_loaded_global_row():
    return (await loaded()).author.name


async def a_global_dict():
    return [book.author.name for book in (await everything()).values()]  # E: async-unsafe-relation


async def keys_of_a_global_dict():
    return [book.author_id for book in (await everything()).values()]


async def a_dict_of_the_class():
    forget()
    return (await Registry.get("b1")).author.name  # E: async-unsafe-relation


async def columns_of_a_dict_of_the_class():
    return (await Registry.get("b1")).pages


async def lists_in_a_dict_of_the_class():
    await Registry.load()
    return {book.author.name for book in Registry.by_title["b1"]}  # E: async-unsafe-relation


async def a_queue_of_the_class():
    await Registry.load()
    return Registry.last.popleft().author.name  # E: async-unsafe-relation


async def a_dict_that_replaces_none():
    book = await ByKey.get(1)
    return [tag.label for tag in book.tags.all()]  # E: async-unsafe-iteration


async def a_dict_that_replaces_none_in_a_thread():
    rows = await sync_to_async(ByKey.load)()
    return sorted(book.title for book in rows.values())


async def what_the_rows_there_have_loaded():
    return (await FullByKey.get(1)).author.name


async def what_lies_behind_it():
    return str((await FullByKey.get(1)).author.publisher)  # E: async-unsafe-relation


async def loaded_by_one_method_and_not_by_another():
    await OnOneOfTwoWays.get_full()
    return (await OnOneOfTwoWays.get()).author.name


async def cleared_and_gone_through():
    await Registry.load()
    Registry.clear()
    return [book.author_id for book in Registry.books.values()]
