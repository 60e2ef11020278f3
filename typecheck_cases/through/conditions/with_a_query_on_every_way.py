"""What runs on every way through a function is its query."""

import asyncio

from library.shelves import count_after_a_branch, count_either, count_in_a_loop


async def after_a_branch() -> int:
    return count_after_a_branch(False)  # E: async-unsafe-call "count_after_a_branch"


async def in_threads() -> int:
    return await asyncio.to_thread(count_either, True) + await asyncio.to_thread(count_in_a_loop)
