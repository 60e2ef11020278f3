"""Who listens to a signal stands in a module that mypy is done with, or is connected when the app starts."""

# mypy: disable-error-code="no-untyped-call"

from asgiref.sync import sync_to_async
from library import bells
from library.apps import LibraryConfig
from library.bells import heard, rang
from library.models import Book


async def sends_a_row_without_its_author() -> None:
    book = await Book.objects.aget(pk=1)
    rang.send(sender=Book, book=book)  # E: async-unsafe-call "on_ring"


async def sends_a_row_with_its_author() -> None:
    book = await Book.objects.select_related("author").aget(pk=1)
    rang.send(sender=Book, book=book)


async def sends_it_in_a_thread() -> None:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(rang.send)(sender=Book, book=book)


async def sends_it_to_who_reads_columns() -> None:
    book = await Book.objects.aget(pk=1)
    bells.rang_out.send(sender=Book, book=book)


async def sends_to_who_was_connected_at_the_start() -> None:
    assert LibraryConfig.name == "library"
    heard.send(sender=None, name="D")  # E: async-unsafe-call "on_heard"


async def awaits_who_was_connected_at_the_start() -> None:
    await heard.asend(sender=None, name="D")


async def sends_through_the_module() -> None:
    bells.heard.send(sender=None, name="D")  # E: async-unsafe-call "on_heard"


async def sends_to_who_was_connected_by_name() -> None:
    bells.heard_by_name.send(sender=None, name="D")
