"""``PupilQuerySet(self.model)``: a queryset that no method of Django's has made."""

# mypy: disable-error-code="no-any-return, no-untyped-call, no-untyped-def, var-annotated"

from library.pupils import Pupil, PupilQuerySet, seed


async def evaluates_what_a_legacy_manager_builds() -> list[Pupil]:
    await seed()
    return list(Pupil.legacy.present())  # E: async-unsafe-iteration


async def awaits_what_a_legacy_manager_builds() -> list[str]:
    await seed()
    return [pupil.name async for pupil in Pupil.legacy.present()]


async def reads_rows_that_it_has_not_loaded() -> list[str]:
    await seed()
    return [pupil.room.name async for pupil in Pupil.legacy.present()]  # E: async-unsafe-relation


async def reads_rows_that_it_has_loaded() -> list[str]:
    await seed()
    return [pupil.room.name async for pupil in Pupil.legacy.present_with_room() if pupil.room]


async def calls_a_method_that_evaluates() -> list[str]:
    await seed()
    return Pupil.legacy.names()  # E: async-unsafe-call "names" runs a query


async def takes_its_own_queryset() -> list[str]:
    await seed()
    return Pupil.legacy.get_queryset().labels()  # E: async-unsafe-call "labels" runs a query


async def makes_one_itself() -> int:
    await seed()
    return len(PupilQuerySet(Pupil).with_room())  # E: async-unsafe-iteration


async def makes_one_by_name() -> list[str]:
    await seed()
    pupils = PupilQuerySet(model=Pupil).with_room()
    return [pupil.room.name async for pupil in pupils if pupil.room]


async def counts_one_asynchronously() -> int:
    await seed()
    return await PupilQuerySet(Pupil).present().acount()
