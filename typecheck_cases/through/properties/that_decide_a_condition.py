"""What a property says of a column that may be null is known by the row alone: either way may be gone."""

# mypy: disable-error-code="no-any-return, no-untyped-call"

from library.pupils import Pupil, seed


async def reads_behind_a_property() -> float | None:
    await seed()
    pupil = await Pupil.objects.present().aget(name="Ann")
    if not pupil.is_marked:
        return None
    return pupil.share  # E: async-unsafe-call "share" runs a query: "room" of "Pupil"


async def reads_behind_a_property_what_is_selected() -> float | None:
    await seed()
    pupil = await Pupil.objects.with_room().aget(name="Ann")
    if not pupil.is_marked:
        return None
    return pupil.share


async def counts_behind_a_property() -> int:
    await seed()
    pupil = await Pupil.objects.present().aget(name="Ann")
    if pupil.is_marked:
        return await Pupil.objects.atotal()
    return 0


async def reads_under_a_property() -> str:
    await seed()
    pupil = await Pupil.objects.present().aget(name="Ann")
    if pupil.is_marked:
        return pupil.room_name  # E: async-unsafe-call "room_name" runs a query
    return ""
