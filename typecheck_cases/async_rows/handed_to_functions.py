"""Functions that take and return what comes from ``aobjects``."""

import asyncio

from aobjects import AsyncQuerySet
from library.novels import Novel, Writer


async def find(pk: int) -> Novel:
    return await Novel.aobjects.select_related("writer").get(pk=pk)


async def find_bare(pk: int) -> Novel:
    return await Novel.aobjects.get(pk=pk)


def with_writers() -> AsyncQuerySet[Novel, Novel]:
    return Novel.aobjects.select_related("writer")


def all_of_them() -> AsyncQuerySet[Novel, Novel]:
    return Novel.aobjects.order_by("pk")


async def name_of(novel: Novel) -> str:
    return (await novel.awriter).name


async def names(novels: AsyncQuerySet[Novel, Novel]) -> list[str]:
    return [novel.writer.name for novel in await novels.select_related("writer")]


async def takes_a_row() -> str:
    return (await find(1)).writer.name


async def takes_a_bare_row() -> str:
    return (await find_bare(1)).writer.name  # E: async-unsafe-relation


async def takes_a_queryset() -> list[str]:
    return [novel.writer.name for novel in await with_writers().filter(pages__gt=0)]


async def takes_a_bare_queryset() -> list[str]:
    return [novel.writer.name for novel in await all_of_them()]  # E: async-unsafe-relation


async def gives_a_row() -> str:
    novel = await Novel.aobjects.get(pk=1)
    return await name_of(novel)


async def gives_a_queryset() -> list[str]:
    return await names(Novel.aobjects.all())


async def waits_for_two() -> str:
    novel, writer = await asyncio.gather(
        Novel.aobjects.select_related("writer").get(pk=1), Writer.aobjects.get(pk=1)
    )
    return novel.writer.name + writer.name


async def waits_for_two_without_the_writer() -> str:
    novel, writer = await asyncio.gather(Novel.aobjects.get(pk=1), Writer.aobjects.get(pk=1))
    return writer.name + novel.writer.name  # E: async-unsafe-relation


async def chooses() -> list[str]:
    novels = Novel.aobjects.order_by("pk")
    if await novels.exists():
        novels = novels.select_related("writer")
    else:
        novels = novels.exclude(pages=100).prefetch_related("writer")
        print("none")
    return [novel.writer.name async for novel in novels]


async def chooses_on_one_way_only() -> list[str]:
    novels = Novel.aobjects.order_by("pk")
    if await novels.count() > 100:
        novels = novels.select_related("writer")
    return [novel.writer.name async for novel in novels]  # E: async-unsafe-relation
