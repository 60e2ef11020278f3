"""A dataclass of the plugin is as the standard library makes it, but that nothing is frozen at run time."""

from __future__ import annotations

import dataclasses
import inspect
from dataclasses import field
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects_mypy import values

if TYPE_CHECKING:
    from collections.abc import Callable


def _point(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 2
        names: dict[str, int] = field(default_factory=dict)

        def __post_init__(self) -> None:
            if self.x < 0:
                object.__setattr__(self, "x", 0)

    return Point


def _nothing(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        pass

    return Nothing


def _version(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True, order=True)
    class Version:
        major: int
        minor: int = 0

    return Version


def _named(dataclass: Any) -> Any:
    @dataclass(slots=True, kw_only=True)
    class Named:
        name: str
        found: list[str] = field(default_factory=list)

    return Named


def _own(dataclass: Any) -> Any:
    @dataclass(frozen=True, slots=True, eq=False)
    class Own:
        name: str

    return Own


CLASSES: Final = (_point, _nothing, _version, _named, _own)
GIVEN: Final[list[tuple[tuple[Any, ...], dict[str, Any]]]] = [
    ((), {}),
    ((1,), {}),
    ((-1, 3), {}),
    ((1,), {"y": 2}),
    ((), {"name": "a"}),
    ((), {"name": "a", "found": ["b"]}),
    ((1, 2, 3, 4), {}),
]


def _make(made: Any, given: tuple[tuple[Any, ...], dict[str, Any]]) -> Any:
    try:
        return made(*given[0], **given[1])
    except TypeError:
        return TypeError


@pytest.mark.parametrize("define", CLASSES, ids=lambda define: define.__name__)
def test_values_are_those_of_the_standard_library(define: Callable[[Any], Any]) -> None:
    ours, theirs = define(values.dataclass), define(dataclasses.dataclass)
    for given in GIVEN:
        one, other = _make(ours, given), _make(theirs, given)
        assert (one is TypeError) == (other is TypeError), given
        if one is not TypeError:
            assert dataclasses.asdict(one) == dataclasses.asdict(other)
            assert repr(one) == repr(other)
            assert repr(dataclasses.replace(one)) == repr(dataclasses.replace(other))
    assert list(inspect.signature(ours.__init__).parameters) == list(
        inspect.signature(theirs.__init__).parameters
    )


@pytest.mark.parametrize("define", CLASSES, ids=lambda define: define.__name__)
def test_values_are_compared_as_those_of_the_standard_library(define: Callable[[Any], Any]) -> None:
    ours, theirs = define(values.dataclass), define(dataclasses.dataclass)
    ones = [one for given in GIVEN if (one := _make(ours, given)) is not TypeError]
    others = [other for given in GIVEN if (other := _make(theirs, given)) is not TypeError]
    assert [[a == b for b in ones] for a in ones] == [[a == b for b in others] for a in others]
    assert [one == other for one, other in zip(ones, others, strict=True)] == [False] * len(ones)
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    if define is _version:
        assert [[a < b for b in ones] for a in ones] == [[a < b for b in others] for a in others]


def test_equal_values_have_one_hash() -> None:
    version = _version(values.dataclass)
    assert len({version(1, 0), version(1), version(1, 2)}) == 2
