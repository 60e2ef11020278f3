"""``await novel.awriter`` loads the relation: the row has its writer from then on."""

from aobjects import afetch, related
from library.novels import Contract, Novel, Writer


async def awaits_the_relation() -> str:
    novel = await Novel.aobjects.get(pk=1)
    writer = await novel.awriter
    return writer.name + novel.writer.name


async def awaits_another() -> str:
    novel = await Novel.aobjects.get(pk=1)
    editor = await novel.aeditor
    return editor.name + novel.writer.name  # E: async-unsafe-relation "writer" of "Novel" is not loaded


async def awaits_what_lies_behind() -> str:
    novel = await Novel.aobjects.get(pk=1)
    teacher = await (await novel.awriter).ateacher
    assert teacher is not None
    return teacher.name + (novel.writer.teacher.name if novel.writer.teacher else "")


async def awaits_the_first_step_only() -> str:
    novel = await Novel.aobjects.get(pk=1)
    await novel.awriter
    return novel.writer.teacher.name if novel.writer.teacher else ""  # E: async-unsafe-relation


async def awaits_the_other_side() -> str:
    writer = await Writer.aobjects.get(pk=2)
    contract = await writer.acontract
    return contract.writer.name + str(writer.contract.pk)


async def reads_the_other_side() -> int:
    writer = await Writer.aobjects.get(pk=2)
    return writer.contract.pk  # E: async-unsafe-relation


async def fetches_for_all() -> list[str]:
    novels = await Novel.aobjects.all()
    await afetch(novels, "writer__teacher")
    return [novel.writer.teacher.name for novel in novels if novel.writer.teacher]


async def fetches_too_little() -> list[str]:
    novels = await Novel.aobjects.all()
    await afetch(novels, "writer")
    return [novel.editor.name for novel in novels]  # E: async-unsafe-relation


async def names_the_relation() -> str:
    contract = await Contract.aobjects.get(pk=1)
    await related(contract, Contract.writer)
    return contract.writer.name


async def calls_a_method_that_awaits() -> str:
    novel = await Novel.aobjects.get(pk=1)
    return await novel.signature()
