"""What decorators and statements of a module put into a container, or an object, when it is imported."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, type-arg, misc"
# mypy: disable-error-code="attr-defined, operator, untyped-decorator"

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from asgiref.sync import sync_to_async
from library.models import Book

Check = Callable[[Book], Any]


@dataclass
class Sold:
    book: Book


@dataclass
class Counted:
    book: Book


class Kind(enum.Enum):
    SOLD = "sold"
    COUNTED = "counted"


async def bare() -> Book:
    return await Book.objects.aget(pk=1)


async def full() -> Book:
    return await Book.objects.select_related("author").aget(pk=1)


# A list of tuples ----------------------------------------------------------------------------------------

_checks: list[tuple[str, int, Check]] = []
_quiet: list[tuple[str, Check]] = []


def check(name: str, *, order: int = 0):
    def register(function):
        _checks.append((name, order, function))
        return function

    return register


def quietly(function):
    _quiet.append((function.__name__, function))
    return function


@check("author", order=2)
def check_author(book):
    return book.author.name


@check("title")
def check_title(book):
    return book.title


@quietly
def check_pages(book):
    return book.pages


async def all_checks() -> None:
    book = await bare()
    for _, _, function in sorted(_checks, key=lambda item: item[1]):
        function(book)  # E: async-unsafe-call


async def all_checks_of_a_full_row() -> None:
    book = await full()
    for _, _, function in _checks:
        function(book)


async def all_checks_in_a_thread() -> None:
    book = await bare()
    for _, _, function in _checks:
        await sync_to_async(function)(book)


async def checks_that_read_no_relation() -> list[Any]:
    book = await bare()
    return [function(book) for _, function in _quiet]


# A dict of functions by a text, an enum, a class, the name of the function --------------------------------

_by_text: dict[str, tuple[Check, bool]] = {}
_by_kind: dict[Kind, Check] = {}
_by_name: dict[str, Check] = {}
_steps: list[Check] = []


def named(name: str, flag: bool = False):
    def register(function):
        _by_text[name] = (function, flag)
        return function

    return register


def of_kind(kind: Kind):
    def register(function):
        _by_kind[kind] = function
        return function

    return register


def automatic(function):
    _by_name[function.__name__] = function
    return function


@named("author", True)
@of_kind(Kind.SOLD)
@automatic
def author_of(book):
    return book.author.name


@named(name="title")
@of_kind(kind=Kind.COUNTED)
@automatic
def title_of(book):
    return book.title


_steps.append(title_of)
_steps.append(author_of)


async def under_a_text() -> Any:
    function, _ = _by_text["author"]
    return function(await bare())  # E: async-unsafe-call


async def under_another_text() -> Any:
    function, _ = _by_text["title"]
    return function(await bare())


async def under_any_text() -> None:
    book = await bare()
    for function, _ in _by_text.values():
        function(book)  # E: async-unsafe-call


async def of_a_kind() -> Any:
    return _by_kind[Kind.SOLD](await bare())  # E: async-unsafe-call


async def of_another_kind() -> Any:
    return _by_kind[Kind.COUNTED](await bare())


async def under_its_name() -> Any:
    return _by_name["author_of"](await bare())  # E: async-unsafe-call


async def under_another_name() -> Any:
    return _by_name["title_of"](await bare())


async def steps_that_statements_append() -> None:
    book = await bare()
    for step in _steps:
        step(book)  # E: async-unsafe-call


async def steps_of_a_full_row() -> None:
    book = await full()
    for step in _steps:
        step(book)


# Classes ---------------------------------------------------------------------------------------------------

_exporters: dict[str, type] = {}


def exporter(name: str):
    def register(kind):
        _exporters[name] = kind
        return kind

    return register


@exporter("author")
class AuthorExporter:
    def export(self, book: Book) -> str:
        return book.author.name


@exporter("title")
class TitleExporter:
    def export(self, book: Book) -> str:
        return book.title


async def the_class_under_a_text() -> str:
    return _exporters["author"]().export(await bare())  # E: async-unsafe-call


async def the_class_under_another_text() -> str:
    return _exporters["title"]().export(await bare())


async def every_class() -> None:
    book = await bare()
    for kind in _exporters.values():
        kind().export(book)  # E: async-unsafe-call


async def every_class_with_a_full_row() -> None:
    book = await full()
    for kind in _exporters.values():
        kind().export(book)


# Objects of a module ---------------------------------------------------------------------------------------


class Bus:
    def __init__(self) -> None:
        self.handlers: dict[type, list[Callable[[Any], Awaitable[Any]]]] = defaultdict(list)

    def on(self, kind: type):
        def register(function):
            self.handlers[kind].append(function)
            return function

        return register

    async def publish(self, event: Any) -> None:
        for handler in self.handlers[type(event)]:
            await handler(event)


class Registry:
    def __init__(self) -> None:
        self._items: dict[str, Check] = {}

    def register(self, name: str):
        def keep(function):
            self._items[name] = function
            return function

        return keep

    def get(self, name: str) -> Check:
        return self._items[name]

    def run_all(self, book: Book) -> list[Any]:
        return [function(book) for function in self._items.values()]


class Handler:
    async def handle(self, command: Any) -> Any: ...


class SoldHandler(Handler):
    async def handle(self, command: Sold) -> str:
        return command.book.author.name


class CountedHandler(Handler):
    async def handle(self, command: Counted) -> str:
        return command.book.title


class Mediator:
    def __init__(self) -> None:
        self.handlers: dict[type, Handler] = {}

    def register(self, kind: type, handler: Handler) -> None:
        self.handlers[kind] = handler

    async def send(self, command: Any) -> Any:
        return await self.handlers[type(command)].handle(command)


bus = Bus()
columns = Registry()
plain_columns = Registry()
mediator = Mediator()
mediator.register(Sold, SoldHandler())
mediator.register(Counted, CountedHandler())


@bus.on(Sold)
async def writes_the_author(event: Sold) -> str:
    return event.book.author.name


@bus.on(Counted)
async def writes_the_title(event: Counted) -> str:
    return event.book.title


@columns.register("author")
def author_column(book):
    return book.author.name


@columns.register("title")
@plain_columns.register("title")
def title_column(book):
    return book.title


async def published() -> None:
    await bus.publish(Sold(await bare()))  # E: async-unsafe-call "publish" runs a query


async def published_with_a_full_row() -> None:
    await bus.publish(Sold(await full()))


async def published_for_another_handler() -> None:
    await bus.publish(Counted(await bare()))


async def a_column() -> Any:
    return columns.get("author")(await bare())  # E: async-unsafe-call


async def another_column() -> Any:
    return columns.get("title")(await bare())


async def all_columns() -> list[Any]:
    return columns.run_all(await bare())  # E: async-unsafe-call "run_all" runs a query


async def all_plain_columns() -> list[Any]:
    return plain_columns.run_all(await bare())


async def sent() -> None:
    await mediator.send(Sold(await bare()))  # E: async-unsafe-call "send" runs a query


async def sent_to_another_handler() -> None:
    await mediator.send(Counted(await bare()))


# Dicts that are written down, and filled on the spot -------------------------------------------------------

HANDLERS: dict[type, Handler] = {Sold: SoldHandler(), Counted: CountedHandler()}
CLASSES: dict[type, type[Handler]] = {Sold: SoldHandler, Counted: CountedHandler}


async def dispatch(command: Any) -> Any:
    return await HANDLERS[type(command)].handle(command)


async def dispatch_to_a_class(command: Any) -> Any:
    return await CLASSES[type(command)]().handle(command)


async def dispatched() -> None:
    await dispatch(Sold(await bare()))  # E: async-unsafe-call "dispatch" runs a query


async def dispatched_to_another() -> None:
    await dispatch(Counted(await bare()))


async def dispatched_to_a_class() -> None:
    await dispatch_to_a_class(Sold(await bare()))  # E: async-unsafe-call


async def dispatched_to_another_class() -> None:
    await dispatch_to_a_class(Counted(await bare()))


def build() -> Mediator:
    made = Mediator()
    made.register(Sold, SoldHandler())
    made.register(Counted, CountedHandler())
    return made


async def sent_by_one_that_was_built() -> None:
    await build().send(Sold(await bare()))  # E: async-unsafe-call "send" runs a query


async def sent_to_another_by_one_that_was_built() -> None:
    await build().send(Counted(await bare()))


# Classes that keep themselves ------------------------------------------------------------------------------


class Printer:
    kinds: ClassVar[dict[str, type[Printer]]] = {}
    name: ClassVar[str] = ""

    def __init_subclass__(cls, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        Printer.kinds[cls.name] = cls

    def show(self, book: Book) -> str:
        raise NotImplementedError


class AuthorPrinter(Printer):
    name = "author"

    def show(self, book: Book) -> str:
        return book.author.name


class TitlePrinter(Printer):
    name = "title"

    def show(self, book: Book) -> str:
        return book.title


async def one_that_keeps_itself() -> str:
    return Printer.kinds["author"]().show(await bare())  # E: async-unsafe-call "show" runs a query


async def another_that_keeps_itself() -> str:
    return Printer.kinds["title"]().show(await bare())


async def all_that_keep_themselves() -> None:
    book = await bare()
    for kind in Printer.kinds.values():
        kind().show(book)  # E: async-unsafe-call "show" runs a query
