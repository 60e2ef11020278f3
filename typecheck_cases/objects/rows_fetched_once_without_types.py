"""A method fetches the row that its object has not got yet; nobody has said what the attribute holds."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr, has-type"

from asgiref.sync import sync_to_async
from library.pupils import Pupil, Room, seed


async def a_row_fetched_where_there_is_none():
    class Desk:
        def __init__(self):
            self.pupil = None

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.aget(name="Ann")
            return self.pupil

        async def room(self):
            pupil = await self.load()
            return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"

    await seed()
    await Desk().room()


async def a_full_row_fetched_where_there_is_none():
    class Desk:
        def __init__(self):
            self.pupil = None

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.with_room().aget(name="Ann")
            return self.pupil

        async def room(self):
            pupil = await self.load()
            return pupil.room.name

    await seed()
    await Desk().room()


async def a_row_that_another_method_reads():
    class Desk:
        def __init__(self):
            self.pupil = None

        async def load(self):
            if not self.pupil:
                self.pupil = await Pupil.states.aget(name="Ann")

        async def rename(self):
            await self.load()
            self.pupil.save()  # E: async-unsafe-query

    await seed()
    await Desk().rename()


async def the_names_of_a_base_in_a_subclass():
    class Desk:
        related = ()

        def __init__(self):
            self.pupil = None

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.select_related(*self.related).aget(name="Ann")
            return self.pupil

    class Quick(Desk):
        async def load(self):
            return await super().load() if self.pupil is None else self.pupil

        async def friends(self):
            pupil = await self.load()
            return pupil.friend_names()  # E: async-unsafe-call "friend_names" runs a query

    await seed()
    await Quick().friends()


async def an_attribute_that_is_asked_for():
    class Desk:
        async def load(self):
            if not hasattr(self, "_room"):
                self._room = await Room.objects.aget(name="1a")
            return self._room

        async def pupils(self):
            room = await self.load()
            return room.pupils.count()  # E: async-unsafe-query

    await seed()
    await Desk().pupils()


async def one_that_has_been_given():
    class Desk:
        def __init__(self, pupil=None):
            self.pupil = pupil

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.aget(name="Ann")
            return self.pupil

        async def name(self):
            pupil = await self.load()
            return pupil.name

        async def room(self):
            pupil = await self.load()
            return pupil.room.name

    await seed()
    await Desk(await Pupil.states.with_room().aget(name="Ann")).room()


async def one_that_a_thread_completes():
    class Desk:
        def __init__(self):
            self.pupil = None

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.aget(name="Ann")
                await sync_to_async(lambda: self.pupil.room)()
            return self.pupil

        async def room(self):
            pupil = await self.load()
            return pupil.room.name

    await seed()
    await Desk().room()


async def one_that_is_fetched_in_two_ways():
    class Desk:
        def __init__(self):
            self.pupil = None

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.aget(name="Ann")

        async def load_full(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.with_room().aget(name="Ann")

        async def room(self):
            return self.pupil.room.name

    await seed()
    desk = Desk()
    await desk.load_full()
    await desk.room()


async def a_key_of_one():
    class Desk:
        def __init__(self):
            self.pupil = None

        async def load(self):
            if self.pupil is None:
                self.pupil = await Pupil.states.aget(name="Ann")
            return self.pupil

        async def room(self):
            pupil = await self.load()
            return pupil.room_id, await pupil.friends.acount()

    await seed()
    await Desk().room()


class Board:
    def __init__(self, pupil):
        self.pupil = pupil

    async def reload(self):
        await self.pupil.arefresh_from_db()

    async def reload_mark(self):
        await self.pupil.arefresh_from_db(fields=["mark"])

    async def reload_both(self):
        await self.pupil.arefresh_from_db()
        self.pupil.room = await Room.objects.aget(name="1a")

    async def room(self):
        await self.reload()
        return self.pupil.room.name

    async def room_and_mark(self):
        await self.reload_mark()
        return self.pupil.room.name, self.pupil.mark

    async def room_and_all(self):
        await self.reload_both()
        return self.pupil.room.name


async def one_that_a_method_refreshes():
    await seed()
    board = Board(await Pupil.states.with_room().aget(name="Ann"))
    await board.room()  # E: async-unsafe-call "room" runs a query


async def one_of_which_a_method_refreshes_a_column():
    await seed()
    board = Board(await Pupil.states.with_room().aget(name="Ann"))
    await board.room_and_mark()


async def one_that_is_refreshed_and_loaded_again():
    await seed()
    board = Board(await Pupil.states.with_room().aget(name="Ann"))
    await board.room_and_all()


async def one_that_is_refreshed_by_a_function():
    async def refresh(pupil):
        await pupil.arefresh_from_db()

    await seed()
    pupil = await Pupil.states.with_room().aget(name="Ann")
    await refresh(pupil)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def one_that_a_function_saves():
    async def rename(pupil):
        pupil.name = "Ben"
        await pupil.asave()

    await seed()
    pupil = await Pupil.states.with_room().aget(name="Ann")
    await rename(pupil)
    return pupil.room.name
