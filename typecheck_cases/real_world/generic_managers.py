"""A manager with PEP 695's type parameters, shared by models: what its methods select is known."""

from django.db import models
from library.generic_loans import FullLoan


async def first_of[Row: models.Model](rows: models.QuerySet[Row]) -> Row:
    async for row in rows:
        return row
    raise LookupError


async def reads_what_the_manager_selects() -> str:
    loan = await FullLoan.full_rows.aget(pk=1)
    return loan.book.title


async def reads_what_it_does_not_select() -> str:
    loan = await FullLoan.full_rows.newest().aget(pk=1)
    return loan.reader.name  # E: async-unsafe-relation "reader" of "FullLoan"


async def passes_a_generic_function() -> str:
    loan = await first_of(FullLoan.full_rows.newest())
    return loan.book.title
