"""A manager whose `get_queryset` selects a relation: every row that comes through it has the relation."""

from library.loans import Loan


async def reads_what_the_manager_selects() -> str:
    loan = await Loan.full.aget(pk=1)
    return loan.book.title


async def reads_what_the_manager_does_not_select() -> str:
    loan = await Loan.full.aget(pk=1)
    return loan.reader.name  # E: async-unsafe-relation "reader" of "Loan"


async def uses_the_plain_manager() -> str:
    loan = await Loan.objects.aget(pk=1)
    return loan.book.title  # E: async-unsafe-relation "book" of "Loan"


async def goes_on_from_the_manager() -> list[str]:
    return [loan.book.title async for loan in Loan.full.filter(returned=False).order_by("pk")]


async def goes_through_a_method() -> list[str]:
    return [loan.book.title async for loan in Loan.full.latest_first()]


async def goes_through_a_method_that_selects_more() -> list[str]:
    return [loan.book.author.name async for loan in Loan.full.of_authors()]


async def reads_one_step_too_far() -> list[str]:
    loans = [loan async for loan in Loan.full.latest_first()]
    return [loan.book.author.name for loan in loans]  # E: async-unsafe-relation "author" of "Book"


async def selects_something_else_in_addition() -> str:
    loan = await Loan.full.select_related("reader").aget(pk=1)
    return loan.book.title + loan.reader.name


async def forgets_what_the_manager_selects() -> str:
    loan = await Loan.full.select_related(None).aget(pk=1)
    return loan.book.title  # E: async-unsafe-relation "book" of "Loan"


async def finds_or_creates_through_it() -> str:
    loan, _ = await Loan.full.aget_or_create(pk=99, defaults={"book_id": 1, "reader_id": 1})
    return loan.book.title  # E: async-unsafe-relation "book" of "Loan"
