"""A one-to-one field behaves like a foreign key."""

from library.models import Profile


async def reads_the_row() -> str:
    profile = await Profile.objects.aget(nick="n1")
    return profile.author.name  # E: async-unsafe-relation "author" of "Profile" is not loaded


async def reads_the_loaded_row() -> str:
    profile = await Profile.objects.select_related("author").aget(nick="n1")
    return profile.author.name


async def reads_the_column() -> int:
    profile = await Profile.objects.aget(nick="n1")
    return profile.author_id
