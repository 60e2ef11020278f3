"""Django follows a foreign key with the base manager and a reverse one with the default manager."""

from asgiref.sync import sync_to_async
from library.loans import Loan, Reader, Reminder


async def follows_a_prefetched_key() -> str:
    loan = await Loan.objects.prefetch_related("reader").aget(pk=1)
    favourite = loan.reader.favourite
    return "" if favourite is None else favourite.name


async def joins_the_same_key() -> str:
    loan = await Loan.objects.select_related("reader").aget(pk=1)
    favourite = loan.reader.favourite  # E: async-unsafe-relation "favourite" of "Reader"
    return "" if favourite is None else favourite.name


async def follows_it_in_a_thread() -> str:
    loan = await Loan.objects.aget(pk=1)
    reader = await sync_to_async(lambda: loan.reader)()
    favourite = reader.favourite
    return "" if favourite is None else favourite.name


async def asks_the_plain_manager() -> str:
    reader = await Reader.objects.aget(pk=1)
    favourite = reader.favourite  # E: async-unsafe-relation "favourite" of "Reader"
    return "" if favourite is None else favourite.name


async def refreshes_through_the_base_manager() -> str:
    reader = await Reader.objects.aget(pk=1)
    await reader.arefresh_from_db()
    favourite = reader.favourite
    return "" if favourite is None else favourite.name


async def comes_through_a_related_manager() -> str:
    loan = await Loan.objects.aget(pk=1)
    reminder = await loan.reminders.aget(pk=1)
    return reminder.loan.book.title  # E: async-unsafe-relation "book" of "Loan"


async def comes_through_a_related_manager_and_stops() -> bool:
    loan = await Loan.objects.aget(pk=1)
    reminder = await loan.reminders.aget(pk=1)
    return reminder.loan.returned


async def asks_the_default_manager() -> bool:
    reminder = await Reminder.loaded.aget(pk=1)
    return reminder.loan.returned


async def asks_the_manager_that_was_declared_first() -> bool:
    reminder = await Reminder.plain.aget(pk=1)
    return reminder.loan.returned  # E: async-unsafe-relation "loan" of "Reminder"


async def prefetches_rows_of_the_default_manager() -> list[bool]:
    loan = await Loan.objects.prefetch_related("reminders").aget(pk=1)
    return [reminder.loan.returned for reminder in loan.reminders.all()]
