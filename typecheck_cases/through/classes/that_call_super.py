"""`super()` leads to the next class of the project, whose body runs on the same object."""

from asgiref.sync import sync_to_async
from library.models import Book
from library.parents import (
    Both,
    Counter,
    Filled,
    LoudCounter,
    LoudDesk,
    LouderCounter,
    ShownBook,
    Signed,
)


async def it_queries() -> int:
    loud = await sync_to_async(LoudCounter)()
    return loud.count()  # E: async-unsafe-call "count" runs a query


async def it_runs_nothing() -> str:
    loud = await sync_to_async(LoudCounter)()
    return loud.greet()


async def it_skips_a_class() -> int:
    loud = await sync_to_async(LouderCounter)()
    return loud.count()  # E: async-unsafe-call "count" runs a query


async def it_runs_nothing_two_steps_away() -> str:
    loud = await sync_to_async(LouderCounter)()
    return loud.greet()


async def it_reads_its_argument() -> str:
    book = await Book.objects.aget(pk=1)
    loud = await sync_to_async(LoudCounter)()
    return loud.author_of(book)  # E: async-unsafe-call "author_of"


async def it_reads_what_is_loaded() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    loud = await sync_to_async(LoudCounter)()
    return loud.author_of(book)


async def it_reads_a_field() -> str:
    book = await Book.objects.aget(pk=1)
    loud = await sync_to_async(LoudCounter)()
    return loud.title_of(book)


async def a_property() -> Book | None:
    loud = await sync_to_async(LoudCounter)()
    return loud.first  # E: async-unsafe-call "first" runs a query


async def a_property_that_runs_nothing() -> str:
    loud = await sync_to_async(LoudCounter)()
    return loud.sign


async def a_class_method() -> int:
    return LoudCounter.total()  # E: async-unsafe-call "total" runs a query


async def a_constructor() -> Counter:
    return Filled()  # E: async-unsafe-call "Filled" runs a query


async def a_constructor_that_runs_nothing() -> Counter:
    return Signed()


async def a_method_that_calls_another() -> str:
    return LoudDesk().report()  # E: async-unsafe-call "report" runs a query


async def the_next_class_of_the_object_is_another() -> int:
    return Both().count()


async def a_row() -> str:
    book = await ShownBook.objects.aget(pk=1)
    return book.byline()  # E: async-unsafe-call "byline"


async def a_row_with_what_it_reads() -> str:
    book = await ShownBook.objects.select_related("author").aget(pk=1)
    return book.byline()


async def a_row_that_is_saved() -> None:
    book = await ShownBook.objects.aget(pk=1)
    book.save()  # E: async-unsafe-call "save" runs a query


async def a_row_that_is_saved_in_a_thread() -> None:
    book = await ShownBook.objects.aget(pk=1)
    await sync_to_async(book.save)()
