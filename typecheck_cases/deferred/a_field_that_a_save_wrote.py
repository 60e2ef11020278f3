"""`save` writes the columns that are loaded; where none is, it reads every one to write it."""

from library.models import Author, Gen, Place, Restaurant, Tag


async def saves_nothing_but_the_key() -> str:
    tag = await Tag.objects.only("pk").aget(pk=1)
    await tag.asave()
    return tag.label


async def saves_a_row_whose_only_column_is_deferred() -> str:
    tag = await Tag.objects.defer("label").aget(pk=1)
    await tag.asave(update_fields=None)
    return tag.label


async def saves_the_child_of_another_model() -> str:
    restaurant = await Restaurant.objects.only("pk").aget(pk=1)
    await restaurant.asave()
    return f"{restaurant.name} {restaurant.stars}"


async def saves_a_child_that_its_parent_has() -> str:
    place = await Place.objects.select_related("restaurant").only("restaurant__name").aget(pk=1)
    restaurant = place.restaurant
    await restaurant.asave()
    return restaurant.name  # E: async-unsafe-deferred "name" of "Restaurant" is deferred


async def saves_what_one_column_is_left_of() -> str:
    author = await Author.objects.defer("name").aget(pk=1)
    await author.asave()
    return author.name  # E: async-unsafe-deferred "name" of "Author" is deferred


async def saves_no_field() -> str:
    tag = await Tag.objects.only("pk").aget(pk=1)
    await tag.asave(update_fields=[])
    return tag.label  # E: async-unsafe-deferred "label" of "Tag" is deferred


async def saves_beside_a_column_of_the_database() -> int:
    gen = await Gen.objects.only("pk").aget(pk=1)
    await gen.asave()
    return gen.a  # E: async-unsafe-deferred "a" of "Gen" is deferred


async def saves_after_one_was_assigned() -> str:
    author = await Author.objects.only("pk").aget(pk=1)
    author.bio = "new"
    await author.asave()
    return author.name  # E: async-unsafe-deferred "name" of "Author" is deferred


async def inserts() -> str:
    tag = await Tag.objects.only("pk").aget(pk=1)
    tag.pk, tag.label = 77, "other"
    await tag.asave(force_insert=True)
    return tag.label
