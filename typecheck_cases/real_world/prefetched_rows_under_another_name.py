"""`Prefetch(to_attr=...)` keeps rows in a list; a reverse one-to-one is there when it was prefetched."""

from django.db.models import Prefetch
from library.models import Author, Book, Chapter


async def reads_the_list() -> list[int]:
    chapters = Prefetch(
        "chapters", queryset=Chapter.objects.select_related("book__author"), to_attr="pages_of"
    )
    book = await Book.objects.prefetch_related(chapters).aget(pk=1)
    return [len(chapter.book.author.name) for chapter in book.pages_of]


async def reads_more_than_the_inner_query_selects() -> None:
    chapters = Prefetch("chapters", queryset=Chapter.objects.order_by("number"), to_attr="pages_of")
    book = await Book.objects.prefetch_related(chapters).aget(pk=1)
    for chapter in book.pages_of:
        print(chapter.book.author.name)  # E: async-unsafe-relation "author" of "Book"


async def reads_the_manager_instead_of_the_list() -> None:
    chapters = Prefetch("chapters", queryset=Chapter.objects.all(), to_attr="pages_of")
    book = await Book.objects.prefetch_related(chapters).aget(pk=1)
    for chapter in book.chapters.all():  # E: async-unsafe-iteration
        print(chapter.number)


async def reads_a_prefetched_profile() -> str:
    author = await Author.objects.prefetch_related("profile").aget(pk=1)
    return author.profile.nick


async def reads_a_profile_that_is_not_there() -> str:
    author = await Author.objects.prefetch_related("books").aget(pk=1)
    return author.profile.nick  # E: async-unsafe-relation "profile" of "Author"
