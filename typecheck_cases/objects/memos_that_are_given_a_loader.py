"""A cache that is told by its callers how to load what it has not got yet."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, var-annotated"

from library.pupils import Pupil, Room, seed


class Memo:
    def __init__(self):
        self.data = {}

    async def get(self, key, loader):
        if key not in self.data:
            self.data[key] = await loader(key)
        return self.data[key]

    def clear(self):
        self.data.clear()


class Patient(Memo):
    async def get(self, key, loader):
        try:
            return self.data[key]
        except KeyError:
            self.data[key] = await loader(key)
            return self.data[key]


class Short:
    def __init__(self):
        self.found = {}

    async def find(self, key, loader):
        row = self.found.get(key)
        if row is None:
            row = self.found[key] = await loader(key)
        return row


class Several:
    def __init__(self):
        self.kept = {}

    async def find(self, key, loader):
        if key not in self.kept:
            self.kept[key] = [row async for row in loader(key)]
        return self.kept[key]


class OnTheClass:
    kept = {}  # noqa: RUF012

    @classmethod
    async def find(cls, key, loader):
        if key not in cls.kept:
            cls.kept[key] = await loader(key)
        return cls.kept[key]


pupils = Memo()
patient = Patient()
short = Short()
several = Several()
_rows = {}


async def kept(key, loader):
    if key not in _rows:
        _rows[key] = await loader(key)
    return _rows[key]


def memoized(function):
    found = {}

    async def inner(*args):
        if args not in found:
            found[args] = await function(*args)
        return found[args]

    return inner


@memoized
async def by_name(name):
    return await Pupil.objects.aget(name=name)


@memoized
async def full_by_name(name):
    return await Pupil.objects.select_related("room").aget(name=name)


async def _pupil(name):
    return await Pupil.objects.aget(name=name)


async def _full(name):
    return await Pupil.objects.select_related("room").aget(name=name)


async def _room(name):
    return await Room.objects.aget(name=name)


async def a_row():
    await seed()
    pupil = await pupils.get("Ann", _pupil)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def a_full_row():
    await seed()
    pupil = await pupils.get("Bob", _full)
    return pupil.room


async def a_relation_of_the_room_of_a_full_row():
    await seed()
    pupils.clear()
    pupil = await pupils.get("Ann", _full)
    return pupil.room.mentor  # E: async-unsafe-relation "mentor" of "Room"


async def rows_of_two_models():
    await seed()
    memo = Memo()
    room = await memo.get("1a", _room)
    pupil = await memo.get("Ann", _full)
    return room.name, pupil.room.name


async def a_full_row_of_a_cache_of_its_own():
    await seed()
    memo = Memo()
    pupil = await memo.get("Ann", _full)
    return pupil.room.name


async def a_row_of_a_cache_of_its_own():
    await seed()
    memo = Memo()
    pupil = await memo.get("Ann", _pupil)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def a_row_asked_first():
    await seed()
    pupil = await patient.get("Ann", _pupil)
    return pupil.room_name  # E: async-unsafe-call "room_name" runs a query


async def a_full_row_asked_first():
    await seed()
    pupil = await patient.get("Bob", _full)
    return pupil.room_name


async def a_row_looked_up():
    await seed()
    pupil = await short.find("Ann", _pupil)
    return pupil.friend_names()  # E: async-unsafe-call


async def a_full_row_looked_up():
    await seed()
    pupil = await short.find("Bob", _full)
    return pupil.room_name


async def rows():
    await seed()
    found = await several.find("Ann", lambda name: Pupil.objects.filter(name=name))
    return [pupil.room.name for pupil in found]  # E: async-unsafe-relation "room" of "Pupil"


async def full_rows():
    await seed()
    found = await several.find("Bob", lambda name: Pupil.objects.filter(name=name).select_related("room"))
    return [pupil.room_name for pupil in found]


async def a_row_on_the_class():
    await seed()
    pupil = await OnTheClass.find("Ann", _pupil)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def a_full_row_on_the_class():
    await seed()
    pupil = await OnTheClass.find("Bob", _full)
    return pupil.room


async def a_row_in_the_module():
    await seed()
    pupil = await kept("Ann", _pupil)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def a_full_row_in_the_module():
    await seed()
    pupil = await kept("Bob", _full)
    return pupil.room


async def a_row_of_a_decorator():
    await seed()
    pupil = await by_name("Ann")
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def a_full_row_of_a_decorator():
    await seed()
    pupil = await full_by_name("Ann")
    return pupil.room.name


async def a_row_under_another_key(one, other):
    found = {}
    found[one] = await _pupil("Ann")
    if other not in found:
        found[other] = await _full("Bob")
    return found[other].name


async def a_key_that_stands_for_another_one():
    await seed()
    found = dict([("Bob", await _full("Bob"))])
    name = "Ann"
    if name not in found:
        found[name] = await _pupil(name)
    name = "Bob"
    return found[name].room


async def a_row_that_is_replaced():
    class Desk:
        def __init__(self):
            self.rows = {}

        async def fill(self, name):
            self.rows[name] = await _full(name)

        async def room(self, name):
            self.rows[name] = await _pupil(name)
            await self.fill(name)
            return self.rows[name].room.name

    await seed()
    await Desk().room("Ann")


async def a_list_that_grows():
    await seed()
    found = {}
    for name in ("Ann", "Bob"):
        if name not in found:
            found[name] = []
        found[name].append(await _pupil(name))
    return [pupil.room_name for rows in found.values() for pupil in rows]  # E: async-unsafe-call "room_name"


async def one_that_is_looked_up_and_left():
    async def find(name):
        if name in kept_by_name:
            return kept_by_name[name]
        pupil = await _pupil(name)
        kept_by_name[name] = pupil
        return pupil

    await seed()
    kept_by_name = dict([])
    pupil = await find("Ann")
    return pupil.friend_names()  # E: async-unsafe-call "friend_names" runs a query


async def a_full_one_that_is_looked_up_and_left():
    async def find(name):
        if name in kept_by_name:
            return kept_by_name[name]
        pupil = await _full(name)
        kept_by_name[name] = pupil
        return pupil

    await seed()
    kept_by_name = dict([])
    pupil = await find("Ann")
    return pupil.room.name


async def rows_of_two_loaders_in_the_module():
    await seed()
    _rows.clear()
    one = await kept("Ann", _pupil)
    other = await kept("Bob", _full)
    return one.name, other.room


async def the_row_of_the_only_loader_in_the_module():
    await seed()
    _rows.clear()
    pupil = await kept("Ann", _pupil)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"
