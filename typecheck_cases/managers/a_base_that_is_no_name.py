"""``class M(Manager.from_queryset(Q))``: mypy says ``Any``, Django's metadata and the bodies say the rest."""

# mypy: disable-error-code="no-any-return"

from library.loans import Loan


async def runs_a_query() -> int:
    return Loan.inline.count()  # E: async-unsafe-query "Loan.inline.count"


async def awaits_it() -> int:
    return await Loan.inline.acount()


async def reads_what_no_method_loads() -> str:
    loan = await Loan.inline.aget(pk=1)
    return loan.book.title  # E: async-unsafe-relation "book" of "Loan"


async def reads_what_is_selected() -> str:
    loan = await Loan.inline.select_related("book").aget(pk=1)
    return loan.book.title


async def reads_what_a_method_of_the_queryset_selects() -> str:
    loan = await Loan.inline.open().with_book().aget(pk=1)
    return loan.book.title


async def reads_beyond_it() -> str:
    loan = await Loan.inline.open().with_book().aget(pk=1)
    return loan.book.author.name  # E: async-unsafe-relation "author" of "Book"


async def reads_what_a_method_of_the_manager_selects() -> list[str]:
    return [loan.book.title async for loan in Loan.inline.closed()]


async def loops_synchronously() -> list[int]:
    return [loan.pk for loan in Loan.inline.open()]  # E: async-unsafe-iteration


async def takes_whichever_was_found() -> str:
    pk = len("two")
    if pk == 1:
        loan = await Loan.inline.with_book().afirst()
    else:
        loan = await Loan.inline.afirst()
    return "" if loan is None else loan.book.title  # E: async-unsafe-relation "book" of "Loan"
