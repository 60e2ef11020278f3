"""The name by which a function is called does not matter."""

import library.shelves
from library import shelves as store
from library.shelves import count_nothing as nothing
from library.shelves import titles as list_titles


async def imported_as() -> list[str]:
    return list_titles()  # E: async-unsafe-call


async def through_the_module() -> list[str]:
    return store.titles()  # E: async-unsafe-call "titles" runs a query


async def through_the_full_name() -> list[str]:
    return library.shelves.titles()  # E: async-unsafe-call "titles" runs a query


async def through_a_variable() -> list[str]:
    load = list_titles
    return load()  # E: async-unsafe-call


async def that_only_names_it() -> str:
    load = list_titles
    return load.__name__


async def imported_as_and_harmless() -> int:
    return nothing()
