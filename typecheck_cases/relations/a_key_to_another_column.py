"""A foreign key to another column than the primary key is loaded, or not, like the others."""

from library.models import City


async def reads_the_row() -> str:
    city = await City.objects.aget(pk=1)
    return city.region.code  # E: async-unsafe-relation "region" of "City" is not loaded


async def reads_the_column() -> str:
    city = await City.objects.aget(pk=1)
    return city.region_id


async def reads_the_loaded_row() -> str:
    city = await City.objects.select_related("region").aget(pk=1)
    return city.region.code
