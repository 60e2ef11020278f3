"""What a prefetch has asked a content type for, or what `acreate` has saved, is not asked for again."""

from asgiref.sync import sync_to_async
from library.models import Book, Note


async def prefetches_on_one_way() -> list[Note]:
    if await Book.objects.filter(title="no such title").aexists():
        book = await Book.objects.prefetch_related("notes").aget(pk=1)
    else:
        book = await Book.objects.aget(pk=1)
    return await sync_to_async(list)(book.notes.all())  # E: async-unsafe-query


async def prefetches_for_another_row() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    other = await Book.objects.prefetch_related("notes").aget(pk=2)
    return await sync_to_async(list)(book.notes.filter(pk=other.pk))


async def asks_for_none() -> list[Note]:
    book = await Book.objects.aget(pk=1)
    return await sync_to_async(list)(book.notes.all())  # E: async-unsafe-query


async def creates_a_note() -> Note:
    note = await Note.objects.acreate(text="new", obj=await Book.objects.aget(pk=1))
    note.obj = await Book.objects.aget(pk=2)
    return note
