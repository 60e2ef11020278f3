"""An f-string asks for `repr`, `ascii` or a width: `__repr__` and `__format__` write it down."""

from __future__ import annotations

from library.models import Book
from library.scales import Heavy, Light


async def shows_the_representation() -> str:
    return f"{Heavy()!r}"  # E: async-unsafe-call "__repr__"


async def shows_the_representation_of_a_name() -> str:
    heavy = Heavy()
    return f"it is {heavy!r}."  # E: async-unsafe-call "__repr__"


async def shows_it_in_ascii() -> str:
    heavy = Heavy()
    return f"{heavy!a}"  # E: async-unsafe-call "__repr__"


async def shows_the_representation_with_a_width() -> str:
    heavy = Heavy()
    return f"{heavy!r:>12}|"  # E: async-unsafe-call "__repr__"


async def shows_a_light_one() -> str:
    return f"{Light()!r} and {Light()!a:>9}"


async def shows_it_with_a_width() -> str:
    heavy = Heavy()
    return f"{heavy:05d}"  # E: async-unsafe-call "__format__"


async def shows_the_text_with_a_width() -> str:
    light = Light()
    return f"{light!s:>20}"  # E: async-unsafe-call "__str__"


async def shows_a_queryset_in_a_width() -> str:
    return f"{Book.objects.order_by('pk')!s:.40}"  # E: async-unsafe-iteration


async def shows_the_representation_of_a_queryset() -> str:
    books = Book.objects.order_by("pk")
    return f"{books!r}"  # E: async-unsafe-iteration


async def shows_the_representation_of_rows() -> str:
    books = [book async for book in Book.objects.select_related("author").order_by("pk")[:1]]
    return f"{books[0].pk!r:>3}"
