"""Attributes that a loop sets by names, where the class has them, or in ``__dict__``."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, misc, override, type-arg"

from library.models import Book


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


class Known:
    book = None
    other = None

    def __init__(self, **options):
        for name, value in options.items():
            if not hasattr(self.__class__, name):
                raise TypeError(name)
            setattr(self, name, value)


class Listed:
    fields = ("book", "other")

    def __init__(self, **options):
        for name in self.fields:
            setattr(self, name, options.pop(name, None))

    def author(self):
        return self.book.author.name


class Slotted:
    __slots__ = ("book", "page")

    def __init__(self, *args):
        for name, value in zip(self.__slots__, args, strict=False):
            setattr(self, name, value)


class Wrapped:
    def __init__(self, row):
        self.__dict__["row"] = row

    def __getitem__(self, name):
        return getattr(self.row, name)


class Plain:
    def __init__(self, **options):
        for name, value in options.items():
            if hasattr(self, name):
                setattr(self, name, value)


async def known():
    return Known(book=await bare()).book.author.name  # E: async-unsafe-relation


async def known_and_loaded():
    return Known(book=await full(), other=await bare()).book.author.name


async def listed():
    return Listed(book=await bare(), other=await full()).author()  # E: async-unsafe-call


async def listed_and_loaded():
    return Listed(book=await full(), other=await bare()).author()


async def slotted():
    return Slotted(await bare(), 1).book.author.name  # E: async-unsafe-relation


async def slotted_and_loaded():
    return Slotted(await full(), 1).book.author.name


async def wrapped():
    return Wrapped(await bare())["author"].name  # E: async-unsafe-call


async def wrapped_and_loaded():
    return Wrapped(await full())["author"].name


async def wrapped_column():
    return Wrapped(await bare())["title"]


async def not_set():
    return hasattr(Plain(book=await bare()), "book")
