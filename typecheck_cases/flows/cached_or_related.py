"""The cached object or else the relation: where the cache has it, nothing is read."""

from django.core.cache import cache
from library.models import Author, Book

authors: dict[int, Author] = {}
names: dict[int, str] = {}
banned = {7}


async def fill() -> None:
    async for author in Author.objects.all():
        authors[author.pk] = author
        names[author.pk] = author.name


def cached_author(book: Book) -> Author:
    return authors.get(book.author_id) or book.author


def find(pk: int) -> Author | None:
    return authors.get(pk)


def is_banned(pk: int) -> bool:
    return pk in banned


async def in_a_helper() -> str:
    await fill()
    return cached_author(await Book.objects.aget(pk=1)).name


async def of_each() -> list[str]:
    await fill()
    return [cached_author(book).name async for book in Book.objects.all()]


async def here() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    return (authors.get(book.author_id) or book.author).name


async def behind_a_name() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    author = authors.get(book.author_id)
    if author is None:
        author = book.author
    return author.name


async def returned_early() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    if author := find(book.author_id):
        return author.name
    return book.author.name


async def asked_for_the_key() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    if book.author_id in authors:
        return authors[book.author_id].name
    return book.author.name


async def in_one_expression() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    return names[book.author_id] if book.author_id in names else book.author.name  # noqa: SIM401


async def caught() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    try:
        return authors[book.author_id].name
    except KeyError:
        return book.author.name


async def under_a_key_of_text() -> str:
    book = await Book.objects.aget(pk=1)
    key = f"author:{book.author_id}"
    await cache.aset(key, await Author.objects.aget(pk=book.author_id))
    author = await cache.aget(key)
    if not author:
        author = book.author
    return str(author.name)


async def another_relation() -> str:
    await fill()
    book = await Book.objects.select_related("author").aget(pk=1)
    if authors.get(book.author_id):
        return str(book.editor)  # E: async-unsafe-relation "editor" of "Book"
    return book.author.name


async def found_and_read_all_the_same() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    author = authors.get(book.author_id)
    if author is not None:
        return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def behind_a_test() -> str:
    book = await Book.objects.aget(pk=1)
    if not is_banned(book.author_id):
        return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def behind_a_set() -> str:
    book = await Book.objects.aget(pk=1)
    if book.author_id not in banned:
        return book.author.name  # E: async-unsafe-relation "author" of "Book"
    return ""


async def after_it() -> str:
    await fill()
    book = await Book.objects.aget(pk=1)
    author = authors.get(book.author_id)
    name = author.name if author is not None else "unknown"
    return name + book.author.name  # E: async-unsafe-relation "author" of "Book"


def shortened(title: str | None) -> str:
    title = (title or "").strip()
    return title


async def a_name_that_is_assigned_from_itself() -> str:
    book = await Book.objects.aget(pk=1)
    title = shortened(None)
    title = (title or book.author.name).strip()  # E: async-unsafe-relation "author" of "Book"
    return title


async def a_name_that_is_assigned_from_itself_and_a_column() -> str:
    book = await Book.objects.aget(pk=1)
    title = shortened(None)
    title = (title or book.title).strip()
    return title


async def a_name_that_is_assigned_from_itself_before_the_read() -> str:
    book = await Book.objects.aget(pk=1)
    title = (book.title or "untitled").strip()
    title = (title or "").upper()
    return title + book.author.name  # E: async-unsafe-relation "author" of "Book"


async def two_names_that_are_assigned_from_each_other() -> str:
    book = await Book.objects.aget(pk=1)
    first, last = book.title, book.title
    for _ in range(2):
        first = (last or "a").strip()
        last = (first or "b").strip()
    return first + last + book.author.name  # E: async-unsafe-relation "author" of "Book"
