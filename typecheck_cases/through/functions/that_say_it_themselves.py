"""Django's `async_unsafe` says that async code must not call a function, our `async_safe` that it may."""

from library import marks


async def calls_one_that_is_marked() -> int:
    return marks.legacy()  # E: async-unsafe-call "legacy" runs a query: legacy -> "async_unsafe"


async def calls_one_that_is_marked_with_a_message() -> int:
    return marks.legacy_with_a_word()  # E: async-unsafe-call


async def calls_one_that_is_not_marked() -> int:
    return marks.unmarked_count()  # E: async-unsafe-call


async def calls_one_that_is_said_to_be_safe() -> int:
    return marks.count_missing_at_runtime()
