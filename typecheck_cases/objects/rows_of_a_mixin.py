"""A mixin fetches rows of whatever model, through whatever hook, its subclass in another module names."""

# mypy: disable-error-code="no-any-return, no-untyped-call, no-untyped-def"

from library.pupils import Pupil, PupilsOf, RoomsOf, seed


class Mentored(PupilsOf):
    def shown(self, row):
        return row.mentor_name


class Named(PupilsOf):
    def shown(self, row):
        return row.room_name


async def reads_what_the_hook_selects() -> str:
    await seed()
    pupil = await PupilsOf().fetch("Ann")
    return pupil.room_name


async def reads_beyond_it() -> str:
    await seed()
    pupil = await PupilsOf().fetch("Ann")
    return pupil.mentor_name  # E: async-unsafe-call "mentor_name" runs a query


async def reads_the_friends() -> list[str]:
    await seed()
    pupil = await PupilsOf().fetch("Ann")
    return pupil.friend_names()  # E: async-unsafe-call "friend_names" runs a query


async def reads_a_row_of_the_default_manager() -> str:
    await seed()
    room = await RoomsOf().fetch("1a")
    return room.mentor.name  # E: async-unsafe-relation "mentor" of "Room"


async def reads_its_columns() -> str:
    await seed()
    room = await RoomsOf().fetch("1a")
    return room.name


async def counts_through_the_mixin() -> int:
    _, total = await RoomsOf().page(Pupil.objects.all())  # E: async-unsafe-call "page" runs a query
    return total


async def counts_what_it_has_iterated() -> int:
    _, total = await RoomsOf().whole(Pupil.objects.all())
    return total


async def shows_by_a_hook_that_needs_more() -> str:
    await seed()
    return await Mentored().show("Ann")  # E: async-unsafe-call "show" runs a query


async def shows_by_a_hook_that_has_enough() -> str:
    await seed()
    return await Named().show("Ann")


async def shows_by_the_hook_of_the_base() -> str:
    await seed()
    return await PupilsOf().show("Ann")
