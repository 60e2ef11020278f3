"""The names that ``getattr()`` is called with stand in tables: pairs, texts in a dict, numbered ones."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: disable-error-code="no-any-return, attr-defined, var-annotated, assignment"

from library.models import Book

COLUMNS = [("Title", "title"), ("Written by", "author")]
SHORT = [("Title", "title"), ("Pages", "pages")]
WIDTHS = (("title", 20), ("author", 10))
BY_KIND = {"short": ["title"], "long": ["title", "author"]}
TUPLES = {"short": ("title",), "long": ("title", "author")}
NAMES = {"title": "title", "writer": "author"}


async def bare():
    return await Book.objects.aget(pk=1)


async def full():
    return await Book.objects.select_related("author").aget(pk=1)


class Table:
    columns = (("Title", "title"),)

    def cells(self, row):
        return [getattr(row, name) for _, name in self.columns]


class WideTable(Table):
    columns = (*Table.columns, ("Written by", "author"))


def cells(row, columns=COLUMNS):
    return [getattr(row, column[1]) for column in columns]


async def pairs():
    book = await bare()
    return {label: getattr(book, name) for label, name in COLUMNS}  # E: async-unsafe-relation


async def pairs_of_loaded_rows():
    book = await full()
    return {label: getattr(book, name) for label, name in COLUMNS}


async def pairs_of_columns():
    book = await bare()
    return {label: getattr(book, name) for label, name in SHORT}


async def pairs_in_a_loop():
    book = await bare()
    for name, _ in WIDTHS:
        print(getattr(book, name))  # E: async-unsafe-relation


async def columns_in_a_loop():
    book = await bare()
    for name, _ in (("title", 1), ("pages", 2)):
        print(getattr(book, name))


async def a_narrow_table():
    return Table().cells(await bare())


async def a_wide_table():
    return WideTable().cells(await bare())  # E: async-unsafe-call


async def a_wide_table_of_loaded_rows():
    return WideTable().cells(await full())


async def by_position():
    return cells(await bare())  # E: async-unsafe-call


async def by_position_of_columns():
    return cells(await bare(), SHORT)


async def added_perhaps():
    book = await bare()
    columns = [("Title", "title")]
    if not book.pk:
        columns.append(("Written by", "author"))
    return [getattr(book, name) for _, name in columns]


async def added():
    book = await bare()
    columns = [("Title", "title")]
    columns.append(("Written by", "author"))
    return [getattr(book, name) for _, name in columns]  # E: async-unsafe-relation


async def under_a_key():
    book = await bare()
    return [getattr(book, name) for name in BY_KIND["long"]]  # E: async-unsafe-relation


async def under_another_key():
    book = await bare()
    return [getattr(book, name) for name in BY_KIND["short"]]


async def in_a_tuple_under_a_key():
    book = await bare()
    return [getattr(book, name) for name in TUPLES["long"]]  # E: async-unsafe-relation


async def in_a_tuple_under_another_key():
    book = await bare()
    return [getattr(book, name) for name in TUPLES["short"]]


async def the_text_under_a_key():
    return getattr(await bare(), NAMES["writer"])  # E: async-unsafe-relation


async def the_text_under_another_key():
    return getattr(await bare(), NAMES["title"])


async def all_values():
    book = await bare()
    return [getattr(book, name) for name in NAMES.values()]  # E: async-unsafe-relation


async def all_values_of_loaded_rows():
    book = await full()
    return [getattr(book, name) for name in NAMES.values()]


async def numbered():
    book = await bare()
    for number, name in enumerate(["title", "author"]):
        print(number, getattr(book, name))  # E: async-unsafe-relation


async def numbered_columns():
    book = await bare()
    for number, name in enumerate(["title", "pages"]):
        print(number, getattr(book, name))


async def numbered_pairs():
    book = await bare()
    return [(n, getattr(book, name)) for n, (_, name) in enumerate(COLUMNS)]  # E: async-unsafe-relation
