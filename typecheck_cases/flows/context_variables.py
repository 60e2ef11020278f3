"""What a context variable that is unset falls back to is not proven to run: it is set by then, mostly."""

from contextvars import ContextVar

from asgiref.sync import sync_to_async
from library.models import Author, Book

current: ContextVar[Author | None] = ContextVar("current", default=None)
required: ContextVar[Author] = ContextVar("required")
default: Author | None = None


def first_author() -> Author:
    global default  # noqa: PLW0603
    if default is None:
        default = Author.objects.get(pk=1)
    return default


def author_or_first() -> Author:
    return current.get() or first_author()


def author_behind_a_name() -> Author:
    author = current.get()
    if author is None:
        return first_author()
    return author


def key_of_the_author() -> int:
    if author := current.get():
        return author.pk
    return Author.objects.get(pk=1).pk


def required_author() -> Author:
    try:
        return required.get()
    except LookupError:
        return Author.objects.get(pk=1)


async def set_it() -> None:
    author = await Author.objects.aget(pk=1)
    current.set(author)
    required.set(author)


async def by_or() -> str:
    await set_it()
    return author_or_first().name


async def by_a_name() -> str:
    await set_it()
    return author_behind_a_name().name


async def by_an_early_return() -> int:
    await set_it()
    return key_of_the_author()


async def by_an_exception() -> str:
    await set_it()
    return required_author().name


async def in_place() -> str:
    await set_it()
    author = current.get() or Author.objects.get(pk=1)
    other = current.get()
    other = Author.objects.get(pk=1) if other is None else other
    return author.name + other.name


async def in_an_else() -> str:
    await set_it()
    if current.get() is not None:
        name = "set"
    else:
        print("not set")
        name = Author.objects.get(pk=1).name
    return name


async def where_it_is_set() -> int:
    await set_it()
    if current.get():
        return Book.objects.count()  # E: async-unsafe-query
    return 0


async def after_it() -> int:
    await set_it()
    author = current.get() or await Author.objects.aget(pk=1)
    return author.pk + Book.objects.count()  # E: async-unsafe-query


async def after_an_if() -> int:
    await set_it()
    author = current.get()
    if author is None:
        author = await Author.objects.aget(pk=1)
    return author.pk + Book.objects.count()  # E: async-unsafe-query


async def a_plain_global() -> str:
    global default  # noqa: PLW0603
    default = None
    return first_author().name  # E: async-unsafe-call "first_author" runs a query


async def in_a_thread() -> str:
    return (await sync_to_async(author_or_first)()).name
