"""The reverse side has no column: only a loaded row answers, and a load through it sets both sides."""

from library.models import Author


async def reads_the_reverse_row() -> str:
    author = await Author.objects.aget(pk=1)
    return author.profile.nick  # E: async-unsafe-relation "profile" of "Author" is not loaded


async def reads_the_selected_row() -> str:
    author = await Author.objects.select_related("profile").aget(pk=1)
    return author.profile.nick


async def reads_the_prefetched_row() -> str:
    author = await Author.objects.prefetch_related("profile").aget(pk=1)
    return author.profile.nick


async def reads_back_to_where_it_came_from() -> str:
    author = await Author.objects.select_related("profile").aget(pk=1)
    return author.profile.author.name
