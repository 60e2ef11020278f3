"""``options.get("notify")``: what a call names is known, and what it does not name is ``None``."""

# mypy: allow-untyped-defs, allow-untyped-calls, disable-error-code="no-any-return"

from library.models import Book


def label(book, **options):
    if options.get("author"):
        return book.author.name
    return book.title


def label_unless_told(book, **options):
    if options.get("author", True):
        return book.author.name
    return book.title


def changed(book, **options):
    options["author"] = True
    return label(book, **options)


async def asks_for_nothing():
    return label(await Book.objects.aget(pk=1))


async def asks_for_something_else():
    return label(await Book.objects.aget(pk=1), short=True)


async def asks_for_it():
    return label(await Book.objects.aget(pk=1), author=True)  # E: async-unsafe-call "label" runs a query


async def declines():
    return label(await Book.objects.aget(pk=1), author=False)


async def leaves_the_default():
    return label_unless_told(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def declines_the_default():
    return label_unless_told(await Book.objects.aget(pk=1), author=False)


async def calls_what_sets_it():
    return changed(await Book.objects.aget(pk=1))  # E: async-unsafe-call "changed" runs a query
