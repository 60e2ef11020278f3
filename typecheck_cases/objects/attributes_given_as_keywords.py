"""Objects whose attributes are the keywords that made them."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined, operator"

from types import SimpleNamespace

from library.models import Book


class Bag:
    def __init__(self, **attributes):
        vars(self).update(attributes)


def _packed(**attributes):
    return SimpleNamespace(**attributes)


def _byline(packed):
    return packed.book.author.name


async def a_namespace():
    packed = SimpleNamespace(book=await Book.objects.aget(pk=1))
    return packed.book.author  # E: async-unsafe-relation


async def a_namespace_that_is_handed_on():
    return _byline(SimpleNamespace(book=await Book.objects.aget(pk=1)))  # E: async-unsafe-call


async def a_namespace_that_a_helper_makes():
    packed = _packed(book=await Book.objects.aget(pk=1))
    return packed.book.author  # E: async-unsafe-relation


async def a_namespace_with_a_full_row():
    packed = _packed(book=await Book.objects.select_related("author").aget(pk=1))
    return _byline(packed)


async def another_row_in_its_place():
    packed = SimpleNamespace(book=await Book.objects.aget(pk=1))
    packed.book = await Book.objects.select_related("author").aget(pk=1)
    return _byline(packed)


async def an_object_of_its_own():
    bag = Bag(book=await Book.objects.aget(pk=1), pages=3)
    return bag.book.author  # E: async-unsafe-relation


async def an_object_of_its_own_with_a_full_row():
    bag = Bag(book=await Book.objects.select_related("author").aget(pk=1))
    return _byline(bag)
