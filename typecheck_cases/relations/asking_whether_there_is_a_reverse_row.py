"""`hasattr` on a reverse one-to-one reads it."""

from library.models import Author


async def asks_with_hasattr() -> bool:
    author = await Author.objects.aget(pk=2)
    return hasattr(author, "profile")  # E: async-unsafe-relation "profile" of "Author" is not loaded


async def asks_for_a_loaded_row() -> bool:
    author = await Author.objects.select_related("profile").aget(pk=2)
    return hasattr(author, "profile")


async def asks_the_database() -> bool:
    return await Author.objects.filter(pk=2, profile__isnull=False).aexists()
