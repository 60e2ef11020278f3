"""An attribute that begins as ``None`` holds the row that an awaited method has put there."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr"

from django.shortcuts import aget_object_or_404
from library.pupils import Pupil, seed


class Desk:
    def __init__(self):
        self.pupil = None

    async def load(self):
        self.pupil = await aget_object_or_404(Pupil, name="Ann")

    async def load_fully(self):
        self.pupil = await aget_object_or_404(Pupil.objects.with_room(), name="Ann")


async def reads_a_bare_row():
    await seed()
    desk = Desk()
    await desk.load()
    return desk.pupil.room_name  # E: async-unsafe-call "room_name" runs a query


async def reads_a_full_row():
    await seed()
    desk = Desk()
    await desk.load_fully()
    return desk.pupil.room_name


async def reads_its_column():
    await seed()
    desk = Desk()
    await desk.load()
    return desk.pupil.name
