"""``async for`` and ``anext()`` run the ``__anext__`` of an iterator that the project has written."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, arg-type, return"

from library.models import Book


class Lines:
    def __init__(self, rows):
        self.rows = rows
        self.iterator = None

    def __aiter__(self):
        self.iterator = self.rows.aiterator()
        return self

    async def __anext__(self):
        book = await anext(self.iterator)
        return book.author.name


class Titles:
    def __init__(self, rows):
        self.iterator = aiter(rows)

    def __aiter__(self):
        return self

    async def __anext__(self):
        book = await self.iterator.__anext__()
        return book.title


class Rows:
    def __init__(self, rows):
        self.rows = aiter(rows)

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await anext(self.rows)


async def lines_of_a_class():
    return [line async for line in Lines(Book.objects.all())]  # E: async-unsafe-call


async def lines_of_a_class_joined():
    return [line async for line in Lines(Book.objects.select_related("author"))]


async def titles_of_a_class():
    return [line async for line in Titles(Book.objects.all())]


async def rows_of_a_class():
    async for book in Rows(Book.objects.all()):
        return book.author.name  # E: async-unsafe-relation


async def rows_of_a_class_joined():
    async for book in Rows(Book.objects.select_related("author")):
        return book.author.name


async def next_of_an_iterator():
    book = await anext(Book.objects.all().aiterator())
    return book.author.name  # E: async-unsafe-relation


async def next_of_an_iterator_joined():
    book = await anext(Book.objects.select_related("author").aiterator())
    return book.author.name


async def next_of_a_queryset():
    rows = aiter(Book.objects.all())
    book = await anext(rows)
    return book.author.name  # E: async-unsafe-relation


async def called_next():
    book = await Book.objects.all().aiterator().__anext__()
    return book.author.name  # E: async-unsafe-relation
