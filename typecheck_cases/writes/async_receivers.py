"""Saving and deleting in a thread: the event loop runs async receivers, which may read what is not loaded."""

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from library.models import City, Region


@receiver(post_save, sender=City)
async def tell(sender: type[City], instance: City, created: bool, **kwargs: object) -> None:
    if not created:
        assert instance.region.code


@receiver(pre_delete, sender=City)
async def mourn(sender: type[City], instance: City, **kwargs: object) -> None:
    assert instance.region.code


async def saves_a_row() -> None:
    city = await City.objects.afirst()
    assert city is not None
    await city.asave()  # E: async-unsafe-call "tell" runs a query


async def saves_a_row_with_its_region() -> None:
    city = await City.objects.select_related("region").afirst()
    assert city is not None
    await city.asave()


async def saves_a_new_row() -> None:
    region = await Region.objects.afirst()
    assert region is not None
    city = City(region_id=region.code)
    await city.asave()


async def saves_a_row_of_another_model() -> None:
    region = await Region.objects.afirst()
    assert region is not None
    await region.asave()


async def deletes_a_row() -> None:
    city = await City.objects.afirst()
    assert city is not None
    await city.adelete()  # E: async-unsafe-call "mourn" runs a query


async def deletes_a_row_with_its_region() -> None:
    city = await City.objects.select_related("region").afirst()
    assert city is not None
    await city.adelete()
