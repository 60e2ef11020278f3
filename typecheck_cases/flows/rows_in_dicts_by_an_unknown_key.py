"""A row that a dict gives for a key of which mypy knows nothing is one of the rows that were put in."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

from asgiref.sync import sync_to_async
from library.models import Book
from library.pupils import Pupil, seed


def keys():
    return [1, 2]


async def gets_a_row():
    books = {book.pk: book for book in await sync_to_async(list)(Book.objects.all())}
    names = []
    for key in keys():
        book = books.get(key)
        if book:
            names.append(book.author.name)  # E: async-unsafe-relation "author" of "Book"
    return names


async def gets_a_full_row():
    books = {book.pk: book for book in await sync_to_async(list)(Book.objects.select_related("author"))}
    names = []
    for key in keys():
        book = books.get(key)
        if book:
            names.append(book.author.name)
    return names


async def pops_a_row():
    books = {book.pk: book async for book in Book.objects.all()}
    book = books.pop(keys()[0])
    return book.author.name  # E: async-unsafe-relation "author" of "Book"


async def gets_a_row_or_none():
    books = {book.pk: book async for book in Book.objects.all()}
    book = books.get(keys()[0])
    return book and book.author.name  # E: async-unsafe-relation "author" of "Book"


async def gets_its_column():
    books = {book.pk: book async for book in Book.objects.all()}
    book = books.get(keys()[0])
    return book.title if book else ""


async def groups_rows():
    await seed()
    groups = {}
    async for pupil in Pupil.objects.present():
        groups.setdefault(pupil.room_id, []).append(pupil)
    for group in groups.values():
        print([pupil.room_name for pupil in group])  # E: async-unsafe-call "room_name" runs a query


async def groups_full_rows():
    await seed()
    groups = {}
    async for pupil in Pupil.objects.with_room():
        groups.setdefault(pupil.room_id, []).append(pupil)
    return {key: [pupil.room_name for pupil in group] for key, group in groups.items()}


async def takes_one_group():
    await seed()
    groups = {}
    async for pupil in Pupil.objects.present():
        groups.setdefault(pupil.room_id, []).append(pupil)
    return [pupil.room_name for pupil in groups.get(1, [])]  # E: async-unsafe-call "room_name" runs a query


async def finds_rows_by_key():
    await seed()
    found = await Pupil.objects.ain_bulk([1])
    return found[1].room_name  # E: async-unsafe-call "room_name" runs a query


async def finds_full_rows_by_key():
    await seed()
    found = await Pupil.objects.with_room().ain_bulk([1])
    return found[1].room_name


async def finds_or_makes_a_row():
    pupil, _ = await Pupil.objects.aget_or_create(name="Cy", room_id=None)
    await seed()
    other, _ = await Pupil.objects.aget_or_create(name="Ann")
    return pupil.name + other.room_name  # E: async-unsafe-call "room_name" runs a query
