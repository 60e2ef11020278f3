"""A function that may return before its query is not known to run it."""

from library.shelves import titles


def titles_cached(known: list[str] | None) -> list[str]:
    if known is not None:
        return known
    return titles()


async def knows_the_titles() -> list[str]:
    return titles_cached(["b0"])


async def asks_for_them() -> list[str]:
    return titles()  # E: async-unsafe-call "titles" runs a query
