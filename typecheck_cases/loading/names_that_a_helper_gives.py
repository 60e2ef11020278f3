"""The names that ``select_related(*names)`` gets from a helper, from one of two lists, or from the module."""

# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, disable-error-code="no-any-return"

from typing import TypeVar

from library.models import Author, Book

M = TypeVar("M", Book, Author)

BASE = ["author"]
GROWN = ["author"]


def register() -> None:
    GROWN.append("author__publisher")


register()


def related(full: bool):
    return ["author", "author__publisher"] if full else ["author"]


def declared(full: bool) -> list[str]:
    return ["author", "editor"] if full else ["author"]


def by_two_returns(full):
    if full:
        return ["author", "editor"]
    return ["author"]


def as_tuples(full):
    return ("author", "editor") if full else ("author",)


def added_on_one_way(full):
    names = ["author"]
    if full:
        names.append("author__publisher")
    return names


async def get(model: type[M], pk: int, names: list[str]) -> M:
    return await model._default_manager.filter(pk=pk).select_related(*names).aget()


async def book_of(pk: int, full=False) -> Book:
    return await get(Book, pk, names=related(full))


class Shelf:
    """It keeps its names."""

    def __init__(self) -> None:
        self.names = ["author"]

    def want(self, name: str) -> None:
        self.names.append(name)

    def wanted(self) -> list[str]:
        return self.names


async def of_a_helper() -> str:
    book = await get(Book, 1, names=related(False))
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def of_a_helper_that_loads_it() -> str:
    book = await get(Book, 1, names=related(True))
    return book.author.publisher.name  # type: ignore[union-attr]


async def through_two_coroutines() -> str:
    book = await book_of(1)
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def through_two_coroutines_that_load_it() -> str:
    book = await book_of(1, full=True)
    return book.author.publisher.name  # type: ignore[union-attr]


async def unpacked_at_once() -> str:
    book = await Book.objects.select_related(*declared(full=False)).aget(pk=1)
    return str(book.editor)  # E: async-unsafe-relation "editor" of "Book"


async def lacking_on_both_ways() -> str:
    full = await Book.objects.acount() > 0
    book = await Book.objects.select_related(*declared(full)).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def there_on_one_way() -> str:
    full = await Book.objects.acount() > 0
    book = await Book.objects.select_related(*by_two_returns(full)).aget(pk=1)
    return str(book.editor) + book.author.name


async def lacking_where_it_returns_first() -> str:
    book = await Book.objects.select_related(*by_two_returns(False)).aget(pk=1)
    return str(book.editor)  # E: async-unsafe-relation "editor" of "Book"


async def one_of_two_tuples() -> str:
    full = await Book.objects.acount() > 0
    book = await Book.objects.select_related(*as_tuples(full)).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def in_one_of_two_tuples() -> str:
    full = await Book.objects.acount() > 0
    book = await Book.objects.select_related(*as_tuples(full)).aget(pk=1)
    return str(book.editor)


async def one_of_two_lists() -> str:
    full = await Book.objects.acount() > 0
    names = ["author", "editor"] if full else ["author"]
    book = await Book.objects.select_related(*names).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def in_one_of_two_lists() -> str:
    full = await Book.objects.acount() > 0
    names = ["author__publisher"] if full else ["author"]
    book = await Book.objects.select_related(*names).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]


async def added_by_a_helper() -> str:
    full = await Book.objects.acount() > 0
    book = await Book.objects.select_related(*added_on_one_way(full)).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]


async def of_the_module() -> str:
    book = await Book.objects.select_related(*BASE).aget(pk=1)
    return str(book.editor)  # E: async-unsafe-relation "editor" of "Book"


async def of_the_module_and_more() -> str:
    book = await Book.objects.select_related(*BASE, "editor").aget(pk=1)
    return str(book.editor)


async def beside_those_of_the_module() -> str:
    book = await Book.objects.select_related(*[*BASE, "editor"]).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def added_to_those_of_the_module() -> str:
    book = await Book.objects.select_related(*(BASE + ["editor"])).aget(pk=1)  # noqa: RUF005
    return book.author.publisher.name  # type: ignore[union-attr]  # E: async-unsafe-relation "publisher" of "Author"


async def added_by_the_module() -> str:
    book = await Book.objects.select_related(*GROWN).aget(pk=1)
    return book.author.publisher.name  # type: ignore[union-attr]


async def kept_by_an_object() -> str:
    shelf = Shelf()
    shelf.want("editor")
    book = await Book.objects.select_related(*shelf.wanted()).aget(pk=1)
    return str(book.editor)


async def of_a_prefetch() -> list[str]:
    author = await Author.objects.prefetch_related(*["books"]).aget(pk=1)
    return [str(book.editor) for book in author.books.all()]  # E: async-unsafe-relation "editor" of "Book"


async def perhaps_prefetched() -> list[str]:
    full = await Book.objects.acount() > 0
    names = ["books"] if full else []
    author = await Author.objects.prefetch_related(*names).aget(pk=1)
    return [book.title for book in author.books.all()]


async def prefetched_under_another_name() -> list[str]:
    author = await Author.objects.prefetch_related(*["edited"]).aget(pk=1)
    return [book.title for book in author.books.all()]  # E: async-unsafe-iteration
