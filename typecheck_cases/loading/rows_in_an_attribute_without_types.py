"""``Prefetch(to_attr=...)`` keeps rows in an attribute that only the query names."""

# mypy: disable-error-code="no-untyped-def, no-untyped-call, no-any-return, attr-defined"

from django.db.models import Prefetch
from library.pupils import Pupil, Room, seed


def shown(room):
    return [pupil.mentor_name for pupil in room.present]


def named(room):
    return [pupil.name for pupil in room.present]


async def reads_a_relation_of_the_kept_rows():
    await seed()
    kept = Prefetch("pupils", queryset=Pupil.objects.present(), to_attr="present")
    room = await Room.objects.prefetch_related(kept).aget(name="1a")
    for pupil in room.present:
        print([friend.name for friend in pupil.friends.all()])  # E: async-unsafe-iteration


async def reads_the_kept_rows():
    await seed()
    kept = Prefetch("pupils", queryset=Pupil.objects.present(), to_attr="present")
    room = await Room.objects.prefetch_related(kept).aget(name="1a")
    return [pupil.name for pupil in room.present]


async def hands_them_to_who_reads_a_relation():
    await seed()
    kept = Prefetch("pupils", queryset=Pupil.objects.present(), to_attr="present")
    room = await Room.objects.prefetch_related(kept).aget(name="1a")
    return shown(room)  # E: async-unsafe-call "shown" runs a query


async def hands_them_to_who_reads_a_column():
    await seed()
    kept = Prefetch("pupils", queryset=Pupil.objects.present(), to_attr="present")
    room = await Room.objects.prefetch_related(kept).aget(name="1a")
    return named(room)


async def hands_them_over_with_what_is_read():
    await seed()
    full = Pupil.objects.select_related("room__mentor")
    kept = Prefetch("pupils", queryset=full, to_attr="present")
    room = await Room.objects.prefetch_related(kept).aget(name="1a")
    return shown(room)
