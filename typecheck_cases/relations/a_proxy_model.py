"""A proxy has the relations of its model."""

from library.models import AuthorProxy


async def reads_the_reverse_row() -> str:
    author = await AuthorProxy.objects.aget(pk=1)
    return author.profile.nick  # E: async-unsafe-relation "profile" of "AuthorProxy" is not loaded


async def reads_the_loaded_reverse_row() -> str:
    author = await AuthorProxy.objects.select_related("profile").aget(pk=1)
    return author.profile.nick
