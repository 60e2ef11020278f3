"""``singledispatch`` chooses a function by the class of its first argument."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, override, var-annotated, no-untyped-def"

from functools import singledispatch, singledispatchmethod

from library.models import Author, Book


@singledispatch
def describe(value):
    return str(value)


@describe.register
def _(value: Book):
    return value.author.name


@describe.register(Author)
def _author(value):
    return value.name


class Describer:
    @singledispatchmethod
    def describe(self, value):
        return str(value)

    @describe.register
    def _(self, value: Book) -> str:
        return value.author.name

    @describe.register
    def _author(self, value: Author) -> str:
        return value.name


async def dispatched_to_a_function():
    return describe(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def dispatched_to_a_function_joined():
    return describe(await Book.objects.select_related("author").aget(pk=1))


async def dispatched_to_another():
    return describe(await Author.objects.aget(pk=1))


async def dispatched_to_a_method():
    return Describer().describe(await Book.objects.aget(pk=1))  # E: async-unsafe-call


async def dispatched_to_another_method():
    return Describer().describe(await Author.objects.aget(pk=1))
