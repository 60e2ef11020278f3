"""``writer.anovels``: its rows know the row that they were found by, as Django's do."""

from library.novels import Genre, Novel, Writer


async def knows_the_way_back() -> list[str]:
    writer = await Writer.aobjects.get(pk=2)
    return [novel.writer.name for novel in await writer.anovels]


async def knows_the_way_back_in_a_chain() -> list[str]:
    writer = await Writer.aobjects.get(pk=2)
    return [novel.writer.name async for novel in writer.anovels.filter(pages__gt=0).long()[:2]]


async def knows_only_the_way_back() -> list[str]:
    writer = await Writer.aobjects.get(pk=2)
    return [novel.editor.name for novel in await writer.anovels.all()]  # E: async-unsafe-relation


async def selects_the_other_relation() -> str:
    writer = await Writer.aobjects.get(pk=2)
    novel = await writer.anovels.select_related("editor").earliest("pages")
    return novel.writer.name + novel.editor.name


async def creates_for_the_row() -> str:
    writer = await Writer.aobjects.get(pk=2)
    novel = await writer.anovels.create(title="n", pages=1, editor=writer)
    return novel.writer.name + novel.editor.name


async def knows_no_way_back_of_many_to_many() -> list[str]:
    genre = await Genre.aobjects.get(pk=1)
    return [novel.writer.name for novel in await genre.anovels]  # E: async-unsafe-relation


async def selects_behind_many_to_many() -> list[str]:
    genre = await Genre.aobjects.get(pk=1)
    return [novel.writer.name for novel in await genre.anovels.select_related("writer")]


async def finds_prefetched_rows() -> list[str]:
    writer = await Writer.aobjects.prefetch_related("novels__editor").get(pk=2)
    return [novel.editor.name for novel in await writer.anovels]


async def queries_anew_beside_prefetched_rows() -> list[str]:
    writer = await Writer.aobjects.prefetch_related("novels__editor").get(pk=2)
    return [novel.editor.name for novel in await writer.anovels.filter(pages=100)]  # E: async-unsafe-relation


async def changes_prefetched_rows() -> list[str]:
    novel = await Novel.aobjects.prefetch_related("genres").get(pk=1)
    await novel.agenres.clear()
    return [genre.label for genre in novel.genres.all()]  # E: async-unsafe-iteration


async def asks_and_keeps_prefetched_rows() -> list[str]:
    novel = await Novel.aobjects.prefetch_related("genres").get(pk=1)
    assert await novel.agenres.count() == 1
    return [genre.label for genre in novel.genres.all()]
