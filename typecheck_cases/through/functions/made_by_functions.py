"""A nested function runs where it is called: inside the function, or later, or never."""

from library.shelves import count_inside, counter


async def makes_the_counter() -> str:
    return counter().__name__


async def calls_what_calls_its_own() -> int:
    return count_inside()  # E: async-unsafe-call "count_inside" runs a query
