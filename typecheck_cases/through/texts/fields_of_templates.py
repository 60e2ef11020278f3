"""``"{book.author.name}".format(book=book)`` reads what its fields name, wherever the template stands."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return"

from library.models import Book

TEMPLATE = "{book.title} by {book.author.name}"


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


class Line:
    template = "{book.title}"

    def show(self, book):
        return self.template.format(book=book)


class LongLine(Line):
    template = TEMPLATE


async def written_down():
    return "{book.title} by {book.author.name}".format(book=await bare())  # E: async-unsafe-relation


async def written_down_and_loaded():
    return "{book.title} by {book.author.name}".format(book=await full())


async def by_position():
    return "{0.title} by {0.author.name}".format(await bare())  # E: async-unsafe-relation


async def of_the_module():
    return TEMPLATE.format(book=await bare())  # E: async-unsafe-relation


async def of_the_module_and_loaded():
    return TEMPLATE.format(book=await full())


async def by_a_dict():
    return TEMPLATE.format_map({"book": await bare()})  # E: async-unsafe-relation


async def by_a_loaded_dict():
    return TEMPLATE.format_map({"book": await full()})


async def of_an_object():
    return Line().show(await bare())


async def of_another_object():
    return LongLine().show(await bare())  # E: async-unsafe-call


async def of_another_object_and_loaded():
    return LongLine().show(await full())
