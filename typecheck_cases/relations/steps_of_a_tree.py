"""A key to the same model that may be empty: a query that names two steps is as deep as the tree."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from library.market import Aisle


def names(aisle):
    found = []
    while aisle is not None:
        found.append(aisle.name)
        aisle = aisle.parent
    return found


async def plant():
    top = await Aisle.objects.acreate(name="All")
    middle = await Aisle.objects.acreate(name="Fruit", parent=top)
    return await Aisle.objects.acreate(name="Pears", parent=middle)


async def goes_up_a_loop():
    aisle = await Aisle.objects.select_related("parent__parent").aget(pk=(await plant()).pk)
    return names(aisle)


async def goes_up_a_property():
    aisle = await Aisle.objects.select_related("parent__parent").aget(pk=(await plant()).pk)
    return aisle.path


async def goes_up_what_was_prefetched():
    aisle = await Aisle.objects.prefetch_related("parent__parent").aget(pk=(await plant()).pk)
    return aisle.path


async def goes_up_a_loop_from_one_step():
    aisle = await Aisle.objects.select_related("parent").aget(pk=(await plant()).pk)
    return names(aisle)  # E: async-unsafe-call "names" runs a query


async def goes_up_a_property_from_nothing():
    aisle = await Aisle.objects.aget(pk=(await plant()).pk)
    return aisle.path  # E: async-unsafe-call "path" runs a query


async def reads_a_second_step():
    aisle = await Aisle.objects.select_related("parent").aget(pk=(await plant()).pk)
    return aisle.parent.parent.name  # E: async-unsafe-relation "parent" of "Aisle"
