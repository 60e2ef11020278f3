"""Wherever an expression may stand, a call in it runs."""

from library.models import Book
from library.shelves import count_books, titles


def first_title() -> str:
    book = Book.objects.first()
    return book.title if book is not None else ""


async def in_a_loop_head() -> list[str]:
    found = []
    for title in titles():  # E: async-unsafe-call "titles" runs a query
        found.append(title)
    return found


async def in_a_while_head() -> int:
    turns = 0
    while count_books() > 100:  # E: async-unsafe-call "count_books" runs a query
        turns += 1
    return turns


async def in_a_match() -> str:
    match first_title():  # E: async-unsafe-call "first_title" runs a query
        case "":
            return "none"
        case title:
            return title


async def behind_an_and() -> bool:
    wanted = len("wanted") > 0
    return wanted and count_books() > 1  # E: async-unsafe-call "count_books" runs a query


async def in_a_walrus() -> int:
    if (number := count_books()) > 1:  # E: async-unsafe-call "count_books" runs a query
        return number
    return 0


async def in_a_slice() -> str:
    return "books"[: count_books()]  # E: async-unsafe-call "count_books" runs a query


async def in_a_return_of_two() -> tuple[int, str]:
    return 1, first_title()  # E: async-unsafe-call "first_title" runs a query


async def on_a_line_that_is_never_reached() -> int:
    number = 3
    if number > 7:
        return 0
    return number
