# mypy: ignore-errors
from __future__ import annotations

import collections.abc
import contextlib
import dataclasses
import functools
import os.path
import sys
import typing
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypedDict, TypeVar, cast, overload

if TYPE_CHECKING:
    from decimal import Decimal as Amount

    def only_checked(value: Amount) -> Amount:
        return value

T = TypeVar("T")
counter = 0
table: dict[str, list[int]] = {}


def logged(function: Callable[..., T]) -> Callable[..., T]:
    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> T:
        nonlocal calls
        calls += 1
        return function(*args, **kwargs)

    calls = 0
    return inner


@logged
@functools.lru_cache(maxsize=None)
def decorated(number: int = 3, /, *rest: int, key: str = "a", **more: object) -> list[int]:
    global counter
    counter += number
    counter: int
    return [value for value in rest if (double := value * 2) > counter and more.get(key)]


@overload
def either(value: int) -> int: ...
@overload
def either(value: str) -> str: ...
def either(value: int | str) -> int | str:
    if isinstance(value, int):
        other = value
        return other
    other = value
    return other


if sys.version_info >= (3, 0):

    def by_version() -> str:
        return "new"

else:

    def by_version() -> str:
        return "old"


try:
    import nowhere
except ImportError:
    nowhere = None

    def in_handler() -> object:
        return nowhere


if counter:

    def conditional() -> int:
        return counter

else:

    def conditional() -> int:
        return len(table)


def twice() -> int:
    return 1


def twice() -> int:
    return 2


class Base(Generic[T]):
    shared: T
    count = 0
    items: list[T] = []

    class Inner:
        depth = 1

        class Innermost:
            def deep(self) -> int:
                return Base.Inner.depth + self.own()

            def own(self) -> int:
                return 1

        def method(self) -> "Base.Inner.Innermost":
            return self.Innermost()

    def __init__(self, value: T) -> None:
        self.value = value
        self.later: T | None = None
        self.other, (self.first, *self.rest) = 1, (2, 3)

    def uses(self, other: "Base[T]") -> T:
        self.added = [other]
        local: list[T] = [self.value]
        for self.index in range(3):
            pass
        return local[0]

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        self._name = value

    @name.deleter
    def name(self) -> None:
        del self._name

    @classmethod
    def make(cls, value: T) -> typing.Self:
        cls.count += 1
        return cls(value)

    @staticmethod
    async def static(rows: Iterator[T]) -> T:
        async with contextlib.AsyncExitStack() as stack, open("x") as (one, two):
            stack.push(one)
        return next(rows)

    @functools.cached_property
    def kept(self) -> int:
        return super().__hash__()

    def __new__(cls, *args: object) -> typing.Self:
        return super().__new__(cls)

    if sys.platform == "win32":

        def platform(self) -> str:
            return "w"

    else:

        def platform(self) -> str:
            return "u"

    pair = lambda self: self.count


class Modern[K: (int, str), **P]:
    def __init__(self, key: K) -> None:
        self.key = key

    def method[V](self, value: V) -> dict[K, V]:
        found: dict[K, V] = {self.key: value}
        return found

    def call(self, *args: P.args, **kwargs: P.kwargs) -> K:
        inner: Callable[P, K] = lambda *a, **k: self.key
        return inner(*args, **kwargs)


def generic[K](value: K) -> list[K]:
    type Pair = tuple[K, K]
    both: Pair = (value, value)
    return list(both)


def imports() -> object:
    import os
    import os.path as path
    import xml.etree.ElementTree
    from collections import OrderedDict as Ordered, deque
    from shop import missing
    from . import shapes
    from .shapes import table as again

    return os.path.join(path.sep), xml.etree.ElementTree.parse, Ordered, deque(), missing, shapes.table, again


def stars() -> None:
    from os import *

    getcwd()


def handlers(value: object) -> Iterator[object]:
    try:
        yield value
    except* TypeError as group:
        yield group
    finally:
        del value


def handlers_of_one(value: object) -> Iterator[object]:
    try:
        yield value
    except (ValueError, OSError) as error:
        yield error
    except Exception as error:
        raise RuntimeError from error
    else:
        value = 1
    with open("x") as file, contextlib.suppress(OSError):
        yield from file


def matches(value: object) -> object:
    match value:
        case {"kind": kind, **rest} if (found := rest.get("x")):
            return kind, found
        case [first, *others] | (first, others):
            return first, others
        case Base(value=int() as number, name="x"):
            return number
        case os.path.sep | None | -1 | 1 + 2j:
            return table
        case _:
            return value


def walrus(rows: list[int]) -> object:
    if (count := len(rows)) > 3 and any((last := row) > 2 for row in rows):
        return count, last
    return {key: [row for row in rows if row] for key, row in enumerate(rows)}, {*rows, *[1]}, lambda x=count: x + count


def casts(value: object) -> object:
    one = cast("list[int]", value)
    two = typing.cast(Base[int], value)
    typing.assert_type(one, list[int])
    reveal_type(two)
    typing.assert_never(value)
    three = typing.NewType("three", int)
    Four = NamedTuple("Four", [("x", int)])
    Five = TypedDict("Five", {"y": int})
    Six = TypeVar("Six")
    seven = super
    return one, two, three, Four(1), Five(y=1), Six, seven, Base[int](1), dict[str, int](), list[Base.Inner]


def later() -> object:
    def uses() -> object:
        return Defined(), counter, table

    class Defined:
        table = 1

        def method(self) -> int:
            self.made = table
            return self.table

        class Nested:
            def nested(self) -> Defined:
                return Defined()

    counter = 1
    return uses, Defined().method()


def rows_of_a_local_class() -> object:
    @dataclasses.dataclass
    class Row:
        key: int
        name: str = "x"

        def text(self) -> str:
            return f"{self.key:>{counter}} {self.name!r}"

    class Titles(NamedTuple):
        one: int

        def total(self) -> int:
            return self.one

    class Options(TypedDict, total=False):
        two: str

    rows: list[Row] = [Row(1)]
    options: Options = {"two": "x"}
    return rows[0].text(), Titles(1).total(), options


def unreachable() -> int:
    if TYPE_CHECKING:
        from fractions import Fraction

        number: Fraction = Fraction(1)
    else:
        number = 2
    if sys.version_info < (3, 0):
        return old
    if sys.platform == "win32" or not TYPE_CHECKING:
        return windows
    assert isinstance(number, int)
    while False:
        number = never
    return number if sys.version_info >= (3, 0) else never


def redefined(value: int) -> None:
    value = value + 1
    for value in range(3):
        print(value)
    for item in "ab":
        print(item)
    for item in range(3):
        print(item)
    with open("x") as item:
        pass
    with open("y") as item:
        pass

    def inner() -> int:
        return value

    def inner() -> str:
        return "x"

    print(inner())


def undefined() -> object:
    return unknown, table.unknown, os.unknown, Base.unknown, Base.count, Base.Inner.depth, collections.abc.Sized


async def streams(rows: Any) -> Any:
    async for row in rows:
        yield row, [one async for one in row], await row
    print(*rows, **rows, sep="")
    yield (x for x in rows), rows[1:2, ...], not rows, -rows, rows if rows else None, f"{rows!r:{rows}}"


def annotated(rows: "list[Base[int]] | None", amount: "Amount") -> "typing.Optional[dict[str, Base.Inner]]":
    one: "Base.Inner" = Base.Inner()
    two: typing.Final = 3
    three: typing.Literal["a", 1]
    four: typing.Annotated[int, "x"] = 1
    five: "unknown.Unknown"
    six: Callable[[int], "Base[str]"] = lambda number: Base(str(number))
    seven: tuple[int, ...] = ()
    eight: typing.Callable
    table["x"]: list[int] = []
    Alias = list[int]
    nine: Alias = []

    def nested(row: "Base[int]" = None, *, rest: "int | None" = two) -> "Amount":
        return amount

    async def coroutine() -> int:
        return two

    return nested(), coroutine, one, nine
