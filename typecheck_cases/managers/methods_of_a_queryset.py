"""A queryset's own methods: what they load is loaded, also through the manager that is made of them."""

from library.loans import Loan, LoanQuerySet


async def selects_by_a_method() -> str:
    loan = await Loan.states.with_book().aget(pk=1)
    return loan.book.title


async def selects_by_no_method() -> str:
    loan = await Loan.states.open().aget(pk=1)
    return loan.book.title  # E: async-unsafe-relation "book" of "Loan"


async def chains_methods() -> str:
    loan = await Loan.mixed.open().with_book().open().aget(pk=1)
    return loan.book.title


async def calls_a_method_that_calls_another() -> list[str]:
    return [f"{loan.book.author.name} {loan.reader.name}" async for loan in Loan.mixed.complete()]


async def reads_beyond_them() -> str:
    loan = await Loan.mixed.complete().aget(pk=1)
    editor = loan.book.editor  # E: async-unsafe-relation "editor" of "Book"
    return "" if editor is None else editor.name


async def defers_by_a_method() -> int:
    loan = await Loan.states.short().aget(pk=1)
    return loan.book_id  # E: async-unsafe-deferred "book_id" of "Loan"


async def names_the_class_itself() -> str:
    loan = await LoanQuerySet(Loan).with_book().aget(pk=1)
    return loan.book.title


async def comes_through_a_manager_with_both() -> str:
    loan = await Loan.pending.aget(pk=1)
    return loan.book.title


async def comes_through_a_manager_with_both_and_goes_on() -> str:
    loan = await Loan.pending.open().aget(pk=1)
    return loan.reader.name  # E: async-unsafe-relation "reader" of "Loan"


async def comes_through_a_shared_manager() -> str:
    loan = await Loan.shared.newest().select_related("book").aget(pk=1)
    return loan.book.title


async def comes_through_a_shared_manager_alone() -> None:
    async for loan in Loan.shared.newest():
        print(loan.book.title)  # E: async-unsafe-relation "book" of "Loan"
