"""Recursion ends: what one turn runs, all turns run."""

from library.models import Book, Node


def count_below(pk: int) -> int:
    if pk <= 0:
        return 0
    return count_below(pk - 1) + Book.objects.filter(pk=pk).count()


def count_down(number: int) -> int:
    return 0 if number <= 0 else count_down(number - 1)


def depth(node: Node) -> int:
    parent = node.parent
    return 0 if parent is None else 1 + depth(parent)


async def counts_down() -> int:
    return count_down(3)


async def stops_before_the_first_query() -> int:
    return count_below(0)


async def climbs_from_a_bare_row() -> int:
    node = await Node.objects.aget(pk=2)
    return depth(node)  # E: async-unsafe-call "depth" runs a query


async def climbs_past_what_is_loaded() -> int:
    middle = await Node.objects.acreate(parent=await Node.objects.acreate())
    low = await Node.objects.acreate(parent=middle)
    node = await Node.objects.select_related("parent").aget(pk=low.pk)
    return depth(node)  # E: async-unsafe-call "depth" runs a query
