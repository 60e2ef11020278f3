"""Paths of ``select_related`` in lists and tuples that methods, classes, keywords and sums make."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined, operator"

from asgiref.sync import sync_to_async
from library.models import Book


class Report:
    def load(self):
        return list(Book.objects.select_related(*self.paths()))

    def paths(self):
        return ["author"]


class Editors(Report):
    def paths(self):
        return [*super().paths(), "editor"]


class Publishers(Report):
    def paths(self):
        return super().paths() + ["author__publisher"]  # noqa: RUF005


async def a_method_names_the_author():
    for book in await sync_to_async(Report().load)():
        print(book.author.name)
        print(book.editor)  # E: async-unsafe-relation


async def a_subclass_adds_the_editor():
    for book in await sync_to_async(Editors().load)():
        print(book.editor)
        print(book.author.publisher)  # E: async-unsafe-relation


async def a_subclass_adds_the_publisher():
    return [book.author.publisher for book in await sync_to_async(Publishers().load)()]


class Listing:
    related: tuple[str, ...] = ("author",)

    def load(self):
        return list(Book.objects.select_related(*self.related))


class Longer(Listing):
    related = (*Listing.related, "editor")


class Sum(Listing):
    related = Listing.related + ("editor",)  # noqa: RUF005


async def a_class_has_more_in_a_tuple():
    for book in await sync_to_async(Longer().load)():
        print(book.editor)
        print(book.author.publisher)  # E: async-unsafe-relation


async def a_class_has_a_sum():
    for book in await sync_to_async(Sum().load)():
        print(book.editor)
        print(book.author.publisher)  # E: async-unsafe-relation


async def a_class_has_all_that_is_read():
    return [book.editor for book in await sync_to_async(Sum().load)()]


async def _fetch(pk, **options):
    return await Book.objects.select_related("author", *options.get("related", [])).aget(pk=pk)


async def no_keyword_names_more():
    book = await _fetch(1)
    return book.editor  # E: async-unsafe-relation


async def a_keyword_names_the_editor():
    book = await _fetch(1, related=["editor"])
    return book.editor


async def a_keyword_names_another():
    book = await _fetch(1, related=["author__publisher"])
    return book.editor  # E: async-unsafe-relation


class Growing:
    def __init__(self):
        self.related = ["author"]

    def add(self, path):
        self.related.append(path)
        return self

    def paths(self):
        return self.related

    def load(self):
        return list(Book.objects.select_related(*self.paths()))


async def a_method_returns_a_list_that_grows():
    return [book.editor for book in await sync_to_async(Growing().add("editor").load)()]


def _add(paths):
    paths.append("editor")


def _paths():
    paths = []
    _add(paths)
    return paths


async def a_helper_fills_the_list():
    return [book.editor async for book in Book.objects.select_related("author", *_paths())]
