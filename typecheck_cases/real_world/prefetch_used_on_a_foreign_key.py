"""`prefetch_related` on a foreign key costs a query more than `select_related`, and is correct."""

from library.models import Author, Book


async def prefetches_forward() -> list[str]:
    books = Book.objects.prefetch_related("author", "author__publisher").order_by("pk")
    return [f"{book.author.name} {book.author.publisher}" async for book in books]


async def prefetches_a_reverse_one_to_one() -> str:
    author = await Author.objects.prefetch_related("profile").aget(pk=1)
    return author.profile.nick


async def prefetches_less_than_it_reads() -> list[str]:
    books = Book.objects.prefetch_related("author").order_by("pk")
    return [str(book.author.publisher) async for book in books]  # E: async-unsafe-relation "publisher"
