"""A value that the query puts on the row stands before the query that a property would run for it."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, attr-defined"

from django.db.models import Count, F, Value
from library.models import Author, Book


def asks_for_none(author):
    total = getattr(author, "_total", None)
    if total is None:
        total = author.books.count()
    return total


def asks_whether(author):
    if hasattr(author, "_total"):
        return author._total
    return author.books.count()


def asks_the_dict(author):
    if "_total" in author.__dict__:
        return author.__dict__["_total"]
    return author.books.count()


def asks_the_variables(author):
    return vars(author)["_total"] if "_total" in vars(author) else author.books.count()


def tries(author):
    try:
        return author._total
    except AttributeError:
        return author.books.count()


async def annotated_and_asked_for_none():
    return [asks_for_none(author) async for author in Author.objects.annotate(_total=Count("books"))]


async def asked_for_none():
    return [asks_for_none(author) async for author in Author.objects.all()]  # E: async-unsafe-call


async def annotated_and_asked_whether():
    return [asks_whether(author) async for author in Author.objects.annotate(_total=Value(1))]


async def asked_whether():
    return [asks_whether(author) async for author in Author.objects.all()]  # E: async-unsafe-call


async def annotated_and_looked_up():
    author = await Author.objects.annotate(_total=Count("books")).aget(pk=1)
    return asks_the_dict(author), asks_the_variables(author)


async def looked_up():
    return asks_the_dict(await Author.objects.aget(pk=1))  # E: async-unsafe-call


async def an_alias_is_not_put_on_the_row():
    author = await Author.objects.alias(_total=Count("books")).aget(pk=1)
    return asks_the_dict(author)  # E: async-unsafe-call


async def selected_by_extra():
    author = await Author.objects.extra(select={"_total": "1"}).aget(pk=1)
    return asks_whether(author), asks_for_none(author)


async def put_there_by_hand():
    author = await Author.objects.aget(pk=1)
    author._total = await author.books.acount()
    return asks_the_dict(author), asks_whether(author)


async def annotated_rows_behind_another():
    book = await Book.objects.annotate(by=F("author__name")).aget(pk=1)
    return book.author.name if not hasattr(book, "by") else book.by
