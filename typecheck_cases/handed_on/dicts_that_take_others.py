"""Rows in dicts that are made of others: ``|=``, ``update()`` with pairs, ``pop()`` with a default."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, assignment, dict-item, arg-type"

from library.models import Book


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


def merged(**extra):
    context = {"page": 1}
    context |= extra
    return context


def popped(*args, **options):
    book = options.pop("book", None)
    if book is None:
        book = args[0]
    return book.author.name


def popped_or(default, **options):
    return options.pop("book", default).author.name


def either(book=None, **options):
    book = book or options.get("other")
    if not book:
        return ""
    return book.author.name


class Options:
    def __init__(self, **options):
        self.book = options.pop("book", None)
        self.others = options

    def author(self):
        return self.book.author.name

    def other(self):
        return self.others["book"].author.name


async def beside_a_number():
    context = {"page": 1}
    context["book"] = await bare()
    return context["book"].author.name  # E: async-unsafe-relation


async def beside_a_number_and_loaded():
    context = {"page": 1}
    context["book"] = await full()
    return context["book"].author.name


async def updated_in_place():
    context = {"page": 1}
    context |= {"book": await bare()}
    return context["book"].author.name  # E: async-unsafe-relation


async def an_empty_one_in_place():
    context = {}
    context |= {"book": await bare()}
    return context["book"].author.name  # E: async-unsafe-relation


async def an_empty_one_in_place_and_loaded():
    context = {}
    context |= {"book": await full()}
    return context["book"].author.name


async def with_pairs():
    context = {}
    context.update([("book", await bare()), ("page", 1)])
    return context["book"].author.name  # E: async-unsafe-relation


async def with_pairs_of_loaded_rows():
    context = {}
    context.update([("book", await full()), ("page", 1)])
    return context["book"].author.name


async def replaced_in_place():
    context = {"book": await bare()}
    context |= {"book": await full()}
    return context["book"].author.name


async def in_a_helper():
    return merged(book=await bare())["book"].author.name  # E: async-unsafe-relation


async def in_a_helper_and_loaded():
    return merged(book=await full())["book"].author.name


async def popped_by_name():
    return popped(book=await bare())  # E: async-unsafe-call


async def popped_by_position():
    return popped(await bare())  # E: async-unsafe-call


async def popped_and_loaded():
    return popped(await bare(), book=await full())


async def popped_in_place_of_another():
    return popped_or(await full(), book=await bare())  # E: async-unsafe-call


async def the_other_one():
    return popped_or(await full(), page=await bare())


async def kept_by_an_object():
    return Options(book=await bare()).author()  # E: async-unsafe-call


async def kept_by_an_object_and_loaded():
    return Options(book=await full()).author()


async def under_another_name():
    return either(other=await bare())  # E: async-unsafe-call


async def under_no_name_that_is_asked_for():
    return either(nothing=await bare())
