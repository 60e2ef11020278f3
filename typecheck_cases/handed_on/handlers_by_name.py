"""Handlers and classes that are kept by a name: in a dict of an object, or by a decorator of classes."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, misc, override, type-arg"

from library.models import Book

KINDS = {}


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


class Bus:
    def __init__(self):
        self.handlers = {}

    def on(self, name, handler):
        self.handlers.setdefault(name, []).append(handler)

    async def emit(self, name, *args):
        for handler in self.handlers.get(name, []):
            await handler(*args)


class Shelves:
    def __init__(self):
        self.shelves = {}

    def add(self, name, book):
        self.shelves.setdefault(name, []).append(book)

    def authors(self, name):
        return [book.author.name for book in self.shelves.get(name, [])]


def kind(name):
    def keep(cls):
        KINDS[name] = cls
        return cls

    return keep


@kind("author")
class ByAuthor:
    def show(self, book):
        return book.author.name


@kind("title")
class ByTitle:
    def show(self, book):
        return book.title


async def show(book):
    return book.author.name


def make(name):
    return KINDS[name]()


async def emitted():
    bus = Bus()
    bus.on("sold", show)
    await bus.emit("sold", await bare())  # E: async-unsafe-call


async def emitted_and_loaded():
    bus = Bus()
    bus.on("sold", show)
    await bus.emit("sold", await full())


async def of_a_shelf():
    shelves = Shelves()
    shelves.add("first", await bare())
    return shelves.authors("first")  # E: async-unsafe-call


async def of_a_shelf_of_loaded_rows():
    shelves = Shelves()
    shelves.add("first", await full())
    return shelves.authors("first")


async def made_by_name():
    return KINDS["author"]().show(await bare())  # E: async-unsafe-call


async def made_by_another_name():
    return KINDS["title"]().show(await bare())


async def made_by_a_helper():
    return make("author").show(await bare())  # E: async-unsafe-call


async def made_by_a_helper_by_another_name():
    return make("title").show(await bare())


async def made_and_loaded():
    return KINDS.get("author")().show(await full())
