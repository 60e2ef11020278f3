"""From the parent's row to the child's row is a reverse one-to-one; inherited fields came with the child."""

from library.models import Place, Restaurant


async def reads_the_child() -> int:
    place = await Place.objects.aget(name="r1")
    return place.restaurant.stars  # E: async-unsafe-relation "restaurant" of "Place" is not loaded


async def reads_the_loaded_child() -> int:
    place = await Place.objects.select_related("restaurant").aget(name="r1")
    return place.restaurant.stars


async def reads_an_inherited_field() -> str:
    restaurant = await Restaurant.objects.aget(stars=3)
    return restaurant.name
