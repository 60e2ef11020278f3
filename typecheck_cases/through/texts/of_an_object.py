"""`__str__` runs where a text is made of the object."""

from asgiref.sync import sync_to_async
from library.models import Book


class Sign:
    """Its text runs a query."""

    def __str__(self) -> str:
        return f"{Book.objects.count()} books"


class Plate:
    """Its text runs none."""

    def __str__(self) -> str:
        return "books"


async def by_str() -> str:
    return str(Sign())  # E: async-unsafe-call


async def by_an_f_string() -> str:
    sign = Sign()
    return f"welcome: {sign}"  # E: async-unsafe-call


async def by_print() -> None:
    print(Sign())  # E: async-unsafe-call


async def by_format() -> str:
    return "welcome: {}".format(Sign())  # noqa: UP032  # E: async-unsafe-call


async def by_a_percent_sign() -> str:
    return "welcome: %s" % Sign()  # noqa: UP031  # E: async-unsafe-call


async def in_a_thread() -> str:
    return await sync_to_async(str)(Sign())


async def of_an_object_whose_text_runs_nothing() -> str:
    plate = Plate()
    return f"{plate} {plate!s} {plate!s}"
