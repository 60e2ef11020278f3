"""`defer` leaves out the named fields and loads the others."""

from library.models import Author


async def reads_the_deferred_field() -> str:
    author = await Author.objects.defer("bio").aget(pk=1)
    return author.bio  # E: async-unsafe-deferred "bio" of "Author" is deferred


async def reads_another_field() -> str:
    author = await Author.objects.defer("bio").aget(pk=1)
    return author.name


async def takes_the_deferral_back() -> str:
    author = await Author.objects.defer("bio").defer(None).aget(pk=1)
    return author.bio
