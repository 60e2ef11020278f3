"""The content type of a generic relation is a foreign key like any other."""

from library.models import Note


async def reads_the_content_type() -> object:
    note = await Note.objects.aget(pk=1)
    return note.content_type  # E: async-unsafe-relation "content_type" of "Note" is not loaded


async def reads_its_key() -> object:
    note = await Note.objects.aget(pk=1)
    return note.content_type_id


async def reads_it_loaded() -> object:
    note = await Note.objects.select_related("content_type").aget(pk=1)
    return note.content_type
