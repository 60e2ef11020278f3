"""Rows that were asked for without a parent have none: reading it asks nobody."""

# mypy: allow-untyped-defs, allow-untyped-calls, allow-any-generics
# mypy: disable-error-code="no-any-return, misc, union-attr, index, var-annotated"

from django.shortcuts import aget_list_or_404, aget_object_or_404
from library.market import Aisle


async def gets_a_root():
    aisle = await Aisle.objects.aget(parent=None)
    return aisle.path


async def gets_a_root_by_isnull():
    aisle = await Aisle.objects.aget(parent__isnull=True)
    return aisle.parent


async def gets_any():
    aisle = await Aisle.objects.aget(pk=2)
    return aisle.path  # E: async-unsafe-call


async def gets_one_that_has_a_parent():
    aisle = await Aisle.objects.aget(parent__isnull=False)
    return aisle.path  # E: async-unsafe-call


async def finds_a_root():
    aisle = await aget_object_or_404(Aisle, name="hall", parent__isnull=True)
    return aisle.path


async def finds_a_root_of_a_queryset():
    aisle = await aget_object_or_404(Aisle.objects.order_by("pk"), parent=None)
    return aisle.path


async def finds_any():
    aisle = await aget_object_or_404(Aisle.objects.order_by("pk"), name="shelf")
    return aisle.path  # E: async-unsafe-call


async def lists_roots():
    return [aisle.parent for aisle in await aget_list_or_404(Aisle, parent=None)]


async def lists_all():
    return [aisle.parent for aisle in await aget_list_or_404(Aisle)]  # E: async-unsafe-relation


async def asks_for_the_key_of_a_root():
    aisle = await Aisle.objects.aget(parent=None)
    return aisle.parent.name if aisle.parent_id else ""
