"""Objects and classes in a list that is handed to a function, or a constructor, without types."""

# mypy: allow-untyped-defs, allow-untyped-calls, disable-error-code="no-any-return"

from django.db import connections
from library.models import Author, Book


class Silent:
    """It answers to everything with nothing."""

    def after_send(self, message):
        return message


class Counting:
    """It counts the books."""

    def after_send(self, message):
        return Book.objects.count()


class Naming:
    """It keeps a row."""

    def __init__(self, book):
        self.book = book

    def after_send(self, message):
        return self.book.author.name


class Broker:
    """It tells each of those that it was made with."""

    def __init__(self, middleware):
        self.middleware = middleware

    def send(self, message):
        return [each.after_send(message) for each in self.middleware]

    def emit(self, signal, *args):
        for each in reversed(self.middleware):
            getattr(each, f"after_{signal}")(*args)


class Database:
    """It asks a connection by the name that it has."""

    alias = "default"

    def version(self):
        with connections[self.alias].cursor() as cursor:
            return cursor.fetchone()


def tell(those, message):
    for one in those:
        one.after_send(message)


def tell_the_first(those, message):
    return those[0].after_send(message)


def make_and_tell(classes, message):
    for one in classes:
        one().after_send(message)


kept = Broker([Silent(), Counting()])


async def made_and_told():
    Broker([Counting()]).send("a")  # E: async-unsafe-call "send" runs a query


async def made_and_told_by_name():
    broker = Broker([Silent(), Counting()])
    broker.emit("send", "a")  # E: async-unsafe-call "emit" runs a query


async def kept_by_the_module():
    kept.send("a")  # E: async-unsafe-call "send" runs a query


async def only_silent_ones():
    Broker([Silent()]).send("a")
    Broker([Silent(), Silent()]).emit("send", "a")
    tell([Silent()], "a")


async def told_by_a_function():
    tell([Counting()], "a")  # E: async-unsafe-call "tell" runs a query


async def told_by_position():
    tell_the_first([Counting(), Silent()], "a")  # E: async-unsafe-call "tell_the_first" runs a query


async def made_by_a_comprehension():
    tell([Naming(book) async for book in Book.objects.all()], "a")  # E: async-unsafe-call "tell" runs a query


async def of_full_rows():
    tell([Naming(book) async for book in Book.objects.select_related("author")], "a")


async def of_one_full_row():
    tell([Naming(await Book.objects.select_related("author").aget(pk=1)), Silent()], "a")


async def of_one_row():
    tell([Silent(), Naming(await Book.objects.aget(pk=1))], "a")  # E: async-unsafe-call "tell" runs a query


async def classes():
    make_and_tell([Silent, Counting], "a")  # E: async-unsafe-call "make_and_tell" runs a query


async def silent_classes():
    make_and_tell([Silent], "a")


async def a_connection_by_name():
    return Database().version()  # E: async-unsafe-call "version" runs a query


async def rows_stay_rows():
    def names(rows):
        return [row.name for row in rows]

    return names([await Author.objects.aget(pk=1)])


def tell_by_name(those, signal):
    for one in those:
        getattr(one, f"after_{signal}")("a")


def tell_if_it_can(those):
    for one in those:
        method = getattr(one, "after_send", None)
        if method is not None:
            method("a")


async def told_by_a_name():
    tell_by_name([Silent(), Counting()], "send")  # E: async-unsafe-call "tell_by_name" runs a query


async def silent_ones_told_by_a_name():
    tell_by_name([Silent(), Silent()], "send")


async def told_where_there_is_a_method():
    tell_if_it_can([Silent(), Counting()])  # E: async-unsafe-call "tell_if_it_can" runs a query
