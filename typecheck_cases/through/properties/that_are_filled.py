"""What was read in a thread stays on the object."""

from asgiref.sync import sync_to_async
from library.cards import BookCard
from library.desk import Desk
from library.models import Book


async def reads_what_was_put_there() -> int:
    desk = Desk()
    desk.catalogue = {1: await Book.objects.aget(pk=1)}
    return len(desk.catalogue)


async def reads_it_of_another_object() -> int:
    desk, other = Desk(), Desk()
    await sync_to_async(lambda: desk.catalogue)()
    return len(other.catalogue)  # E: async-unsafe-call "catalogue" runs a query


async def reads_the_total_of_a_row_after_the_thread_did() -> int:
    card = await BookCard.objects.aget(pk=1)
    await sync_to_async(lambda: card.chapter_total)()
    return card.chapter_total
