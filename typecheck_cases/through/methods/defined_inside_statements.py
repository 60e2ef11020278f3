"""A method is what it is wherever its class defines it."""

from library.drawers import Chest, Drawer
from library.models import Book


async def below_try() -> int:
    return Drawer().count()  # E: async-unsafe-call "count" runs a query


async def below_try_and_idle() -> str:
    return Drawer().label()


async def a_property_below_else() -> Book | None:
    return Drawer().last  # E: async-unsafe-call "last"


async def a_special_method_below_else() -> int:
    return len(Drawer())  # E: async-unsafe-call "__len__"


async def a_class_method_below_with() -> int:
    return Drawer.total()  # E: async-unsafe-call "total"


async def of_a_class_inside_a_class() -> str:
    book = await Book.objects.aget(pk=1)
    return Drawer.Lid().author_of(book)  # E: async-unsafe-call "author_of"


async def of_a_class_inside_a_class_with_what_it_reads() -> str:
    book = await Book.objects.select_related("author").aget(pk=1)
    return Drawer.Lid().author_of(book)


async def of_a_class_below_try() -> list[str]:
    return list(Chest())  # E: async-unsafe-call "__iter__"


async def of_a_class_below_try_and_idle() -> int:
    return Chest().size()
