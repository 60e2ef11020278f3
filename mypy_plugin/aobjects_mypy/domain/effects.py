"""What calling a function runs: queries whatever its arguments, and queries for what an argument lacks."""

from __future__ import annotations

import enum
from collections.abc import Mapping  # noqa: TC003  # json_form reads what a class says of its fields
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy.domain.load_state import LoadState  # noqa: TC001  # as above
from aobjects_mypy.domain.prefetch import Prefetch  # noqa: TC001  # as above
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence


class Case(enum.Enum):
    """The case of an argument in which a query runs."""

    UNLOADED = "unloaded"
    """A path of it is not loaded."""
    UNEVALUATED = "unevaluated"
    """It is a queryset without its rows."""
    GIVEN = "given"
    """It is not ``None``: the query stands behind ``if limit is None: return``."""
    TRUE = "true"
    """It is true: the query stands behind ``if not limit: return``."""
    CALLED = "called"
    """It is a function that runs one, which the body calls with arguments of its own."""
    PASSED_ON = "passed on"
    """It is a function that runs one, which the body calls with those that it got."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What holds of an argument when a query runs."""

    case: Case = Case.UNLOADED
    path: str = ""
    """The path that is not loaded."""

    def of_owner(self, path: str) -> Condition:
        """Return the same of the object that has the argument at the end of a path."""
        return unloaded("__".join(filter(None, (path, self.path)))) if path else self


UNEVALUATED: Final = Condition(Case.UNEVALUATED)
GIVEN: Final = Condition(Case.GIVEN)
TRUE: Final = Condition(Case.TRUE)
CALLED: Final = Condition(Case.CALLED)
PASSED_ON: Final = Condition(Case.PASSED_ON)


def unloaded(path: str) -> Condition:
    return Condition(Case.UNLOADED, path)


class Runs(enum.Enum):
    """When the body of a function runs."""

    CALLED = "called"
    ITERATED = "iterated"
    ENTERED = "entered"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to a query: a call, or the operation that runs it.

    The line counts from the function's own: moving a function is no change of what it runs.
    """

    words: str
    module: str
    function: str
    line: int


@dataclass(frozen=True, slots=True)
class Precondition:
    """What runs a query under a condition of an argument."""

    parameter: int
    condition: Condition
    steps: tuple[Step, ...]
    """The way from the function to the line that runs it, one step a call."""
    by_name: bool = False
    """The parameter has no annotation: what the names of the path mean, the argument tells."""


@dataclass(frozen=True, slots=True)
class Effects:
    """What has run at one point of a body, on every way that leads there; the shortest way to each."""

    query: tuple[Step, ...] | None = None
    preconditions: Mapping[tuple[int, Condition], Precondition] = field(default_factory=dict)
    guard: tuple[int, Condition] | None = None
    """The parameter, and ``GIVEN`` or ``TRUE``, without which the body has been left by now."""

    def with_query(self, steps: tuple[Step, ...]) -> Effects:
        if self.guard is not None:
            return self.with_precondition(Precondition(*self.guard, steps))
        if self.query is not None and len(self.query) <= len(steps):
            return self
        return Effects(steps, self.preconditions, self.guard)

    def with_precondition(self, need: Precondition) -> Effects:
        known = self.preconditions.get((need.parameter, need.condition))
        if known is not None and len(known.steps) <= len(need.steps):
            return self
        return Effects(self.query, {**self.preconditions, (need.parameter, need.condition): need}, self.guard)

    def behind(self, guard: tuple[int, Condition]) -> Effects:
        return replace(self, guard=guard)


NOTHING: Final = Effects()


def must_join(ways: Sequence[Effects]) -> Effects:
    """Return what has run whichever of the ways was taken."""
    first, *others = ways
    for other in others:
        first = _on_both(first, other)
    return first


def _on_both(one: Effects, other: Effects) -> Effects:
    if one is other:
        return one
    query = None
    if one.query is not None and other.query is not None:
        query = min(one.query, other.query, key=len)
    needs = {
        key: need
        for key, need in {**other.preconditions, **one.preconditions}.items()
        # Where the one way runs a query anyway, what the other way needs is needed on both.
        if (key in one.preconditions or one.query is not None)
        and (key in other.preconditions or other.query is not None)
    }
    return Effects(query, needs, one.guard if one.guard == other.guard else None)


def one_after_the_other(first: Effects, then: Effects) -> Effects:
    """Return what has run when both have."""
    ran = first
    for need in then.preconditions.values():
        ran = ran.with_precondition(need)
    return ran.with_query(then.query) if then.query is not None else ran


def of_either(one: Summary | None, other: Summary | None) -> Summary | None:
    """Return what a call runs whichever of two functions is behind it; the way shown is that of the first."""
    if one is None or other is None or one.runs is not other.runs:
        return None
    both = _on_both(one.effects, other.effects)
    # Only the lines of the first are found in the file.
    query = one.query if both.query is not None else None
    known = one.effects.preconditions
    needs = tuple(
        known[key] if key in known else replace(need, steps=one.query or need.steps)
        for key, need in both.preconditions.items()
    )
    has_first = one.before_first is not None and other.before_first is not None
    return Summary(
        query,
        needs,
        tuple(sorted({*one.changes, *other.changes})),
        tuple(sorted({*one.virtual, *other.virtual})),
        one.runs,
        of_either(one.before_first, other.before_first) if has_first else None,
        one.returned if one.returned == other.returned else (),
        keeps=tuple(parameter for parameter in one.keeps if parameter in other.keeps),
    )


@dataclass(frozen=True, slots=True)
class Returned:
    """The rows of one model, or a queryset of them; or what loads such rows."""

    model: str
    is_queryset: bool
    state: LoadState
    parameter: int | None = None
    """The parameter that is returned; for a queryset: that it is built from."""
    is_evaluated: bool = False
    is_ordered: bool = False
    only: frozenset[str] | None = None
    defer: frozenset[str] = frozenset()
    classes: tuple[str, ...] = ()
    prefetch: Prefetch | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The async-unsafe operations of one function, the shortest way to each."""

    query: tuple[Step, ...] | None = None
    preconditions: tuple[Precondition, ...] = ()
    changes: tuple[int, ...] = ()
    """The parameters whose rows the body may load relations on, by assigning or by passing them on."""

    virtual: tuple[str, ...] = ()
    """The methods it calls on its own ``self``: a subclass that overrides one is another matter."""

    runs: Runs = Runs.CALLED
    before_first: Summary | None = None
    """What a generator runs before its first item."""

    returned: tuple[Returned, ...] = ()
    wrappers: tuple[Effects, ...] = ()
    """What a call of the function that it returns runs, of the function that this one returns ..."""

    keeps: tuple[int, ...] = ()
    """The parameters of a coroutine function whose rows are afterwards what they were."""

    @property
    def is_empty(self) -> bool:
        return (
            self.query is None
            and not self.preconditions
            and not self.changes
            and not self.wrappers
            and not self.returned
            and not self.keeps
        )

    @property
    def effects(self) -> Effects:
        return Effects(self.query, {(need.parameter, need.condition): need for need in self.preconditions})
