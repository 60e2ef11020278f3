"""Fields and managers that carry their types themselves, as under django-types."""

from library.loans import Fine


async def reads_the_key() -> int:
    fine = await Fine.objects.aget(pk=1)
    return fine.loan_id + fine.id + fine.cents


async def reads_the_row() -> bool:
    fine = await Fine.objects.aget(pk=1)
    return fine.loan.returned  # E: async-unsafe-relation "loan" of "Fine"


async def reads_the_row_that_may_be_none() -> str:
    fine = await Fine.objects.aget(pk=1)
    payer = fine.payer  # E: async-unsafe-relation "payer" of "Fine"
    return payer.name if payer is not None else ""


async def reads_what_is_selected() -> str:
    fine = await Fine.objects.select_related("loan__book", "payer").aget(pk=1)
    return fine.loan.book.title + (fine.payer.name if fine.payer is not None else "")
