"""The class of the object decides which body runs."""

from library.desk import QuietDesk
from library.models import Author


class BusyDesk(QuietDesk):
    """Asks again."""

    def count(self) -> int:
        return super().count() + Author.objects.count()


async def calls_the_one_that_runs_nothing() -> int:
    return QuietDesk().count()


async def calls_the_one_that_queries_again() -> int:
    return BusyDesk().count()  # E: async-unsafe-call "count" runs a query


async def reads_the_property_that_runs_nothing() -> int:
    return len(QuietDesk().books)


async def reads_the_inherited_property() -> int:
    return len(BusyDesk().books)
