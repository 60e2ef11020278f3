"""``"author__name".split("__")``: a helper reads attribute after attribute, by names that are known."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, assignment"

from asgiref.sync import sync_to_async
from library.models import Book


def dig(obj, path, default=""):
    for part in path.split("__"):
        obj = getattr(obj, part, None)
        if obj is None:
            return default
    return obj


def table(rows, columns):
    return [[str(dig(row, column)) for column in columns] for row in rows]


def pluck(path):
    def read(items):
        out = []
        for item in items:
            value = item
            for part in path.split("."):
                value = getattr(value, part)
            out.append(value)
        return out

    return read


def by_author(books):
    out = {}
    for book in books:
        out.setdefault(book.author_id, []).append(book)
    return out


class Written:
    written = ("title",)

    def to_dict(self):
        out = {}
        for name in self.written:
            value = self
            for part in name.split("."):
                value = getattr(value, part)
            out[name] = value
        return out


class WrittenBook(Written, Book):
    written = ("title", "author.name")

    class Meta:
        app_label = "library"
        proxy = True


class PlainBook(Written, Book):
    class Meta:
        app_label = "library"
        proxy = True


async def digs_beyond_what_is_loaded():
    book = await Book.objects.aget(pk=1)
    return dig(book, "author__name")  # E: async-unsafe-call "dig" runs a query


async def digs_what_is_loaded():
    book = await Book.objects.select_related("author").aget(pk=1)
    return dig(book, "author__name")


async def digs_one_step_too_deep():
    book = await Book.objects.select_related("author").aget(pk=1)
    return dig(book, "author__publisher__name")  # E: async-unsafe-call "dig" runs a query: "publisher"


async def digs_in_a_thread():
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(dig)(book, "author__name")


async def digs_a_column():
    return dig(await Book.objects.aget(pk=1), "title")


async def fills_a_table():
    books = [book async for book in Book.objects.all()]
    return table(books, ["title", "author__name"])  # E: async-unsafe-call "table" runs a query


async def fills_a_table_with_what_is_loaded():
    books = [book async for book in Book.objects.select_related("author")]
    return table(books, ["title", "author__name"])


async def plucks():
    books = [book async for book in Book.objects.all()]
    return pluck("author.name")(books)  # E: async-unsafe-call


async def plucks_what_is_loaded():
    books = [book async for book in Book.objects.select_related("author")]
    return pluck("author.name")(books)


async def groups():
    groups = by_author([book async for book in Book.objects.all()])
    return [books[0].author.name for books in groups.values()]  # E: async-unsafe-relation


async def groups_what_is_loaded():
    groups = by_author([book async for book in Book.objects.select_related("author")])
    return [books[0].author.name for books in groups.values()]


async def writes_what_the_class_lists():
    book = await WrittenBook.objects.aget(pk=1)
    return book.to_dict()  # E: async-unsafe-call "to_dict" runs a query: "author"


async def writes_what_the_class_lists_and_the_query_loads():
    book = await WrittenBook.objects.select_related("author").aget(pk=1)
    return book.to_dict()


async def writes_what_the_base_lists():
    return (await PlainBook.objects.aget(pk=1)).to_dict()
