"""Rows in tuples of which mypy knows nothing stay the rows that they are."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return"

from library.pupils import Pupil, Room, seed


async def pairs_rows_with_their_names():
    await seed()
    pairs = [(pupil, pupil.name) async for pupil in Pupil.objects.present()]
    return [pupil.room_name for pupil, _ in pairs]  # E: async-unsafe-call "room_name" runs a query


async def pairs_full_rows_with_their_names():
    await seed()
    pairs = [(pupil, pupil.name) async for pupil in Pupil.objects.with_room()]
    return [pupil.room_name for pupil, _ in pairs]


async def keeps_pairs_in_a_dict():
    await seed()
    pairs = {pupil.name: (pupil, 1) async for pupil in Pupil.objects.present()}
    pupil, _ = pairs["Ann"]
    return pupil.room_name  # E: async-unsafe-call "room_name" runs a query


async def takes_the_name_of_a_pair():
    await seed()
    pairs = [(pupil, pupil.name) async for pupil in Pupil.objects.present()]
    return [name for _, name in pairs]


async def creates_rows_in_bulk():
    await seed()
    room = await Room.objects.aget(name="1a")
    pupils = await Pupil.objects.abulk_create([Pupil(name=name, room_id=room.pk) for name in ("C", "D")])
    return [pupil.room_name for pupil in pupils]  # E: async-unsafe-call "room_name" runs a query


async def creates_full_rows_in_bulk():
    await seed()
    room = await Room.objects.aget(name="1a")
    pupils = await Pupil.objects.abulk_create([Pupil(name=name, room=room) for name in ("C", "D")])
    return [pupil.room_name for pupil in pupils]
