"""Functions as values: passed on, held by objects and dicts, made by `partial` and `attrgetter`."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated, misc"

import heapq
import itertools
import operator
from functools import partial, reduce
from itertools import chain, groupby
from operator import attrgetter, itemgetter

from library.models import Author, Book


def author_of(book):
    return book.author.name


def title_of(book):
    return book.title


def author_key(book: Book) -> str:
    return book.author.name


FORMATTERS = {"author": author_of, "title": title_of}


def apply(rows, fn):
    return [fn(row) for row in rows]


def apply_to(row: Book, fn):
    return fn(row)


async def rows() -> list[Book]:
    return [book async for book in Book.objects.all()]


async def full() -> list[Book]:
    return [book async for book in Book.objects.select_related("author")]


async def apply_raises():
    return apply(await rows(), author_of)  # E: async-unsafe-call "apply"


async def apply_is_fine():
    return apply(await full(), author_of)


async def apply_title_is_fine():
    return apply(await rows(), title_of)


async def apply_lambda_raises():
    return apply(await rows(), lambda b: b.author.name)  # E: async-unsafe-relation


async def apply_lambda_is_fine():
    return apply(await rows(), lambda b: b.title)


async def apply_nested_raises():
    def inner(b):
        return b.author.name  # E: async-unsafe-relation

    return apply_to((await rows())[0], inner)


async def apply_nested_is_fine():
    def inner(b):
        return b.title

    return apply_to((await rows())[0], inner)


async def closure_raises():
    book = await Book.objects.aget(pk=1)

    def inner(other):
        return book.author.name  # E: async-unsafe-relation

    return apply([1], inner)


async def partial_passed_raises():
    def two(a, b):
        return b.author.name  # E: async-unsafe-relation

    return apply(await rows(), partial(two, 1))


async def partial_passed_is_fine():
    def two(a, b):
        return b.author.name

    return apply(await full(), partial(two, 1))


async def formatters_const_raises():
    book = await Book.objects.aget(pk=1)
    return FORMATTERS["author"](book)  # E: async-unsafe-call


async def formatters_const_is_fine():
    book = await Book.objects.aget(pk=1)
    return FORMATTERS["title"](book)


async def formatters_get_raises():
    book = await Book.objects.aget(pk=1)
    fn = FORMATTERS.get("author")
    return fn(book)  # E: async-unsafe-call "author_of"


async def local_dict_raises():
    book = await Book.objects.aget(pk=1)
    table = {"a": author_of, "b": title_of}
    return table["a"](book)  # E: async-unsafe-call "author_of"


async def local_dict_is_fine():
    book = await Book.objects.aget(pk=1)
    table = {"a": author_of, "b": title_of}
    return table["b"](book)


async def attrgetter_raises():
    return sorted(await rows(), key=attrgetter("author.name"))  # E: async-unsafe-relation


async def attrgetter_is_fine():
    return sorted(await full(), key=attrgetter("author.name"))


async def attrgetter_title_is_fine():
    return sorted(await rows(), key=attrgetter("title"))


async def methodcaller_save_raises():
    return list(map(operator.methodcaller("save"), await rows()))  # E: async-unsafe-query


async def map_str_raises():
    return ", ".join(map(str, await rows()))


async def map_str_is_fine():
    return ", ".join(map(str, await full()))


async def key_count_raises():
    authors = [a async for a in Author.objects.all()]
    return max(authors, key=lambda a: a.books.count())  # E: async-unsafe-query


async def min_raises():
    return min(await rows(), key=author_of)  # E: async-unsafe-call


async def min_is_fine():
    return min(await full(), key=author_of)


async def nlargest_raises():
    return heapq.nlargest(2, await rows(), key=author_of)  # E: async-unsafe-call


async def nlargest_is_fine():
    return heapq.nlargest(2, await full(), key=author_of)


async def nlargest_lazy_raises():
    return heapq.nlargest(2, Book.objects.all(), key=lambda b: b.pk)  # E: async-unsafe-iteration


async def groupby_raises():
    return [k for k, g in groupby(await rows(), key=author_of)]  # E: async-unsafe-call


async def groupby_is_fine():
    return [k for k, g in groupby(await full(), key=author_of)]


async def groupby_rows_raises():
    pages = groupby(await rows(), key=title_of)
    return [b.author.name for k, g in pages for b in g]  # E: async-unsafe-relation "author" of "Book"


async def groupby_rows_is_fine():
    return [b.author.name for k, g in groupby(await full(), key=title_of) for b in g]


async def reduce_raises():
    return reduce(lambda total, b: total + len(b.author.name), await rows(), 0)  # E: async-unsafe-relation


async def reduce_is_fine():
    return reduce(lambda total, b: total + len(b.author.name), await full(), 0)


async def filter_raises():
    return list(filter(author_of, await rows()))  # E: async-unsafe-call


async def any_raises():
    return any(b.author.name == "Z" for b in await rows())  # E: async-unsafe-relation


async def all_raises():
    return all(map(author_of, await rows()))  # E: async-unsafe-call


async def chain_raises():
    return [b.author.name for b in chain(await rows(), await rows())]  # E: async-unsafe-relation


async def chain_is_fine():
    return [b.author.name for b in chain(await full(), await full())]


async def sum_raises():
    return sum(len(b.author.name) for b in await rows())  # E: async-unsafe-relation


async def map_then_raises():
    parents = map(lambda b: b.author, await full())
    return [a.books.count() for a in parents]  # E: async-unsafe-query


async def takewhile_raises():
    return list(itertools.takewhile(author_of, await rows()))  # E: async-unsafe-call


async def itemgetter_raises():
    pairs = [(b, 1) for b in await rows()]
    return [b.author.name for b in map(itemgetter(0), pairs)]  # E: async-unsafe-relation


async def itemgetter_is_fine():
    pairs = [(b, 1) for b in await full()]
    return [b.author.name for b in map(itemgetter(0), pairs)]


class Page:
    def __init__(self, fn):
        self.fn = fn

    def show(self, row):
        return self.fn(row)

    def handle_author(self, row):
        return row.author.name

    def handle_title(self, row):
        return row.title

    def handle(self, kind, row):
        return getattr(self, f"handle_{kind}")(row)

    async def ahandle(self, kind, row):
        handler = getattr(self, "ahandle_" + kind, None)
        if handler is None:
            return None
        return await handler(row)

    async def ahandle_author(self, row):
        return row.author.name


async def held_raises():
    return Page(author_of).show(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def held_is_fine():
    return Page(title_of).show(await Book.objects.aget(pk=1))


async def handle_raises():
    return Page(None).handle("author", await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def handle_is_fine():
    return Page(None).handle("title", await Book.objects.aget(pk=1))


async def ahandle_raises():
    return await Page(None).ahandle("author", await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def ahandle_is_fine():
    return await Page(None).ahandle("author", (await full())[0])


async def returned_fn_raises():
    def pick(kind):
        return author_of if kind == "author" else title_of

    return pick("author")(await Book.objects.aget(pk=1))  # E: async-unsafe-call


def make(field):
    def inner(row):
        return getattr(row, field)

    return inner


async def made_raises():
    return make("author")(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def made_is_fine():
    return make("title")(await Book.objects.aget(pk=1))


async def list_of_fns_raises():
    book = await Book.objects.aget(pk=1)
    return [fn(book) for fn in [title_of, author_of]]  # E: async-unsafe-call


async def list_of_fns_is_fine():
    book = await Book.objects.select_related("author").aget(pk=1)
    return [fn(book) for fn in [title_of, author_of]]
