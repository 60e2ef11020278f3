"""What a query on ``aobjects`` loads, its rows have; whichever way it is awaited."""

from library.novels import Genre, Novel, Writer


async def awaits_one_row() -> str:
    novel = await Novel.aobjects.select_related("writer").get(pk=1)
    return novel.writer.name


async def awaits_one_row_without_its_writer() -> str:
    novel = await Novel.aobjects.get(pk=1)
    return novel.writer.name  # E: async-unsafe-relation "writer" of "Novel" is not loaded


async def awaits_a_row_that_may_be_missing() -> str:
    novel = await Novel.aobjects.select_related("editor").first()
    return novel.editor.name if novel else ""


async def awaits_a_row_that_may_be_missing_without_its_writer() -> str:
    novel = await Novel.aobjects.select_related("editor").last()
    return novel.writer.name if novel else ""  # E: async-unsafe-relation


async def awaits_the_list() -> list[str]:
    return [novel.writer.name for novel in await Novel.aobjects.select_related("writer").order_by("pk")]


async def awaits_the_list_without_writers() -> list[str]:
    novels = await Novel.aobjects.order_by("pk")
    return [novel.writer.name for novel in novels]  # E: async-unsafe-relation


async def loops() -> list[str]:
    found = []
    async for novel in Novel.aobjects.select_related("writer__teacher"):
        teacher = novel.writer.teacher
        found.append(teacher.name if teacher else "")
    return found


async def loops_over_the_manager() -> list[str]:
    return [novel.editor.name async for novel in Novel.aobjects]  # E: async-unsafe-relation


async def takes_an_item() -> str:
    novels = Novel.aobjects.select_related("writer").order_by("pk")
    return (await novels[0]).writer.name + (await novels.item(1)).writer.name


async def takes_an_item_without_its_writer() -> str:
    novel = await Novel.aobjects.order_by("pk")[0]
    return novel.writer.name  # E: async-unsafe-relation


async def takes_a_slice() -> list[str]:
    return [novel.writer.name for novel in await Novel.aobjects.select_related("writer").order_by("pk")[:2]]


async def takes_a_slice_without_writers() -> list[str]:
    novels = Novel.aobjects.order_by("pk")[1:]
    return [novel.writer.name async for novel in novels]  # E: async-unsafe-relation


async def streams() -> list[str]:
    novels = Novel.aobjects.select_related("writer").iterator(chunk_size=2)
    return [novel.writer.name async for novel in novels]


async def streams_without_writers() -> list[str]:
    novels = [novel async for novel in Novel.aobjects.iterator(chunk_size=2)]
    return [novel.writer.name for novel in novels]  # E: async-unsafe-relation


async def finds_by_key() -> str:
    novels = await Novel.aobjects.select_related("writer").in_bulk([1, 2])
    return novels[1].writer.name


async def finds_by_key_without_writers() -> str:
    novels = await Novel.aobjects.in_bulk([1, 2])
    return novels[1].writer.name  # E: async-unsafe-relation


async def creates() -> str:
    writer = await Writer.aobjects.create(name="w3")
    novel = await Novel.aobjects.create(title="n", pages=1, writer=writer, editor_id=1)
    return novel.writer.name


async def creates_by_key() -> str:
    novel = await Novel.aobjects.create(title="n", pages=1, writer_id=1, editor_id=1)
    return novel.writer.name  # E: async-unsafe-relation


async def prefetches() -> list[str]:
    novel = await Novel.aobjects.prefetch_related("genres").get(pk=1)
    return [genre.label for genre in novel.genres.all()]


async def prefetches_nothing() -> list[str]:
    novel = await Novel.aobjects.get(pk=1)
    return [genre.label for genre in novel.genres.all()]  # E: async-unsafe-iteration


async def prefetches_behind_a_relation() -> list[str]:
    genre = await Genre.aobjects.prefetch_related("novels__writer").get(pk=1)
    return [novel.writer.name for novel in genre.novels.all()]


async def prefetches_not_far_enough() -> list[str]:
    genre = await Genre.aobjects.prefetch_related("novels").get(pk=1)
    return [novel.writer.name for novel in genre.novels.all()]  # E: async-unsafe-relation


async def leaves_a_field_out() -> int:
    novel = await Novel.aobjects.only("title").get(pk=1)
    return novel.pages  # E: async-unsafe-deferred


async def leaves_another_field_out() -> int:
    novel = await Novel.aobjects.defer("title").get(pk=1)
    return novel.pages


async def combines() -> list[str]:
    novels = Novel.aobjects.select_related("writer").filter(pk=1) | Novel.aobjects.filter(pk=2)
    return [novel.writer.name async for novel in novels]


async def combines_the_other_way() -> list[str]:
    novels = Novel.aobjects.filter(pk=1) | Novel.aobjects.select_related("writer").filter(pk=2)
    return [novel.writer.name async for novel in novels]  # E: async-unsafe-relation
