"""Tuples of ``zip``, pieces of lists, chains and dicts of rows: a helper without annotations reads them."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, var-annotated, attr-defined"

import copy
from collections import OrderedDict, defaultdict
from functools import reduce
from itertools import chain, combinations, cycle, pairwise, product, starmap, zip_longest

from library.models import Author, Book

PATH = "author.name"


async def load(books=None):
    return [book async for book in (Book.objects.order_by("pk") if books is None else books)]


def full():
    return Book.objects.select_related("author")


def beside(books, others):
    return [book.author.name for _, book in zip(others, books, strict=False)]


def in_turn(authors, books):
    return [book.author.name for _, book in zip(authors, cycle(books), strict=False)]


def of_pairs(books):
    return [(one.pk, other.author.name) for one, other in pairwise(books)]


def of_all_pairs(books):
    return [one.author.name for one, other in combinations(books, 2)]


def of_products(books):
    return [book.author.name for _, book in product((1, 2), books)]


def of_the_longest(books):
    return [book.author.name for number, book in zip_longest([1], books) if book]


def by_star(books):
    return list(starmap(lambda number, book: f"{number} {book.author.name}", zip([1], books, strict=False)))


def of_a_chain(books):
    return [book.author.name for book in chain.from_iterable([books, books])]


def of_both(books):
    return [book.author.name for book in books + books]


def of_two_dicts(books):
    found = {} | {book.pk: book for book in books}
    return found[1].author.name


def in_order(books):
    found = OrderedDict((book.pk, book) for book in books)
    return found[1].author.name


def of_a_copy(books):
    return copy.copy(books)[0].author.name


def grouped(books):
    groups = defaultdict(list)
    for book in books:
        groups[book.pages].append(book)
    return groups


def dig(book, *path):
    return reduce(getattr, path, book)


async def zipped():
    return beside(await load(), [1, 2])  # E: async-unsafe-call


async def zipped_and_loaded():
    return beside(await load(full()), [1, 2])


async def zipped_with_a_cycle():
    authors = [author async for author in Author.objects.all()]
    return in_turn(authors, await load())  # E: async-unsafe-call


async def zipped_with_a_cycle_of_loaded_rows():
    authors = [author async for author in Author.objects.all()]
    return in_turn(authors, await load(full()))


async def zipped_with_its_own_first():
    books = await load()
    beside_it = zip(books, books[:1], strict=False)
    return [(one.pk, other.author.name) for one, other in beside_it]  # E: async-unsafe-relation


async def zipped_with_its_own_loaded_first():
    books = await load(full())
    return [(one.title, other.author.name) for one, other in zip(books, books[:1], strict=False)]


async def the_rest():
    first, *rest = await load()
    return first.title, [book.author.name for book in rest]  # E: async-unsafe-relation


async def the_loaded_rest():
    first, *rest = await load(full())
    return first.title, [book.author.name for book in rest]


async def a_piece():
    return [book.author.name for book in (await load())[:1]]  # E: async-unsafe-relation


async def pairs():
    return of_pairs(await load())  # E: async-unsafe-call


async def all_pairs():
    return of_all_pairs(await load())  # E: async-unsafe-call


async def all_pairs_of_loaded_rows():
    return of_all_pairs(await load(full()))


async def products():
    return of_products(await load())  # E: async-unsafe-call


async def the_longest():
    return of_the_longest(await load())  # E: async-unsafe-call


async def stars():
    return by_star(await load())  # E: async-unsafe-call


async def stars_of_loaded_rows():
    return by_star(await load(full()))


async def a_chain():
    return of_a_chain(await load())  # E: async-unsafe-call


async def a_chain_of_loaded_rows():
    return of_a_chain(await load(full()))


async def lists_added():
    return of_both(await load())  # E: async-unsafe-call


async def dicts_joined():
    return of_two_dicts(await load())  # E: async-unsafe-call


async def dicts_of_loaded_rows_joined():
    return of_two_dicts(await load(full()))


async def an_ordered_dict():
    return in_order(await load())  # E: async-unsafe-call


async def a_copied_list():
    return of_a_copy(await load())  # E: async-unsafe-call


async def a_copied_list_of_loaded_rows():
    return of_a_copy(await load(full()))


async def groups():
    by_pages = grouped(await load())
    return [book.author.name for books in by_pages.values() for book in books]  # E: async-unsafe-relation


async def groups_of_loaded_rows():
    return [book.author.name for books in grouped(await load(full())).values() for book in books]


async def reduced():
    return dig(await Book.objects.aget(pk=1), "author", "name")  # E: async-unsafe-call


async def reduced_over_a_split_text():
    book = await Book.objects.aget(pk=1)
    return reduce(getattr, PATH.split("."), book)  # E: async-unsafe-relation


async def reduced_over_loaded_rows():
    book = await full().aget(pk=1)
    return reduce(getattr, PATH.split("."), book)
