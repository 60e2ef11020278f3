"""Recursion ends: what one turn runs, all turns run."""

from library.models import Node
from library.shelves import count_below, count_down, depth


async def counts_down() -> int:
    return count_down(3)


async def stops_before_the_first_query() -> int:
    return count_below(0)


async def climbs_from_a_bare_row() -> int:
    node = await Node.objects.aget(pk=2)
    return depth(node)  # E: async-unsafe-call "depth" runs a query


async def climbs_past_what_is_loaded() -> int:
    node = await Node.objects.select_related("parent").aget(pk=3)
    return depth(node)  # E: async-unsafe-call "depth" runs a query
