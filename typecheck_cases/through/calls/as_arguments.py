"""An argument is evaluated before the call, wherever the call runs."""

from asgiref.sync import sync_to_async
from library.shelves import count_books


async def of_print() -> None:
    print(count_books())  # E: async-unsafe-call "count_books" runs a query


async def of_a_function_in_a_thread() -> None:
    await sync_to_async(print)(count_books())  # E: async-unsafe-call "count_books" runs a query


async def of_a_function_in_a_thread_that_calls_it() -> None:
    await sync_to_async(lambda: print(count_books()))()


async def of_an_f_string() -> str:
    return f"{count_books()} books"  # E: async-unsafe-call "count_books" runs a query


async def of_a_dict() -> dict[str, int]:
    return {"books": count_books()}  # E: async-unsafe-call "count_books" runs a query


async def of_an_awaited_sum() -> int:
    return await sync_to_async(count_books)() + count_books()  # E: async-unsafe-call "count_books"
