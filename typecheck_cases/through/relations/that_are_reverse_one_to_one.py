"""The profile of an author is a query of its own."""

from library.models import Author
from library.rendering import nick


async def gives_a_bare_row() -> str:
    author = await Author.objects.aget(pk=1)
    return nick(author)  # E: async-unsafe-call "nick" runs a query


async def gives_a_loaded_row() -> str:
    author = await Author.objects.select_related("profile").aget(pk=1)
    return nick(author)
