"""``aio()`` and ``sync()`` change the colour of a queryset, not its rows."""

from aobjects import AsyncManager, AsyncQuerySet, aio
from library.models import Book
from library.novels import Novel


async def wraps_a_queryset() -> list[str]:
    return [book.author.name for book in await aio(Book.objects.select_related("author"))]


async def wraps_a_queryset_without_authors() -> list[str]:
    return [book.author.name for book in await aio(Book.objects.all())]  # E: async-unsafe-relation


async def wraps_a_manager() -> str:
    book = await aio(Book.objects).get(pk=1)
    return book.author.name  # E: async-unsafe-relation


async def wraps_a_model() -> str:
    book = await AsyncManager(Book).select_related("author").get(pk=1)
    return book.author.name


async def wraps_a_model_without_authors() -> str:
    book = await AsyncManager(Book).get(pk=1)
    return book.author.name  # E: async-unsafe-relation


async def wraps_with_the_class() -> str:
    books = AsyncQuerySet(Book.objects.select_related("author"))
    return (await books.get(pk=1)).author.name


async def leads_back() -> list[str]:
    novels = Novel.aobjects.select_related("writer").sync()
    return [novel.writer.name async for novel in novels]


async def leads_back_to_a_synchronous_loop() -> list[str]:
    novels = Novel.aobjects.order_by("pk").sync()
    return [novel.title for novel in novels]  # E: async-unsafe-iteration


async def leads_back_with_the_rows() -> int:
    novels = Novel.aobjects.order_by("pk")
    assert len(await novels) == 3
    return len(novels.sync())


async def leads_back_from_a_manager() -> int:
    assert len(await Novel.aobjects) == 3
    return len(Novel.aobjects.sync())  # E: async-unsafe-iteration


async def shows_without_a_query() -> str:
    return f"{Novel.aobjects.filter(pages=1)} {Novel.aobjects!r}"


async def is_an_argument_of_another_query() -> list[str]:
    own = Novel.aobjects.filter(pages__gt=0)
    return [novel.writer.name async for novel in Novel.aobjects.filter(pk__in=own).select_related("writer")]
