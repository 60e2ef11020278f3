"""Rows grouped in dicts of dicts, of lists and of both, without a type that says what is in them."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated, attr-defined, operator"

from collections import defaultdict

from library.models import Book


async def by_two_keys():
    shelf = {}
    async for book in Book.objects.all():
        shelf.setdefault(book.author_id, {}).setdefault(book.kind, []).append(book)
    return [
        print(book.author.name)  # E: async-unsafe-relation
        for kinds in shelf.values()
        for books in kinds.values()
        for book in books
    ]


async def by_two_keys_with_authors():
    shelf = {}
    async for book in Book.objects.select_related("author"):
        shelf.setdefault(book.author_id, {}).setdefault(book.kind, []).append(book)
    return [book.author.name for kinds in shelf.values() for books in kinds.values() for book in books]


async def by_default_of_a_default():
    shelf = defaultdict(lambda: defaultdict(list))
    async for book in Book.objects.all():
        shelf[book.author_id][book.kind].append(book)
    for kinds in shelf.values():
        for books in kinds.values():
            for book in books:
                print(book.author.name)  # E: async-unsafe-relation


async def by_default_of_a_dict():
    shelf = defaultdict(dict)
    async for book in Book.objects.select_related("author"):
        shelf[book.author_id][book.pk] = book
    return [book.author.name for books in shelf.values() for book in books.values()]


async def by_default_of_a_dict_without_authors():
    shelf = defaultdict(dict)
    async for book in Book.objects.all():
        shelf[book.author_id][book.pk] = book
    for books in shelf.values():
        for book in books.values():
            print(book.author.name)  # E: async-unsafe-relation


async def totals_beside_rows():
    totals = defaultdict(lambda: {"pages": 0, "books": []})
    async for book in Book.objects.all():
        totals[book.author_id]["books"].append(book)
        totals[book.author_id]["pages"] += book.pages
    for total in totals.values():
        for book in total["books"]:
            print(book.author.name)  # E: async-unsafe-relation


async def totals_beside_rows_with_authors():
    totals = defaultdict(lambda: {"pages": 0, "books": []})
    async for book in Book.objects.select_related("author"):
        totals[book.author_id]["books"].append(book)
    return [book.author.name for total in totals.values() for book in total["books"]]


async def in_a_name_for_the_group():
    groups = {}
    async for book in Book.objects.all():
        books = groups.setdefault(book.author_id, [])
        books.append(book)
    for books in groups.values():
        for book in books:
            print(book.author.name)  # E: async-unsafe-relation


async def in_a_name_for_a_group_that_is_new():
    groups = {}
    async for book in Book.objects.all():
        books = groups.get(book.author_id)
        if books is None:
            books = groups[book.author_id] = []
        books.append(book)
    for books in groups.values():
        for book in books:
            print(book.author.name)  # E: async-unsafe-relation


async def in_a_name_that_is_put_there_later():
    groups = {}
    async for book in Book.objects.all():
        if book.author_id not in groups:
            books = []
            groups[book.author_id] = books
        else:
            books = groups[book.author_id]
        books.append(book)
    for books in groups.values():
        for book in books:
            print(book.author.name)  # E: async-unsafe-relation


async def in_a_name_that_is_another_list_then():
    groups, spare = {}, []
    async for book in Book.objects.select_related("author"):
        books = groups.setdefault(book.author_id, [])
        books.append(book)
        books = spare
        books.append(await Book.objects.aget(pk=book.pk))
    return [book.author.name for books in groups.values() for book in books]


async def the_last_of_each():
    entries = {}
    async for book in Book.objects.all():
        entry = entries.setdefault(book.author_id, {"count": 0, "last": None})
        entry["count"] += 1
        entry["last"] = book
    for entry in entries.values():
        print(entry["last"].author.name)  # E: async-unsafe-relation


async def the_last_of_each_with_its_author():
    entries = {}
    async for book in Book.objects.all():
        entry = entries.get(book.author_id)
        if entry is None:
            entry = entries[book.author_id] = {"last": book}
        entry["last"] = await Book.objects.select_related("author").aget(pk=book.pk)
    return [entry["last"].author.name for entry in entries.values()]


async def two_lists_under_a_key():
    entries = {}
    async for book in Book.objects.all():
        entry = entries.setdefault(book.author_id, {"bare": [], "full": []})
        entry["bare"].append(book)
        entry["full"].append(await Book.objects.select_related("author").aget(pk=book.pk))
    return [book.author.name for entry in entries.values() for book in entry["full"]]


async def one_list_or_the_other():
    thick, thin = [], []
    async for book in Book.objects.all():
        (thick if book.pages > 100 else thin).append(book)
    for book in (*thick, *thin):
        print(book.author.name)  # E: async-unsafe-relation


async def one_list_or_the_other_with_authors():
    thick, thin = [], []
    async for book in Book.objects.select_related("author"):
        (thick if book.pages > 100 else thin).append(book)
    return [book.author.name for book in thick]


async def under_one_key_or_the_other():
    books = {"thick": [], "thin": []}
    async for book in Book.objects.all():
        books["thick" if book.pages > 100 else "thin"].append(book)
    for one in books.values():
        for book in one:
            print(book.author.name)  # E: async-unsafe-relation


async def under_a_key_that_nobody_knows():
    books = {"a": [], "b": []}
    async for book in Book.objects.select_related("author"):
        books[book.kind].append(book)
    return [book.author.name for book in books["a"]]


def _put(groups, book):
    groups.setdefault(book.author_id, {}).setdefault("books", []).append(book)


async def put_there_by_a_helper():
    groups = {}
    async for book in Book.objects.all():
        _put(groups, book)
    for group in groups.values():
        for book in group["books"]:
            print(book.author.name)  # E: async-unsafe-relation


async def put_there_by_a_helper_with_authors():
    groups = {}
    async for book in Book.objects.select_related("author"):
        _put(groups, book)
    return [book.author.name for group in groups.values() for book in group["books"]]


class Index:
    def __init__(self):
        self.groups = {}

    def add(self, book):
        self.groups.setdefault(book.author_id, {}).setdefault(book.kind, []).append(book)

    def names(self):
        return [
            book.author.name for kinds in self.groups.values() for books in kinds.values() for book in books
        ]


async def in_an_object():
    index = Index()
    async for book in Book.objects.all():
        index.add(book)
    return index.names()  # E: async-unsafe-call


async def in_an_object_with_authors():
    index = Index()
    async for book in Book.objects.select_related("author"):
        index.add(book)
    return index.names()
