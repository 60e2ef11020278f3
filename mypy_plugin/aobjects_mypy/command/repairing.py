"""Apply fixes until none is left, and take back those after which mypy finds what it did not find before."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports import source
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aobjects_mypy.command.checking import Answer, Checker, Located
    from aobjects_mypy.reports.report import Edit, Fix
    from aobjects_mypy.reports.source import Source

ROUNDS: Final = 20
"""More than a line ever took: each round mends what the last one brought out."""

Attempt = tuple[str, str, str, str]
"""A fix tried once: file, function, problem, title."""


@dataclass(slots=True)
class Repair:
    """What was done to the files of a project."""

    applied: int = 0
    files: set[str] = field(default_factory=set)
    """Those that are not what they were."""
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
        repair, were = Repair(answer=answer), dict[str, str]()
        for _ in range(ROUNDS):
            done = self._apply(answer, repair)
            if not done.before:
                break
            were = {**done.before, **were}
            before, answer = answer, self._checker.run()
            if self._take_back(before, answer, done, repair):
                answer = self._checker.run()
            repair.answer = answer
        repair.files = {file for file, text in were.items() if read(self._folder / file) != text}
        return repair

    def _apply(self, answer: Answer, repair: Repair) -> _Round:
        """Write what can be applied together, and return what each file was before."""
        texts = Texts(self._folder)
        best = [one for found in answer.reports if (one := self._next(found, texts)) is not None]
        chosen = self._first_of_doubtful(best, texts)
        edits, applied = together(texts, chosen)
        for file in edits:
            write(self._folder / file, source.apply(texts.of(file).text, edits[file]))
        self._tried.update(one.attempt for one in applied)
        repair.applied += len(applied)
        return _Round({file: texts.of(file).text for file in edits}, applied, texts)

    def _first_of_doubtful(self, chosen: list[Chosen], texts: Texts) -> list[Chosen]:
        """Leave one fix a round in the functions where one was wrong."""
        kept, begun = [], set[tuple[str, str]]()
        for one in chosen:
            places = one.places(texts)
            if begun.isdisjoint(places):
                kept.append(one)
                begun |= places & self._one_by_one
        return kept

    def _next(self, found: Located, texts: Texts) -> Chosen | None:
        """Return the best fix of a report that was not refused."""
        for chosen in _choices(found, texts):
            # Several lines of a function may need the same; more than these is going round in circles.
            if chosen.attempt not in self._refused and self._tried[chosen.attempt] < _OFTEN:
                return chosen
        return None

    def _take_back(self, before: Answer, after: Answer, done: _Round, repair: Repair) -> bool:
        """Take back what was done where mypy finds something new; the other fixes get a second try."""
        new = after.others - before.others
        wrong = {file for file, _, _ in new if file in done.before}
        now, guilty = Texts(self._folder), set[Attempt]()
        for file in wrong:
            functions = {
                now.of(file).scope(line) for key in new if key[0] == file for line in after.lines[key]
            }
            here = [(one, one.places(done.texts)) for one in done.applied if file in one.files]
            places = {(file, function) for function in functions}
            doubtful = [(one, found & places) for one, found in here if found & places] or here
            counted = Counter(place for _, found in doubtful for place in found)
            guilty.update(one.attempt for one, found in doubtful if all(counted[each] == 1 for each in found))
            self._one_by_one.update(place for place, number in counted.items() if number > 1)
        self._refused.update(guilty)
        while (
            more := {file for one in done.applied if not wrong.isdisjoint(one.files) for file in one.files}
            - wrong
        ):
            wrong |= more
        for file in wrong:
            write(self._folder / file, done.before[file])
        undone = [one for one in done.applied if not wrong.isdisjoint(one.files)]
        self._tried.subtract(one.attempt for one in undone)
        repair.applied -= len(undone)
        repair.taken_back += [one.found for one in undone if one.attempt in guilty]
        return bool(wrong)


_OFTEN: Final = 10


@dataclass(frozen=True, slots=True)
class Chosen:
    """A fix of a report, to be applied if it goes with the others."""

    found: Located
    attempt: Attempt
    fix: Fix

    @property
    def files(self) -> set[str]:
        return {edit.file for edit in self.fix.edits}

    def places(self, texts: Texts) -> set[tuple[str, str]]:
        """Return the functions that it changes, by file."""
        # An import stands in none.
        found = {(edit.file, texts.of(edit.file).scope(edit.line)) for edit in self.fix.edits}
        return {place for place in found if place[1]} or found


@dataclass(frozen=True, slots=True)
class _Round:
    before: dict[str, str]
    """By each file that was changed: what it was."""
    applied: list[Chosen]
    texts: Texts


class Texts:
    """The files of a project as they are in one round."""

    def __init__(self, folder: Path) -> None:
        self._folder: Final = folder
        self._known: Final[dict[str, Source]] = {}

    def of(self, file: str) -> Source:
        if file not in self._known:
            self._known[file] = source.Source(read(self._folder / file))
        return self._known[file]


def _choices(found: Located, texts: Texts) -> Iterator[Chosen]:
    """Yield the fixes of a report, the best first."""
    for fix in found.report.fixes:
        function = texts.of(found.file).scope(found.line)
        yield Chosen(found, (found.file, function, found.report.problem, fix.title), fix.of(found.file))


def together(texts: Texts, chosen: Sequence[Chosen]) -> tuple[dict[str, list[Edit]], list[Chosen]]:
    """Return as many edits as can be applied together, by file, and the fixes that they belong to."""
    edits: list[Edit] = []
    applied = []
    for one in chosen:
        more = source.with_fix(edits, one.fix)
        if more is not None and _parses(texts, edits, more):
            edits = more
            applied.append(one)
    return {file: [edit for edit in edits if edit.file == file] for file in sorted(_files(edits))}, applied


def _files(edits: Sequence[Edit]) -> set[str]:
    return {edit.file for edit in edits}


def _parses(texts: Texts, edits: list[Edit], more: list[Edit]) -> bool:
    """Tell whether more edits can be parsed together with those before, which can: where they are added."""
    added = [edit for edit in more if edit not in edits]
    for file in _files(added):
        text = texts.of(file)
        places = {text.around(edit) for edit in added if edit.file == file}
        if not text.parses_with([edit for edit in more if edit.file == file and text.around(edit) in places]):
            return False
    return True


def diff(folder: Path, answer: Answer) -> Iterator[str]:
    """Yield what the first round of ``--fix`` would change."""
    texts = Texts(folder)
    best = [one for found in answer.reports for one in islice(_choices(found, texts), 1)]
    for file, edits in together(texts, best)[0].items():
        text = texts.of(file).text
        lines = text.splitlines(keepends=True), source.apply(text, edits).splitlines(keepends=True)
        yield from difflib.unified_diff(*lines, fromfile=file, tofile=file)


def read(path: Path) -> str:
    """Read a file without a change to the ends of its lines."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
