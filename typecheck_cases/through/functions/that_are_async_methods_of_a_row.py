"""An async method of a model reads what its row lacks: the call that gives such a row is the error."""

# mypy: disable-error-code="no-untyped-call"

import asyncio

from library.pupils import Pupil, Room, seed


async def moves_a_bare_row() -> None:
    await seed()
    pupil = await Pupil.objects.aplain("Ann")
    room = await Room.objects.aget(name="1a")
    await pupil.amove(room)  # E: async-unsafe-call "amove" runs a query: "room" of "Pupil"


async def moves_a_full_row() -> None:
    await seed()
    pupil = await Pupil.objects.afull("Ann")
    room = await Room.objects.aget(name="1a")
    await pupil.amove(room)


async def renames_a_bare_row() -> None:
    await seed()
    pupil = await Pupil.objects.aplain("Ann")
    await pupil.arename("Anne")


async def moves_them_together() -> None:
    await seed()
    room = await Room.objects.aget(name="1a")
    pupils = [pupil async for pupil in Pupil.objects.filter(name="Ann")]
    await asyncio.gather(*[pupil.amove(room) for pupil in pupils])  # E: async-unsafe-call "amove"


async def moves_them_together_after_loading() -> None:
    await seed()
    room = await Room.objects.aget(name="1a")
    pupils = [pupil async for pupil in Pupil.objects.with_room().filter(name="Ann")]
    await asyncio.gather(*[pupil.amove(room) for pupil in pupils])
