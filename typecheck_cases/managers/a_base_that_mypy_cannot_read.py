"""``class Pupils(Manager.from_queryset(Q))``: its methods, and those of its querysets, are run."""

# mypy: disable-error-code="no-any-return, no-untyped-call"

from asgiref.sync import sync_to_async
from library.pupils import Pupil, Room, seed


async def calls_a_method_of_the_manager() -> str:
    await seed()
    return Pupil.objects.by_name("Ann").name  # E: async-unsafe-call "by_name" runs a query


async def calls_it_in_a_thread() -> str:
    await seed()
    pupil = await sync_to_async(Pupil.objects.by_name)("Ann")
    return pupil.name


async def calls_a_method_of_the_queryset_on_the_manager() -> list[str]:
    await seed()
    return Pupil.objects.names()  # E: async-unsafe-call "names" runs a query


async def calls_a_method_of_the_queryset() -> list[str]:
    await seed()
    return Pupil.objects.present().labels()  # E: async-unsafe-call "labels" runs a query


async def calls_a_method_that_calls_another() -> int:
    return Pupil.objects.filter(left=False).total()  # E: async-unsafe-call "total" runs a query


async def calls_an_async_method_of_the_queryset() -> int:
    return await Pupil.objects.filter(left=False).atotal()


async def calls_a_method_after_one_of_the_manager() -> int:
    return Pupil.objects.sorted_by_mark().total()  # E: async-unsafe-call "total" runs a query


async def calls_a_method_that_only_builds() -> list[str]:
    await seed()
    return [pupil.name async for pupil in Pupil.objects.sorted_by_mark().with_room()]


async def takes_what_a_method_returns() -> int:
    await seed()
    best = Pupil.states.present().best()  # E: async-unsafe-call "best" runs a query
    return best.pk if best else 0


async def reads_a_row_of_an_async_method() -> str:
    await seed()
    pupil = await Pupil.objects.aplain("Ann")
    return pupil.room_name  # E: async-unsafe-call "room_name" runs a query: "room" of "Pupil"


async def reads_a_full_row_of_an_async_method() -> str:
    await seed()
    pupil = await Pupil.objects.afull("Ann")
    return pupil.room_name


async def reads_beyond_a_full_row() -> str:
    await seed()
    pupil = await Pupil.objects.afull("Ann")
    return pupil.mentor_name  # E: async-unsafe-call "mentor_name" runs a query


async def reads_what_get_queryset_selects() -> str:
    await seed()
    pupil = await Pupil.roomy.present().aget(name="Ann")
    return pupil.room_name


async def reads_what_get_queryset_orders() -> str:
    await seed()
    pupil = await Pupil.objects.present().aget(name="Ann")
    return pupil.room_name  # E: async-unsafe-call "room_name" runs a query


async def calls_a_method_on_related_rows() -> list[str]:
    await seed()
    room = await Room.objects.aget(name="1a")
    return room.pupils.present().names()  # E: async-unsafe-call "names" runs a query


async def loops_over_related_rows() -> list[str]:
    await seed()
    room = await Room.objects.aget(name="1a")
    return [pupil.name async for pupil in room.pupils.present()]
