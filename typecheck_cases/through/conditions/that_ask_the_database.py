"""A feature flag hides a query behind a harmless name."""

from asgiref.sync import sync_to_async
from library.models import Tag


def is_enabled(flag: str) -> bool:
    return Tag.objects.filter(label=flag).exists()


async def asks_in_a_condition() -> str:
    if is_enabled("t1"):  # E: async-unsafe-call "is_enabled" runs a query
        return "new"
    return "old"


async def asks_before_the_condition() -> str:
    enabled = await sync_to_async(is_enabled)("t1")
    return "new" if enabled else "old"


async def asks_in_a_conditional_expression() -> str:
    return "new" if is_enabled("t1") else "old"  # E: async-unsafe-call "is_enabled" runs a query


async def asks_in_an_assertion() -> None:
    assert is_enabled("t1")  # E: async-unsafe-call "is_enabled" runs a query
