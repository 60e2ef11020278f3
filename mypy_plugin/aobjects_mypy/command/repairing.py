"""Apply fixes until none is left, and take back those after which mypy finds what it did not find before."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import field
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports import source
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aobjects_mypy.command.checking import Answer, Checker, Located
    from aobjects_mypy.reports.report import Edit
    from aobjects_mypy.reports.source import Source

ROUNDS: Final = 20
"""More than a line ever took: each round mends what the last one brought out."""

Attempt = tuple[str, str, str, str]
"""A fix tried once: file, function, problem, title."""


@dataclass(slots=True)
class Repair:
    """What was done to the files of a project."""

    applied: int = 0
    taken_back: list[Located] = field(default_factory=list)
    """Reports whose fix brought up another error of mypy, or changed nothing."""
    answer: Answer | None = None
    """What is left."""


class Repairer:
    """Works on files in place; whatever happens, a file that could be parsed still can be."""

    def __init__(self, checker: Checker, folder: Path) -> None:
        self._checker: Final = checker
        self._folder: Final = folder
        self._refused: Final[set[Attempt]] = set()
        self._tried: Final[Counter[Attempt]] = Counter()
        self._one_by_one: Final[set[tuple[str, str]]] = set()
        """By file and function: where one of several fixes was wrong, and nobody knows which."""

    def run(self, answer: Answer) -> Repair:
        """Apply what there is to apply, beginning with the reports of ``answer``."""
        repair = Repair(answer=answer)
        for _ in range(ROUNDS):
            changed = self._apply(answer, repair)
            if not changed:
                break
            before, answer = answer, self._checker.run()
            if self._take_back(before, answer, changed, repair):
                answer = self._checker.run()
            repair.answer = answer
        return repair

    def _apply(self, answer: Answer, repair: Repair) -> dict[str, _Changed]:
        """Write what can be applied together, and return what each file was before."""
        changed = {}
        for file, reports in _by_file(answer.reports).items():
            path = self._folder / file
            text = source.Source(read(path))
            chosen = [
                (found, attempt) for found in reports if (attempt := self._next(found, text)) is not None
            ]
            chosen = self._first_of_doubtful(chosen)
            done = together(text, [(found, number) for found, (_, number) in chosen])
            if done is None:
                continue
            after, applied = done
            attempts = [attempt for found, (attempt, _) in chosen if found in applied]
            changed[file] = _Changed(text.text, attempts, applied)
            self._tried.update(attempts)
            repair.applied += len(applied)
            write(path, after)
        return changed

    def _first_of_doubtful(
        self, chosen: list[tuple[Located, tuple[Attempt, int]]]
    ) -> list[tuple[Located, tuple[Attempt, int]]]:
        """Leave one fix a round in the functions where one was wrong."""
        kept, begun = [], set()
        for found, (attempt, number) in chosen:
            place = attempt[:2]
            if place not in begun:
                kept.append((found, (attempt, number)))
            if place in self._one_by_one:
                begun.add(place)
        return kept

    def _next(self, found: Located, text: Source) -> tuple[Attempt, int] | None:
        """Return the best fix of a report that was not refused."""
        function = text.scope(found.line)
        for number, fix in enumerate(found.report.fixes):
            attempt = (found.file, function, found.report.problem, fix.title)
            # Several lines of a function may need the same; more than these is going round in circles.
            if attempt not in self._refused and self._tried[attempt] < _OFTEN:
                return attempt, number
        return None

    def _take_back(self, before: Answer, after: Answer, changed: dict[str, _Changed], repair: Repair) -> bool:
        """Take back what was done where mypy finds something new; the other fixes get a second try."""
        new = after.others - before.others
        files = {file for file, _, _ in new if file in changed}
        for file in files:
            was = changed[file]
            text = source.Source(read(self._folder / file))
            functions = {text.scope(line) for key in new if key[0] == file for line in after.lines[key]}
            doubtful = [attempt for attempt in was.attempts if attempt[1] in functions] or was.attempts
            counted = Counter(attempt[:2] for attempt in doubtful)
            guilty = [attempt for attempt in doubtful if counted[attempt[:2]] == 1]
            self._one_by_one.update(place for place, number in counted.items() if number > 1)
            self._refused.update(guilty)
            self._tried.subtract(was.attempts)
            repair.applied -= len(was.applied)
            repair.taken_back += [
                found for found, attempt in zip(was.applied, was.attempts, strict=True) if attempt in guilty
            ]
            write(self._folder / file, was.text)
        return bool(files)


_OFTEN: Final = 10


@dataclass(frozen=True, slots=True)
class _Changed:
    text: str
    attempts: list[Attempt]
    applied: list[Located]


def together(text: Source, chosen: Sequence[tuple[Located, int]]) -> tuple[str, list[Located]] | None:
    """Return a text with as many of the fixes as can be applied together, and whose they are."""
    edits: list[Edit] = []
    applied = []
    for found, number in chosen:
        more = source.with_fix(edits, found.report.fixes[number])
        if more is not None and _parses(text, edits, more):
            edits = more
            applied.append(found)
    return (source.apply(text.text, edits), applied) if applied else None


def _parses(text: Source, edits: list[Edit], more: list[Edit]) -> bool:
    """Tell whether more edits can be parsed together with those before, which can: where they are added."""
    places = {text.around(edit) for edit in more if edit not in edits}
    return text.parses_with([edit for edit in more if text.around(edit) in places])


def diff(folder: Path, answer: Answer) -> Iterator[str]:
    """Yield what the first round of ``--fix`` would change."""
    for file, reports in _by_file(answer.reports).items():
        text = source.Source(read(folder / file))
        done = together(text, [(found, 0) for found in reports if found.report.fixes])
        if done is not None:
            lines = text.text.splitlines(keepends=True), done[0].splitlines(keepends=True)
            yield from difflib.unified_diff(*lines, fromfile=file, tofile=file)


def _by_file(reports: Sequence[Located]) -> dict[str, list[Located]]:
    found: defaultdict[str, list[Located]] = defaultdict(list)
    for report in reports:
        found[report.file].append(report)
    return found


def read(path: Path) -> str:
    """Read a file without a change to the ends of its lines."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
