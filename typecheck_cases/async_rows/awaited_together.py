"""``agather``: each position of its result has the rows of its awaitable."""

from aobjects import agather, concurrent
from library.novels import Novel, Writer


async def two_querysets() -> list[str]:
    novels, writers = await agather(Novel.aobjects.select_related("writer"), Writer.aobjects.all())
    return [novel.writer.name for novel in novels] + [writer.name for writer in writers]


async def two_querysets_without_the_writer() -> list[str]:
    async with concurrent():
        writers, novels = await agather(Writer.aobjects.all(), Novel.aobjects.all())
    assert writers
    return [novel.writer.name for novel in novels]  # E: async-unsafe-relation "writer" of "Novel"


async def a_row_and_a_queryset() -> str:
    novel, novels = await agather(Novel.aobjects.select_related("writer").get(pk=1), Novel.aobjects.all())
    return f"{novel.writer.name} {len(novels)}"


async def a_row_without_the_writer_and_a_queryset() -> str:
    novels, novel = await agather(Novel.aobjects.select_related("writer"), Novel.aobjects.get(pk=1))
    assert novels
    return novel.writer.name  # E: async-unsafe-relation "writer" of "Novel"


async def as_many_as_there_are() -> list[str]:
    novels = await agather(*(Novel.aobjects.get(pk=pk) for pk in (1, 1)))
    return [novel.writer.name for novel in novels]  # E: async-unsafe-relation "writer" of "Novel"


async def as_many_as_there_are_with_writers() -> list[str]:
    novels = await agather(*(Novel.aobjects.select_related("writer").get(pk=pk) for pk in (1, 1)))
    return [novel.writer.name for novel in novels]
