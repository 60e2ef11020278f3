"""Objects that keep the keywords they were made with, and add those of each call."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined, operator"

from library.models import Book


class Repository:
    def __init__(self, model, **defaults):
        self.model = model
        self.defaults = defaults

    def query(self, **options):
        options = {**self.defaults, **options}
        books = self.model.objects.all()
        if options.get("select"):
            books = books.select_related(*options["select"])
        return books

    async def all(self, **options):
        return [book async for book in self.query(**options)]


BOOKS = Repository(Book, select=["author"])


async def the_default_of_the_module():
    return [book.author.name for book in await BOOKS.all()]


async def a_default():
    return [book.author.name async for book in Repository(Book, select=["author"]).query()]


async def a_default_in_a_name():
    books = Repository(Book, select=["author"])
    return [book.author.name async for book in books.query()]


async def an_option():
    return [book.author.name for book in await Repository(Book).all(select=["author"])]


class Listing:
    related = ["editor"]  # noqa: RUF012

    def query(self):
        books = Book.objects.all()
        if self.related:
            books = books.prefetch_related(*self.related)
        return books


async def a_list_of_the_class():
    return [book.editor async for book in Listing().query()]


async def a_list_of_the_class_without_the_author():
    return [book.author.name async for book in Listing().query()]  # E: async-unsafe-relation
