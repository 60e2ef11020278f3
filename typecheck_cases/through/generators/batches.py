"""Batches that an async generator makes of the rows of another, and lists of them."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, type-arg"

from library.market import Goods


async def feed(full=False):
    found = Goods.objects.all()
    if full:
        found = found.select_related("aisle")
    async for item in found.aiterator():
        yield item


async def names():
    async for values in Goods.objects.values("name").aiterator():
        yield values


async def batches(source, size=2):
    batch = []
    async for item in source:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def halves(rows):
    return [rows[:1], rows[1:]]


async def each_batch():
    async for batch in batches(feed()):
        print([item.aisle.name for item in batch])  # E: async-unsafe-relation


async def each_full_batch():
    async for batch in batches(feed(True)):
        print([item.aisle.name for item in batch])


async def batches_in_a_list():
    found = [batch async for batch in batches(feed())]
    return [item.aisle.name for batch in found for item in batch]  # E: async-unsafe-relation


async def full_batches_in_a_list():
    found = [batch async for batch in batches(feed(True))]
    return [item.aisle.name for batch in found for item in batch]


async def batches_that_are_appended():
    found = []
    async for batch in batches(feed()):
        found.append(batch)
    return [item.aisle.name for batch in found for item in batch]  # E: async-unsafe-relation


async def full_batches_that_are_appended():
    found = []
    async for batch in batches(feed(True)):
        found.append(batch)
    return [item.aisle.name for batch in found for item in batch]


async def the_first_of_the_first():
    found = [batch async for batch in batches(feed())]
    return found[0][0].aisle.name  # E: async-unsafe-relation


async def the_first_of_the_first_full():
    found = [batch async for batch in batches(feed(True))]
    return found[0][0].aisle.name


async def a_list_in_a_list():
    found = [[item async for item in Goods.objects.all()]]
    return found[0][0].aisle.name  # E: async-unsafe-relation


async def a_list_in_a_list_full():
    found = [[item async for item in Goods.objects.select_related("aisle")]]
    return found[0][0].aisle.name


async def lists_by_name():
    found = {"all": [item async for item in Goods.objects.all()]}
    return found["all"][0].aisle.name  # E: async-unsafe-relation


async def the_columns_of_rows():
    return [values["name"] async for values in names()]
