"""The cached object or else the relation, where a helper asks the cache: which it is, nobody sees."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return"

from library.models import Author, Book

AUTHORS: dict[int, Author] = {}


async def fill() -> None:
    async for a in Author.objects.all():
        AUTHORS[a.pk] = a


def author_of(book: Book) -> Author | None:
    return AUTHORS.get(book.author_id)


def author_by_key(book: Book) -> Author | None:
    key = book.author_id
    try:
        return AUTHORS[key]
    except KeyError:
        return None


def untyped(book):
    return AUTHORS.get(book.author_id)


def editor_of(book: Book) -> Author | None:
    return AUTHORS.get(book.editor_id or 0)


def nothing(book: Book) -> Author | None:
    return AUTHORS.get(0) if book.pages < 0 else None


class Cache:
    def __init__(self) -> None:
        self.rows: dict[int, Author] = {}

    async def fill(self) -> None:
        self.rows = {a.pk: a async for a in Author.objects.all()}

    def of(self, book: Book) -> Author | None:
        return self.rows.get(book.author_id)


async def cached_or_relation() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    return (author_of(book) or book.author).name


async def cached_by_if() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    author = author_of(book)
    if author is None:
        author = book.author
    return author.name


async def by_key() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    return (author_by_key(book) or book.author).name


async def by_keyword() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    return (author_by_key(book=book) or book.author).name


async def by_untyped() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    return (untyped(book) or book.author).name


async def by_object() -> str:
    cache = Cache()
    await cache.fill()
    book = await Book.objects.aget(pk=1)
    return (cache.of(book) or book.author).name


async def another_relation() -> str:
    AUTHORS.clear()
    book = await Book.objects.aget(pk=1)
    return (editor_of(book) or book.author).name  # E: async-unsafe-relation


async def no_cache() -> str:
    book = await Book.objects.aget(pk=1)
    return (nothing(book) or book.author).name  # E: async-unsafe-relation


async def afterwards() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    found = author_of(book) or book.author
    return found.name + str(book.editor)  # E: async-unsafe-relation
