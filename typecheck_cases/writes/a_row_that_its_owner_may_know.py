"""``aget_or_create(author=author)`` gives a new row of a one-to-one relation to its author, too."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

from asgiref.sync import sync_to_async
from library.novels import Contract, Writer


async def made_for_a_new_owner() -> int:
    writer = await Writer.objects.acreate(name="new")
    await Contract.objects.aget_or_create(writer=writer)
    return writer.contract.pk


async def made_or_updated_for_a_new_owner() -> int:
    writer = await Writer.objects.acreate(name="new")
    await Contract.objects.aupdate_or_create(writer=writer, defaults={})
    return writer.contract.pk


def sign(writer):
    return Contract.objects.get_or_create(writer=writer, defaults={})


async def made_in_a_thread():
    writer = await Writer.objects.acreate(name="new")
    await sync_to_async(sign)(writer)
    return writer.contract.pk


async def made_in_a_loop() -> list[int]:
    writers = [await Writer.objects.acreate(name=name) for name in "ab"]
    for writer in writers:
        await Contract.objects.aget_or_create(writer=writer)
    return [writer.contract.pk for writer in writers]


async def made_for_another_one() -> int:
    writer, other = await Writer.objects.acreate(name="new"), await Writer.objects.acreate(name="other")
    await Contract.objects.acreate(writer_id=writer.pk)
    await Contract.objects.aget_or_create(writer=other)
    return writer.contract.pk  # E: async-unsafe-relation "contract" of "Writer"


async def made_by_its_key() -> int:
    writer = await Writer.objects.acreate(name="new")
    await Contract.objects.aget_or_create(writer_id=writer.pk)
    return writer.contract.pk  # E: async-unsafe-relation "contract" of "Writer"
