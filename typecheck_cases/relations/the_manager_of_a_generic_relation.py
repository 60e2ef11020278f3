"""The notes of a book are a manager: its rows need a query, and so does the content type of a book."""

import copy

from asgiref.sync import sync_to_async
from django.contrib.contenttypes.models import ContentType
from library.models import Book, Note


async def asks_for_the_content_type() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    return [note async for note in book.notes.all()]  # E: async-unsafe-query "book.notes" asks


async def asks_where_a_note_is_made() -> object:
    book = await Book.objects.aget(pk=1)
    return await book.notes.acreate(text="a gift")  # E: async-unsafe-query "book.notes" asks for the content


async def only_reads_the_manager() -> object:
    book = await Book.objects.aget(pk=1)
    return book.notes  # E: async-unsafe-query "book.notes" asks for the content type of "Book"


async def asks_itself() -> object:
    return ContentType.objects.get_for_model(Book)  # E: async-unsafe-query


async def lists_the_notes() -> list[Note]:
    await sync_to_async(ContentType.objects.get_for_model)(Book)
    book = await Book.objects.aget(pk=1)
    return list(book.notes.all())  # E: async-unsafe-iteration


async def lists_them_asynchronously() -> list[Note]:
    await sync_to_async(ContentType.objects.get_for_model)(Book)
    book = await Book.objects.aget(pk=1)
    return [note async for note in book.notes.all()]


async def asks_in_a_thread_first() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(lambda: list(book.notes.all()))()
    return [note async for note in book.notes.all()]


async def lists_prefetched_notes() -> list[Note]:
    book = await Book.objects.prefetch_related("notes").aget(pk=1)
    return list(book.notes.all())


async def filters_by_the_notes() -> list[Book]:
    return [book async for book in Book.objects.filter(notes__text="a gift")]


async def lists_asynchronously_after_a_prefetch_that_is_gone() -> list[Note]:
    book = await Book.objects.prefetch_related("notes").aget(pk=1)
    await book.arefresh_from_db()
    return [note async for note in book.notes.all()]


async def lists_the_notes_of_a_copy() -> list[Note]:
    book = copy.deepcopy(await Book.objects.prefetch_related("notes").aget(pk=1))
    return [note async for note in book.notes.all()]


async def lists_the_notes_of_a_copy_of_a_bare_book() -> list[Note]:
    book = copy.deepcopy(await Book.objects.aget(pk=1))
    return [note async for note in book.notes.all()]  # E: async-unsafe-query "book.notes" asks


async def asks_on_one_way_only() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    async for other in Book.objects.filter(pk=0):
        print([note async for note in book.notes.exclude(pk=other.pk)])  # type: ignore[async-unsafe-query]
    return [note async for note in book.notes.all()]  # E: async-unsafe-query "book.notes" asks
