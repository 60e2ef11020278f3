"""Where findings go: to mypy, for a function that is judged, or into the summary of one that others call."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from typing_extensions import override

from aobjects_mypy import diagnostics
from aobjects_mypy.domain.effects import Summary
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy import nodes

    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.domain.effects import Effects, Precondition, Returned, Step
    from aobjects_mypy.domain.query_site import QuerySite
    from aobjects_mypy.domain.state import State


class Sink:
    """Takes up what a body does, as far as it is asked for; the state is that of the line that does it."""

    is_summary: ClassVar[bool] = False
    """Whether the findings are for callers: then the parameters stand for whatever they give."""

    def report(self, state: State, diagnostic: Diagnostic, node: nodes.Context, step: Step) -> None:
        """Take up what is wrong with the line."""

    def add_query(self, state: State, steps: tuple[Step, ...]) -> None:
        """Take up that a query runs."""

    def add_precondition(self, state: State, precondition: Precondition) -> None:
        """Take up that one runs for what an argument lacks."""

    def add_change(self, parameter: int) -> None:
        """Take up that an argument's rows may be loaded."""

    def add_virtual(self, methods: Iterable[str]) -> None:
        """Take up that the body calls these on its own ``self``."""

    def catch(self, number: int) -> None:
        """Forget what was found since there were so many findings: its exception is caught in the body."""

    def count(self) -> int:
        """Return how many findings there are."""
        return 0


class Reporter(Sink):
    """Collects the reports on an async function, the first at each place; nobody asks for its effects."""

    def __init__(self) -> None:
        self.reports: dict[tuple[int, int, str], tuple[nodes.Context, Diagnostic]] = {}

    @override
    def report(self, state: State, diagnostic: Diagnostic, node: nodes.Context, step: Step) -> None:
        key = (node.line, node.column, diagnostic.code.code)
        self.reports.setdefault(key, (node, diagnostic))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a called body runs, and what would help at the call."""

    steps: tuple[Step, ...]
    """The way from the body to the line that runs the query, one step a call."""
    path: str | None = None
    """What to load on an argument, where loading helps."""
    query: QuerySite | None = None
    """Where the query of that argument stands."""
    is_unproven: bool = False
    owner: str = ""
    """The full name of the model that has the last name of the path."""


class CallSite(Sink):
    """Collects what the body of a called function does to its caller: whatever it runs, the call runs."""

    def __init__(self) -> None:
        self.findings: Final[dict[Step, Finding]] = {}
        """By the first step: the line of the body that runs it."""

    @override
    def report(self, state: State, diagnostic: Diagnostic, node: nodes.Context, step: Step) -> None:
        if diagnostic.code is diagnostics.BRIDGE or not diagnostic.subject:
            return
        is_unproven = diagnostic.code is diagnostics.UNPROVEN
        path = diagnostic.path or None
        query = diagnostic.query if path else None
        self.add(Finding((step,), path, query, is_unproven, diagnostic.owner))

    def add(self, finding: Finding) -> None:
        known = self.findings.get(finding.steps[0])
        if known is None or (known.is_unproven and not finding.is_unproven):
            self.findings[finding.steps[0]] = finding

    @override
    def add_query(self, state: State, steps: tuple[Step, ...]) -> None:
        self.add(Finding(steps))

    @override
    def catch(self, number: int) -> None:
        for step in list(self.findings)[number:]:
            del self.findings[step]

    @override
    def count(self) -> int:
        return len(self.findings)


class Summarizer(Sink):
    """Collects what a function does to its callers: on every way in the state, on some way in itself."""

    is_summary = True

    def __init__(self) -> None:
        self._changes: set[int] = set()
        self._virtual: set[str] = set()

    @override
    def report(self, state: State, diagnostic: Diagnostic, node: nodes.Context, step: Step) -> None:
        if diagnostic.code is not diagnostics.UNPROVEN and diagnostic.code is not diagnostics.BRIDGE:
            self.add_query(state, (step,))

    @override
    def add_query(self, state: State, steps: tuple[Step, ...]) -> None:
        state.effects = state.effects.with_query(steps)

    @override
    def add_precondition(self, state: State, precondition: Precondition) -> None:
        state.effects = state.effects.with_precondition(precondition)

    @override
    def add_change(self, parameter: int) -> None:
        self._changes.add(parameter)

    @override
    def add_virtual(self, methods: Iterable[str]) -> None:
        self._virtual.update(methods)

    def summary(self, effects: Effects, returned: tuple[Returned, ...] = ()) -> Summary:
        return Summary(
            effects.query,
            tuple(effects.preconditions.values()),
            tuple(sorted(self._changes)),
            tuple(sorted(self._virtual)),
            returned=returned,
        )
