"""A manager that makes its querysets by hand: mypy has no types for their methods behind ``filter()``."""

# mypy: disable-error-code="attr-defined"

from library.pupils import Pupil


async def evaluated() -> int:
    return len(list(Pupil.legacy.filter(mark=1).present()))  # E: async-unsafe-iteration


async def evaluated_behind_a_filter() -> int:
    return len(list(Pupil.legacy.filter(mark=1).present().filter(name="x")))  # E: async-unsafe-iteration


def named(name: str) -> list[Pupil]:
    return list(Pupil.legacy.exclude(mark=1).present().filter(name=name))


async def evaluated_by_a_function() -> int:
    return len(named("x"))  # E: async-unsafe-call


async def read_asynchronously() -> int:
    return len([pupil async for pupil in Pupil.legacy.filter(mark=1).present()])


async def loaded_by_its_method() -> list[str]:
    return [str(pupil.room) async for pupil in Pupil.legacy.filter(mark__gte=0).with_room()]


async def only_built() -> None:
    Pupil.legacy.filter(mark=1).present().filter(name="x")
