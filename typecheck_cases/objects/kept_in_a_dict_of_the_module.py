"""What a helper keeps in a dict of its module is what the next one finds there."""

# mypy: allow-untyped-defs, allow-untyped-calls
# mypy: disable-error-code="no-any-return, var-annotated"

from collections import OrderedDict

from asgiref.sync import sync_to_async
from library.models import Author, Book

_books = {}
_typed: dict[int, Book] = {}
_full: dict[int, Book] = {}
_either: dict[int, Book] = {}
_in_order = OrderedDict()
_list: list[Book] = []
_updated: dict[int, Book] = {}
_set_default: dict[str, Book] = {}


def clear():
    for kept in (_books, _typed, _full, _either, _in_order, _updated, _set_default):
        kept.clear()
    _list.clear()


def get_in_a_thread(pk):
    book = _books.get(pk)
    if book is None:
        book = _books[pk] = Book.objects.get(pk=pk)
    return book


async def get(pk: int) -> Book:
    if pk not in _typed:
        _typed[pk] = await Book.objects.aget(pk=pk)
    return _typed[pk]


async def get_full(pk: int) -> Book:
    try:
        return _full[pk]
    except KeyError:
        book = _full[pk] = await Book.objects.select_related("author").aget(pk=pk)
    return book


async def get_either(pk: int) -> Book:
    if pk not in _either:
        _either[pk] = await Book.objects.aget(pk=pk)
    return _either[pk]


async def get_either_full(pk: int) -> Book:
    if pk not in _either:
        _either[pk] = await Book.objects.select_related("author").aget(pk=pk)
    return _either[pk]


async def fill():
    async for book in Book.objects.all():
        _in_order[book.pk] = book


async def fill_list():
    async for book in Book.objects.select_related("author"):
        _list.append(book)


async def update():
    _updated.update({book.pk: book async for book in Book.objects.all()})


async def by_default(title):
    return _set_default.setdefault(title, await Book.objects.aget(pk=1))


async def the_first_time():
    clear()
    return get_in_a_thread(1).title  # E: async-unsafe-call "get_in_a_thread" runs a query


async def what_a_thread_has_kept():
    clear()
    await sync_to_async(get_in_a_thread)(1)
    return _books[1].author.name  # E: async-unsafe-relation


async def a_column_of_what_a_thread_has_kept():
    clear()
    await sync_to_async(get_in_a_thread)(1)
    return _books[1].title


async def what_is_kept():
    clear()
    return (await get(1)).author.name  # E: async-unsafe-relation


async def what_is_kept_and_given_another_author():
    clear()
    book = await get(1)
    book.author = await Author.objects.aget(pk=1)
    return book.author.name


async def what_is_kept_and_read_in_a_thread_first():
    clear()
    book = await get(1)
    await sync_to_async(lambda: book.author)()
    return book.author.name


async def what_is_kept_with_its_author():
    clear()
    return (await get_full(1)).author.name


async def a_tag_of_what_is_kept_with_its_author():
    clear()
    return (await get_full(1)).tags.count()  # E: async-unsafe-query


async def kept_by_one_of_two():
    clear()
    return (await get_either_full(1)).author.name


async def kept_in_a_loop():
    clear()
    await fill()
    return [book.author.name for book in _in_order.values()]  # E: async-unsafe-relation


async def filled_when_it_is_empty():
    clear()
    if not _in_order:
        await fill()
    return [book.title for book in _in_order.values()]


async def asked_for_one():
    clear()
    await fill()
    book = _in_order.get(1)
    return book.author.name if book else ""  # E: async-unsafe-relation


async def asked_for_one_that_is_not_there():
    clear()
    await fill()
    book = _in_order.get(-1)
    if book is None:
        return (await Book.objects.select_related("author").aget(pk=1)).author.name
    return book.title


async def kept_in_a_list():
    clear()
    await fill_list()
    return [book.author.name for book in _list]


async def something_else_of_a_list():
    clear()
    await fill_list()
    return [str(book.tags.count()) for book in _list]  # E: async-unsafe-query


async def updated():
    clear()
    await update()
    return _updated[1].author.name  # E: async-unsafe-relation


async def set_by_default():
    clear()
    return (await by_default("x")).author.name  # E: async-unsafe-relation
