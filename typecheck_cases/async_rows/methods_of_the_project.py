"""What the project's own managers and querysets load is known on the async side, too."""

from library.novels import LongNovel, Novel, Review


async def selects_in_a_method() -> list[str]:
    return [novel.writer.name for novel in await Novel.aobjects.with_writer()]


async def selects_in_a_method_of_a_chain() -> list[str]:
    novels = Novel.aobjects.filter(pages__gt=0).with_writer().order_by("pages")
    return [novel.writer.name async for novel in novels]


async def selects_nothing() -> list[str]:
    return [novel.writer.name for novel in await Novel.aobjects.long()]  # E: async-unsafe-relation


async def selects_something_else() -> str:
    novel = await Novel.aobjects.with_writer().get(pk=1)
    return novel.editor.name  # E: async-unsafe-relation


async def runs_in_the_thread() -> list[str]:
    return await Novel.aobjects.signatures()


async def takes_the_row_that_a_method_found() -> str:
    novel = await Novel.aobjects.longest_with_writer()
    return novel.writer.name if novel else ""


async def selects_in_the_manager() -> list[str]:
    return [review.novel.title for review in await Review.aobjects.all()]


async def selects_in_the_manager_for_a_relation() -> list[str]:
    novel = await Novel.aobjects.get(pk=1)
    return [review.novel.title async for review in novel.areviews]


async def asks_for_more_than_the_manager_selects() -> list[str]:
    return [review.critic.name for review in await Review.aobjects.all()]  # E: async-unsafe-relation


async def has_a_class_of_its_own() -> list[str]:
    return [novel.writer.name for novel in await LongNovel.aobjects.long().with_writer()]


async def has_a_class_of_its_own_that_selects_nothing() -> list[str]:
    return [novel.writer.name for novel in await LongNovel.aobjects.long()]  # E: async-unsafe-relation
