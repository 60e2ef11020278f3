"""A relation that a thread has read stays on the row."""

from aobjects import run_sync
from asgiref.sync import sync_to_async
from library.cards import BookCard
from library.models import Book
from library.rendering import author_name, heading


async def gives_the_row_to_a_thread_first() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(author_name)(book)
    return heading(book)


async def reads_the_relation_in_a_thread_first() -> str:
    book = await Book.objects.aget(pk=1)
    await sync_to_async(lambda: book.author)()
    return heading(book)


async def reads_a_property_in_a_thread_first() -> str:
    card = await BookCard.objects.aget(pk=1)
    await sync_to_async(lambda: card.author_name)()
    return card.author.name


async def writes_it_down_in_a_thread_first() -> str:
    card = await BookCard.objects.aget(pk=1)
    await run_sync(str, card)
    return str(card)


async def writes_it_down_in_an_f_string_in_a_thread_first() -> str:
    card = await BookCard.objects.aget(pk=1)
    await sync_to_async(lambda: f"{card}")()
    return card.author.name


@sync_to_async
def written_down(pk: int) -> BookCard:
    card = BookCard.objects.get(pk=pk)
    assert str(card)
    return card


async def gets_a_row_that_was_written_down_in_a_thread() -> str:
    card = await written_down(1)
    return card.author.name


async def reads_a_property_that_needs_nothing_in_a_thread_first() -> str:
    card = await BookCard.objects.aget(pk=1)
    await sync_to_async(lambda: card.shout)()
    return card.author.name  # E: async-unsafe-relation "author" of "Book" is not loaded


async def reads_another_row_in_a_thread_first() -> str:
    book = await Book.objects.aget(pk=1)
    other = await Book.objects.aget(pk=2)
    await sync_to_async(author_name)(other)
    return heading(book)  # E: async-unsafe-call "heading" runs a query
