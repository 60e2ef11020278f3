"""Names in a list, as repositories take them: ``select_related(*names)``, where ``*[None]`` are none."""

# mypy: disable-error-code="arg-type"

from typing import Literal, TypeVar

from library.models import Author, Book

M = TypeVar("M", Book, Author)
Names = list[Literal["author", "editor"] | None]


async def get(pk: int, related: Names = [None]) -> Book:  # noqa: B006
    return await Book.objects.all().select_related(*related).defer("meta").aget(pk=pk)


async def with_author(pk: int, related: Names = ["author"]) -> Book:  # noqa: B006
    return await get(pk, related=related)


async def get_any(model: type[M], pk: int, related: list[str]) -> M:
    rows = model._default_manager.filter(pk=pk)
    if related:
        rows = rows.select_related(*related)
    return await rows.aget()


def add_editor(related: list[str]) -> None:
    related.append("editor")


async def by_default() -> str:
    book = await get(1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def given() -> str:
    book = await get(1, ["author"])
    return book.author.name


async def by_the_default_of_another() -> str:
    book = await with_author(1)
    return book.author.name


async def instead_of_the_default() -> str:
    book = await with_author(1, ["editor"])
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def of_a_class_that_is_given() -> str:
    book = await get_any(Book, 1, ["editor"])
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def of_a_class_that_is_given_whole() -> str:
    book = await get_any(Book, 1, ["editor", "author"])
    return book.author.name


async def of_a_class_that_is_given_alone() -> str:
    book = await get_any(Book, 1, [])
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def by_name() -> str:
    names = ["editor"]
    book = await Book.objects.select_related(*names).aget(pk=1)
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def added_to() -> str:
    names = ["editor"]
    names.append("author")
    book = await Book.objects.select_related(*names).aget(pk=1)
    return book.author.name


async def added_to_on_one_way(wanted: bool = True) -> str:
    names = ["editor"]
    if wanted:
        names += ["author"]
    book = await Book.objects.select_related(*names).aget(pk=1)
    return book.author.name


async def added_to_by_a_helper() -> str:
    names = ["author"]
    add_editor(names)
    book = await Book.objects.select_related(*names).aget(pk=1)
    return str(book.editor) + book.author.name


async def added_to_and_given() -> str:
    names = ["editor"]
    names.insert(0, "author")
    book = await get_any(Book, 1, names)
    return book.author.name


class Reader:
    """It grows what it loads."""

    def __init__(self) -> None:
        self.names = ["editor"]

    def want(self, name: str) -> None:
        self.names.append(name)

    async def read(self) -> str:
        book = await Book.objects.select_related(*self.names).aget(pk=1)
        return book.author.name


async def kept_by_an_object() -> str:
    reader = Reader()
    reader.want("author")
    return await reader.read()
