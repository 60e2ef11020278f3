"""A foreign key that is part of a composite primary key has its column, not its row."""

from library.models import Line


async def reads_the_row() -> str:
    line = await Line.objects.aget(n=1)
    return line.order.name  # E: async-unsafe-relation "order" of "Line" is not loaded


async def reads_the_key() -> object:
    line = await Line.objects.aget(n=1)
    return line.pk


async def reads_the_loaded_row() -> str:
    line = await Line.objects.select_related("order").aget(n=1)
    return line.order.name
