"""Generators and context managers run their bodies where they are consumed."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

from contextlib import asynccontextmanager, contextmanager

from asgiref.sync import sync_to_async
from library.models import Author, Book


async def arows(books):
    async for book in books:
        yield book.author.name


async def abare():
    async for book in Book.objects.all():
        yield book


async def afull():
    async for book in Book.objects.select_related("author"):
        yield book


async def apairs():
    async for book in Book.objects.all():
        yield book, book.title


def names(books):
    for book in books:
        yield book.author.name


def titles(books):
    for book in books:
        yield book.title


def same(books):
    yield from books


def queries():
    yield Book.objects.count()


def outer(books):
    yield from names(books)


def owners_first(book):
    yield book
    print(book.editor)


@contextmanager
def counting():
    before = Book.objects.count()
    yield before


@contextmanager
def holding(book):
    yield book


@contextmanager
def naming(book):
    yield book.author.name


@asynccontextmanager
async def opened(pk):
    book = await Book.objects.aget(pk=pk)
    yield book


@asynccontextmanager
async def opened_full(pk):
    book = await Book.objects.select_related("author").aget(pk=pk)
    yield book


@asynccontextmanager
async def anaming(book):
    yield book.author.name


class Opened:
    def __init__(self, pk):
        self.pk = pk

    async def __aenter__(self):
        return await Book.objects.aget(pk=self.pk)

    async def __aexit__(self, *args):
        return None


class Reads:
    def __init__(self, book):
        self.book = book

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        print(self.book.author.name)


class Shelf:
    def __init__(self, books):
        self.books = books

    def __iter__(self):
        for book in self.books:
            yield book.author.name

    async def __aiter__(self):
        for book in self.books:
            yield book

    def pages(self):
        yield from self.books


async def rows():
    return [b async for b in Book.objects.all()]


async def full():
    return [b async for b in Book.objects.select_related("author")]


async def arows_raises():
    return [r async for r in arows(Book.objects.all())]  # E: async-unsafe-call


async def arows_is_fine():
    return [r async for r in arows(Book.objects.select_related("author"))]


async def abare_raises():
    async for book in abare():
        print(book.author.name)  # E: async-unsafe-relation


async def afull_is_fine():
    async for book in afull():
        print(book.author.name)


async def abare_list_raises():
    found = [b async for b in abare()]
    return found[0].author.name  # E: async-unsafe-relation


async def afull_list_is_fine():
    found = [b async for b in afull()]
    return found[0].author.name


async def apairs_raises():
    async for book, title in apairs():
        print(book.author.name, title)  # E: async-unsafe-relation


async def apairs_is_fine():
    async for book, title in apairs():
        print(book.title, title)


async def anext_raises():
    book = await anext(abare())
    return book.author.name  # E: async-unsafe-relation


async def anext_is_fine():
    book = await anext(afull())
    return book.author.name


async def names_raises():
    return list(names(await rows()))  # E: async-unsafe-call "names"


async def names_is_fine():
    return list(names(await full()))


async def titles_is_fine():
    return list(titles(await rows()))


async def lazy_raises():
    return list(titles(Book.objects.all()))  # E: async-unsafe-call


async def lazy_unused_is_fine():
    titles(Book.objects.all())


async def in_thread_is_fine():
    return await sync_to_async(list)(titles(Book.objects.all()))


async def join_raises():
    return ", ".join(names(await rows()))  # E: async-unsafe-call "names"


async def for_names_raises():
    for name in names(await rows()):  # E: async-unsafe-call "names"
        print(name)


async def comprehension_raises():
    return [name for name in names(await rows())]  # E: async-unsafe-call


async def sorted_raises():
    return sorted(names(await rows()))  # E: async-unsafe-call "names"


async def next_raises():
    return next(names(await rows()))  # E: async-unsafe-call "names"


async def same_raises():
    return [b.author.name for b in same(await rows())]  # E: async-unsafe-relation


async def same_is_fine():
    return [b.author.name for b in same(await full())]


async def same_list_raises():
    found = list(same(await rows()))
    return found[0].author.name  # E: async-unsafe-relation


async def same_list_is_fine():
    found = list(same(await full()))
    return found[0].author.name


async def next_same_raises():
    return next(same(await rows())).author.name  # E: async-unsafe-relation


async def queries_raises():
    return next(queries())  # E: async-unsafe-call "queries"


async def queries_is_fine():
    return await sync_to_async(lambda: list(queries()))()


async def outer_raises():
    return list(outer(await rows()))  # E: async-unsafe-call "outer"


async def outer_is_fine():
    return list(outer(await full()))


async def owner_later_raises():
    book = await Book.objects.aget(pk=1)
    for b in owners_first(book):  # E: async-unsafe-call
        print(b.title)


async def counting_raises():
    with counting() as n:  # E: async-unsafe-call "counting"
        return n


async def holding_raises():
    with holding(await Book.objects.aget(pk=1)) as book:
        return book.author.name  # E: async-unsafe-relation


async def holding_is_fine():
    with holding((await full())[0]) as book:
        return book.author.name


async def naming_raises():
    with naming(await Book.objects.aget(pk=1)):  # E: async-unsafe-call
        pass


async def naming_is_fine():
    with naming((await full())[0]):
        pass


async def opened_raises():
    async with opened(1) as book:
        return book.author.name  # E: async-unsafe-relation


async def opened_is_fine():
    async with opened_full(1) as book:
        return book.author.name


async def anaming_raises():
    async with anaming(await Book.objects.aget(pk=1)):  # E: async-unsafe-call
        pass


async def anaming_is_fine():
    async with anaming((await full())[0]):
        pass


async def aenter_raises():
    async with Opened(1) as book:
        return book.author.name  # E: async-unsafe-relation


async def aexit_raises():
    async with Reads(await Book.objects.aget(pk=1)):  # E: async-unsafe-call
        pass


async def aexit_is_fine():
    async with Reads((await full())[0]):
        pass


async def shelf_raises():
    return list(Shelf(await rows()))  # E: async-unsafe-call "__iter__"


async def shelf_is_fine():
    return list(Shelf(await full()))


async def shelf_for_raises():
    for name in Shelf(await rows()):  # E: async-unsafe-call "__iter__"
        print(name)


async def shelf_async_raises():
    async for book in Shelf(await rows()):
        print(book.author.name)  # E: async-unsafe-relation


async def shelf_async_is_fine():
    async for book in Shelf(await full()):
        print(book.author.name)


async def shelf_pages_raises():
    return [b.author.name for b in Shelf(await rows()).pages()]  # E: async-unsafe-relation


async def shelf_lazy_raises():
    return list(Shelf(Book.objects.all()))  # E: async-unsafe-call


async def nested_is_fine():
    def inner():
        for b in books:
            yield b.author.name

    books = await full()
    return list(inner())


async def nested_async_raises():
    async def inner():
        async for b in abare():
            yield b.author.name  # E: async-unsafe-relation

    return [n async for n in inner()]


async def nested_async_is_fine():
    async def inner():
        async for b in afull():
            yield b.author.name

    return [n async for n in inner()]


async def loaded_between_is_fine():
    books = await rows()
    gen = names(books)
    for b in books:
        b.author = await Author.objects.aget(pk=1)
    return list(gen)
