"""A condition asks for the flag that was put into the dict last."""

from library.models import Book


def turn_on(flags: dict[str, bool]) -> None:
    flags["full"] = True


async def turned_on() -> str:
    flags = {"full": False}
    flags["full"] = True
    book = await Book.objects.aget(pk=1)
    if flags["full"]:
        return book.author.name  # E: async-unsafe-relation
    return book.title


async def turned_on_for_the_title() -> str:
    flags = {"full": False}
    flags["full"] = True
    book = await Book.objects.aget(pk=1)
    if flags["full"]:
        return book.title
    return book.author.name


async def turned_on_by_a_function() -> str:
    flags = {"full": False}
    turn_on(flags)
    book = await Book.objects.aget(pk=1)
    return book.title if flags["full"] else book.author.name


async def turned_on_under_another_name() -> str:
    flags = {"full": False}
    others = flags
    others["full"] = True
    book = await Book.objects.aget(pk=1)
    return book.author.name if flags["full"] else book.title  # E: async-unsafe-relation


async def turned_off_again() -> str:
    flags = {"full": True, "short": True}
    flags["full"] = False
    book = await Book.objects.aget(pk=1)
    return book.author.name if flags["full"] else book.title


async def turned_on_in_a_loop() -> str:
    flags = {"full": False}
    book = await Book.objects.aget(pk=1)
    for _ in range(2):
        if flags["full"]:
            return book.author.name  # E: async-unsafe-relation
        flags["full"] = True
    return book.title
