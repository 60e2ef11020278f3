"""A generic foreign key is loaded by `prefetch_related`; selecting its content type does not load it."""

from asgiref.sync import sync_to_async
from django.contrib.contenttypes.models import ContentType
from library.models import Book, Note


async def reads_the_object() -> object:
    note = await Note.objects.aget(pk=1)
    return note.obj  # E: async-unsafe-relation "obj" of "Note" is not loaded


async def reads_the_object_of_a_selected_content_type() -> object:
    note = await Note.objects.select_related("content_type").aget(pk=1)
    return note.obj  # E: async-unsafe-relation "obj" of "Note" is not loaded


async def reads_the_prefetched_object() -> object:
    note = await Note.objects.prefetch_related("obj").aget(pk=1)
    return note.obj


async def gives_it_a_book() -> Note:
    book = await Book.objects.aget(pk=1)
    return Note(obj=book)  # E: async-unsafe-query "obj" asks for the content type of "Book"


async def assigns_a_book() -> None:
    note, book = await Note.objects.aget(pk=1), await Book.objects.aget(pk=1)
    note.obj = book  # E: async-unsafe-query "obj" asks for the content type of "Book"


async def reads_the_assigned_object() -> object:
    await sync_to_async(ContentType.objects.get_for_model)(Book)
    book = await Book.objects.aget(pk=1)
    note = Note(obj=book)
    return note.obj


async def makes_a_note_of_a_book() -> Note:
    book = await Book.objects.aget(pk=1)
    return await Note.objects.acreate(obj=book, text="a gift")


async def assigns_a_book_where_a_prefetch_has_asked() -> None:
    note = await Note.objects.prefetch_related("obj").aget(pk=1)
    note.obj = await Book.objects.aget(pk=2)


async def assigns_a_book_by_setattr() -> None:
    note, book = await Note.objects.aget(pk=1), await Book.objects.aget(pk=1)
    name = "obj"
    setattr(note, name, book)  # E: async-unsafe-query "obj" asks for the content type of "Book"


async def assigns_nothing_by_setattr() -> None:
    note = await Note.objects.aget(pk=1)
    name = "obj"
    setattr(note, name, None)


async def assigns_a_book_where_a_thread_has_asked() -> None:
    note = await Note.objects.aget(pk=1)
    await sync_to_async(lambda: note.obj)()
    note.obj = await Book.objects.aget(pk=2)
