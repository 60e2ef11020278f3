"""What a decorator made of a function runs where that is called."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, untyped-decorator"

from functools import cache, lru_cache, wraps

from asgiref.sync import sync_to_async
from library.models import Book


def with_book(func):
    async def inner(pk):
        book = await Book.objects.aget(pk=pk)
        return await func(book)

    return inner


def with_full_book(func):
    async def inner(pk):
        book = await Book.objects.select_related("author").aget(pk=pk)
        return await func(book)

    return inner


def logged(func):
    @wraps(func)
    async def wrapper(*args, **kwargs):
        return await func(*args, **kwargs)

    return wrapper


def logged_sync(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        print("called")
        return func(*args, **kwargs)

    return wrapper


def times(n):
    def deco(func):
        @wraps(func)
        def wrapper(*args, **kwargs):
            for _ in range(n):
                found = func(*args, **kwargs)
            return found

        return wrapper

    return deco


class Counted:
    def __init__(self, func):
        self.func = func
        self.calls = 0

    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.func(*args, **kwargs)


def never(func):
    def wrapper(*args):
        return None

    return wrapper


def reads_author(func):
    def wrapper(book):
        print(book.author.name)
        return func(book)

    return wrapper


@with_book
async def show(book):
    return book.author.name  # E: async-unsafe-relation


@with_full_book
async def show_full(book):
    return book.author.name


@logged
async def alogged(book):
    return book.author.name


@logged_sync
def label(book):
    return book.author.name


@logged_sync
def count() -> int:
    return Book.objects.count()


@times(3)
def label3(book):
    return book.author.name


@Counted
def counted(book):
    return book.author.name


@never
def not_run(book):
    return book.author.name


@reads_author
def idle(book):
    return book.pk


@logged_sync
@times(2)
def twice(book, *, sep=","):
    return book.author.name + sep


@sync_to_async
def get(pk):
    return Book.objects.get(pk=pk)


@sync_to_async
def get_full(pk):
    return Book.objects.select_related("author").get(pk=pk)


@sync_to_async(thread_sensitive=False)
def get_loose(pk):
    return Book.objects.get(pk=pk)


@sync_to_async
def load(book):
    print(book.author)
    return book


def plain_get(pk):
    return Book.objects.get(pk=pk)


aget = sync_to_async(plain_get)


@lru_cache
def cached_count():
    return Book.objects.count()


@cache
def cached_label(book):
    return book.title


class Shop:
    @logged_sync
    def label(self, book):
        return book.author.name

    @logged
    async def alabel(self, book):
        return book.author.name

    @sync_to_async
    def get(self, pk):
        return Book.objects.get(pk=pk)

    def plain(self, pk):
        return Book.objects.get(pk=pk)

    @staticmethod
    @logged_sync
    def stat(book):
        return book.author.name


async def one():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


async def with_book_raises():
    return await show(1)  # E: async-unsafe-call "show"


async def with_book_is_fine():
    return await show_full(1)


async def logged_raises():
    return await alogged(await one())  # E: async-unsafe-call "alogged"


async def logged_is_fine():
    return await alogged(await full())


async def label_raises():
    return label(await one())  # E: async-unsafe-call "label"


async def label_is_fine():
    return label(await full())


async def count_raises():
    return count()  # E: async-unsafe-call "count"


async def count_is_fine():
    return await sync_to_async(count)()


async def label3_raises():
    return label3(await one())  # E: async-unsafe-call "label3"


async def label3_is_fine():
    return label3(await full())


async def counted_raises():
    return counted(await one())  # E: async-unsafe-call "counted"


async def counted_is_fine():
    return counted(await full())


async def never_is_fine():
    return not_run(await one())


async def idle_raises():
    return idle(await one())  # E: async-unsafe-call "idle"


async def idle_is_fine():
    return idle(await full())


async def twice_raises():
    return twice(await one(), sep="")  # E: async-unsafe-call "twice"


async def twice_is_fine():
    return twice(await full(), sep="")


async def get_raises():
    book = await get(1)
    return book.author.name  # E: async-unsafe-relation


async def get_is_fine():
    book = await get_full(1)
    return book.author.name


async def loose_raises():
    book = await get_loose(1)
    return book.author.name  # E: async-unsafe-relation


async def load_is_fine():
    book = await load(await one())
    return book.author.name


async def load_same_is_fine():
    book = await one()
    await load(book)
    return book.author.name


async def load_owner_raises():
    book = await one()
    await load(book)
    return book.editor.name  # E: async-unsafe-relation


async def aget_raises():
    book = await aget(1)
    return book.author.name  # E: async-unsafe-relation


async def local_aget_raises():
    fetch = sync_to_async(plain_get, thread_sensitive=True)
    book = await fetch(1)
    return book.author.name  # E: async-unsafe-relation


async def cached_count_raises():
    cached_count.cache_clear()
    return cached_count()  # E: async-unsafe-call "cached_count"


async def cached_label_is_fine():
    return cached_label(await one())


async def method_raises():
    return Shop().label(await one())  # E: async-unsafe-call "label"


async def method_is_fine():
    return Shop().label(await full())


async def amethod_raises():
    return await Shop().alabel(await one())  # E: async-unsafe-call


async def amethod_is_fine():
    return await Shop().alabel(await full())


async def method_thread_raises():
    book = await Shop().get(1)
    return book.author.name  # E: async-unsafe-relation


async def method_wrapped_raises():
    book = await sync_to_async(Shop().plain)(1)
    return book.author.name  # E: async-unsafe-relation


async def stat_raises():
    return Shop.stat(await one())  # E: async-unsafe-call "stat"


async def stat_is_fine():
    return Shop.stat(await full())


async def nested_decorated_raises():
    @logged_sync
    def inner(book):
        return book.author.name  # E: async-unsafe-relation

    return inner(await one())


async def nested_decorated_is_fine():
    @logged_sync
    def inner(book):
        return book.author.name

    return inner(await full())


REQUESTS = {"show": lambda: show(pk=1)}
