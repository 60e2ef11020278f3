"""A method whose name ends with that of the class of what it is given."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined, operator"

from library.models import Author, Book, Publisher


class Visitor:
    def visit(self, row):
        method = getattr(self, f"visit_{type(row).__name__.lower()}", self.generic)
        return method(row)

    def generic(self, row):
        return row.pk

    def visit_book(self, book):
        return book.author.name

    def visit_author(self, author):
        return author.name

    def describe(self, row):
        return getattr(self, "describe_" + row.__class__.__name__.upper())(row)

    def describe_BOOK(self, book):  # noqa: N802
        return book.title

    def describe_AUTHOR(self, author):  # noqa: N802
        return author.publisher


async def visits_a_book():
    return Visitor().visit(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def visits_a_book_with_its_author():
    return Visitor().visit(await Book.objects.select_related("author").aget(pk=1))


async def visits_an_author():
    return Visitor().visit(await Author.objects.aget(pk=1))


async def visits_what_has_no_method():
    return Visitor().visit(await Publisher.objects.aget(pk=1))


async def describes_an_author():
    return Visitor().describe(await Author.objects.aget(pk=1))  # E: async-unsafe-call


async def describes_a_book():
    return Visitor().describe(await Book.objects.aget(pk=1))
