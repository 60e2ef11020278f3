"""What is called that was handed on: a class or a function of Python, partials, what is awaited later."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, union-attr, operator, arg-type"

import asyncio
from functools import partial, reduce
from operator import attrgetter

from asgiref.sync import sync_to_async
from library.pupils import Pupil, seed


async def in_thread(function, *args, **kwargs):
    return await sync_to_async(function)(*args, **kwargs)


async def in_a_pool(function, *args):
    def call():
        return function(*args)

    return await asyncio.get_running_loop().run_in_executor(None, call)


def apply(function, rows):
    return function(rows)


def room_of(pupil):
    return pupil.room.name


def name_of(pupil):
    return pupil.name


class Later:
    """A value that is made when it is first awaited."""

    def __init__(self, make):
        self.make = make
        self.value = None

    def __await__(self):
        return self._get().__await__()

    async def _get(self):
        if self.value is None:
            self.value = await self.make()
        return self.value


async def rows_of_a_thread():
    await seed()
    rows = await in_thread(list, Pupil.states.filter(name="Ann"))
    return [row.room.name for row in rows]  # E: async-unsafe-relation "room" of "Pupil"


async def full_rows_of_a_thread():
    await seed()
    rows = await in_thread(list, Pupil.states.filter(name="Ann").with_room())
    return [row.room.name for row in rows]


async def sorted_rows_of_a_thread():
    await seed()
    rows = await in_thread(sorted, Pupil.states.filter(name="Ann"), key=name_of)
    return [row.room.name for row in rows]  # E: async-unsafe-relation "room" of "Pupil"


async def rows_of_a_pool():
    rows = await in_a_pool(tuple, Pupil.states.none())
    return [row.name for row in rows]


async def a_list_on_the_event_loop():
    return apply(list, Pupil.states.all())  # E: async-unsafe-call "apply" runs a query


async def a_length_on_the_event_loop():
    return apply(len, Pupil.states.all())  # E: async-unsafe-call "apply" runs a query


async def a_sum_on_the_event_loop():
    return apply(max, Pupil.states.all())  # E: async-unsafe-call "apply" runs a query


async def a_list_of_what_is_there():
    rows = [row async for row in Pupil.states.all()]
    return apply(list, rows), apply(len, rows)


async def a_list_in_a_thread():
    return await sync_to_async(apply)(list, Pupil.states.all())


async def awaited_later():
    await seed()
    pupil = await Later(Pupil.states.filter(name="Ann").afirst)
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def awaited_later_by_a_lambda():
    await seed()
    pupil = await Later(lambda: Pupil.states.aget(name="Ann"))
    return pupil.room.name  # E: async-unsafe-relation "room" of "Pupil"


async def awaited_later_in_full():
    await seed()
    later = Later(Pupil.states.filter(name="Ann").with_room().afirst)
    await later
    return (await later).room.name


async def partials_of_functions_and_classes():
    await seed()
    pupil = await Pupil.states.aget(name="Ann")
    jobs = [partial(str, pupil), partial(room_of, pupil)]
    return [job() for job in jobs]  # E: async-unsafe-call "room_of" runs a query


async def partials_that_read_nothing():
    await seed()
    pupil = await Pupil.states.aget(name="Ann")
    jobs = [partial(str, pupil), partial(name_of, pupil)]
    return [job() for job in jobs]


async def partials_of_rows():
    await seed()
    jobs = [partial(room_of, pupil) async for pupil in Pupil.states.filter(name="Ann")]
    return jobs[0]()  # E: async-unsafe-call "room_of" runs a query


async def partials_of_full_rows():
    await seed()
    jobs = [partial(room_of, pupil) async for pupil in Pupil.states.filter(name="Ann").with_room()]
    return jobs[0]()


async def the_first_job_alone():
    await seed()
    pupil = await Pupil.states.aget(name="Ann")
    jobs = [partial(name_of, pupil), partial(room_of, pupil)]
    for job in jobs:
        return job()


async def the_first_job_that_queries():
    await seed()
    pupil = await Pupil.states.aget(name="Ann")
    jobs = [partial(room_of, pupil), partial(name_of, pupil)]
    for job in jobs:
        return job()  # E: async-unsafe-call "room_of" runs a query


async def getters_one_after_the_other():
    await seed()
    pupil = await Pupil.states.aget(name="Ann")
    getters = [attrgetter("room"), attrgetter("name")]
    return reduce(lambda value, get: get(value), getters, pupil)  # E: async-unsafe-relation "room" of "Pupil"


async def getters_of_a_full_row():
    await seed()
    pupil = await Pupil.states.with_room().aget(name="Ann")
    return reduce(lambda value, get: get(value), [attrgetter("room"), attrgetter("name")], pupil)
