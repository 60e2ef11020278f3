"""`create`, `get_or_create` and `update_or_create` each have an asynchronous twin."""

from library.models import Publisher


async def creates() -> Publisher:
    return Publisher.objects.create(name="new")  # E: async-unsafe-query


async def gets_or_creates() -> tuple[Publisher, bool]:
    return Publisher.objects.get_or_create(name="p1")  # E: async-unsafe-query


async def updates_or_creates() -> tuple[Publisher, bool]:
    return Publisher.objects.update_or_create(name="p1")  # E: async-unsafe-query


async def creates_asynchronously() -> list[Publisher]:
    created = await Publisher.objects.acreate(name="new")
    found, _ = await Publisher.objects.aget_or_create(name="p1")
    updated, _ = await Publisher.objects.aupdate_or_create(name="p1")
    return [created, found, updated]
