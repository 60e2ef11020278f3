"""A generic foreign key is loaded by `prefetch_related`; selecting its content type does not load it."""

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


async def reads_the_assigned_object() -> object:
    book = await Book.objects.aget(pk=1)
    note = Note(obj=book)
    return note.obj
