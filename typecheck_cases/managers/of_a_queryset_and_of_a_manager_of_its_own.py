"""``OwnManager.from_queryset(Q)()``: a class with a name of Django's module, and the rows of its base."""

# mypy: disable-error-code="no-any-return, no-untyped-call, no-untyped-def"

from library.pupils import Pupil, seed


async def reads_what_is_not_loaded():
    await seed()
    pupil = await Pupil.grown.aget(name="Ann")
    return pupil.room.size  # E: async-unsafe-relation


async def reads_it_behind_a_filter():
    await seed()
    pupil = await Pupil.grown.filter(mark=3).aget()
    return pupil.room.size  # E: async-unsafe-relation


async def loops():
    await seed()
    return [p.room.size async for p in Pupil.grown.filter(mark=3)]  # E: async-unsafe-relation


async def reads_through_a_property() -> str:
    await seed()
    pupil = await Pupil.grown.present().aget(name="Ann")
    return str(pupil.room_name)  # E: async-unsafe-call


async def loads_it():
    await seed()
    pupil = await Pupil.grown.select_related("room").aget(name="Ann")
    return pupil.room.size


async def loads_it_by_a_method():
    await seed()
    pupil = await Pupil.grown.present().with_room().aget(name="Ann")
    return pupil.room.size


async def is_given_it_by_the_manager():
    await seed()
    pupil = await Pupil.furnished.aget(name="Ann")
    return pupil.room.size


async def is_given_it_behind_a_filter():
    await seed()
    return [p.room.size async for p in Pupil.furnished.filter(mark=3)]


async def reads_further_than_the_manager_loads():
    await seed()
    pupil = await Pupil.furnished.aget(name="Ann")
    return str(pupil.room.mentor)  # E: async-unsafe-relation
