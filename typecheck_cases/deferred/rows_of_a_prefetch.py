"""The queryset of a Prefetch decides what its rows have."""

from django.db.models import Prefetch
from library.models import Author, Book


async def reads_a_field_left_out() -> str:
    names = Prefetch("author", Author.objects.only("name"))
    book = await Book.objects.prefetch_related(names).aget(pk=1)
    return book.author.bio  # E: async-unsafe-deferred "bio" of "Author" is deferred


async def reads_the_named_field() -> str:
    names = Prefetch("author", Author.objects.only("name"))
    book = await Book.objects.prefetch_related(names).aget(pk=1)
    return book.author.name
