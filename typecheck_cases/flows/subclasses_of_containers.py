"""A class of the project that is a dict or a list looks up what it lacks, and holds what is put into it."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override, var-annotated, no-untyped-def"

from collections import OrderedDict, UserDict, UserList
from functools import lru_cache

from library.models import Book


class AuthorNames(dict):
    def __missing__(self, key):
        book = Book.objects.get(pk=key)
        self[key] = book.title
        return self[key]


class Harmless(dict):
    def __missing__(self, key):
        return f"book {key}"


class Shelf(list):
    def __getitem__(self, index):
        return Book.objects.get(pk=super().__getitem__(index))


class Cached(UserDict):
    def __missing__(self, key):
        return Book.objects.get(pk=key)


class ByKey(UserDict):
    def __getitem__(self, key):
        return Book.objects.get(pk=self.data[key])

    def __contains__(self, key):
        return Book.objects.filter(pk=key).exists()


class Books(UserList):
    def __getitem__(self, index):
        return Book.objects.all()[index]

    def __len__(self):
        return Book.objects.count()


class RowsOf(dict):
    """Holds rows."""

    def label(self, key):
        return self[key].author.name


class CountedDict(OrderedDict):
    def __setitem__(self, key, value):
        super().__setitem__(key, Book.objects.filter(pk=value).count())


async def missing_of_a_dict():
    return AuthorNames()[1]  # E: async-unsafe-call


async def missing_that_is_there():
    names = AuthorNames()
    return names.get(1)


async def missing_that_asks_nobody():
    return Harmless()[1]


async def getitem_of_a_list():
    return Shelf([1])[0]  # E: async-unsafe-call


async def missing_of_a_user_dict():
    return Cached()[1]  # E: async-unsafe-call


async def getitem_of_a_user_dict():
    return ByKey({1: 1})[1]  # E: async-unsafe-call


async def contains_of_a_user_dict():
    return 1 in ByKey({1: 1})  # E: async-unsafe-call


async def get_of_a_user_dict():
    return ByKey({1: 1}).get(1)  # E: async-unsafe-call


async def len_of_a_user_list():
    return len(Books())  # E: async-unsafe-call


async def item_of_a_user_list():
    return Books()[0].title  # E: async-unsafe-call


async def set_item_of_an_ordered_dict():
    counts = CountedDict()
    counts["a"] = 1  # E: async-unsafe-call


async def rows_in_a_dict_class():
    rows = RowsOf()
    rows[1] = await Book.objects.aget(pk=1)
    return rows.label(1)  # E: async-unsafe-call


async def joined_rows_in_a_dict_class():
    rows = RowsOf()
    rows[1] = await Book.objects.select_related("author").aget(pk=1)
    return rows.label(1)


async def rows_read_from_a_dict_class():
    rows = RowsOf()
    rows[1] = await Book.objects.aget(pk=1)
    return rows[1].author.name  # E: async-unsafe-relation


_TITLES = {}


def title_of(pk):
    if pk not in _TITLES:
        _TITLES[pk] = Book.objects.get(pk=pk).title
    return _TITLES[pk]


_ALL: list = []


def all_titles():
    if not _ALL:
        _ALL.extend(book.title for book in Book.objects.all())
    return _ALL


_FIRST = None


def first_book():
    global _FIRST  # noqa: PLW0603  # filled at first use
    if _FIRST is None:
        _FIRST = Book.objects.first()
    return _FIRST


@lru_cache
def cached_book(pk):
    return Book.objects.get(pk=pk)


async def a_dict_of_the_module():
    return title_of(1)  # E: async-unsafe-call


async def a_list_of_the_module():
    return all_titles()  # E: async-unsafe-call


async def a_name_of_the_module():
    return first_book()  # E: async-unsafe-call


async def a_cached_function():
    return cached_book(1)  # E: async-unsafe-call
