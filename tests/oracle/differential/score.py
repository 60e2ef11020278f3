"""Recall and precision of many verdicts, in total and for each kind of piece."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .judge import CRASHES, DISCARDED, FALSE_ALARM, MISSED, UNTYPED, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Count:
    """How many programs, how many of them raise, and how mypy's verdicts compare."""

    programs: int = 0
    unsafe: int = 0
    missed: int = 0
    false_alarms: int = 0
    unsound: int = 0
    doubted: int = 0

    @property
    def proven(self) -> float:
        """Of what raises, how much is reported with `async-unsafe-unproven` switched on."""
        return 1 - self.unsound / self.unsafe if self.unsafe else 1.0

    @property
    def recall(self) -> float:
        return 1 - self.missed / self.unsafe if self.unsafe else 1.0

    @property
    def precision(self) -> float:
        flagged = self.unsafe - self.missed + self.false_alarms
        return 1 - self.false_alarms / flagged if flagged else 1.0

    def add(self, verdict: Verdict) -> None:
        # A program with a false alarm on another line may raise as well: it counts once, as false.
        wrong = verdict.kind == FALSE_ALARM
        self.programs += 1
        self.unsafe += verdict.unsafe and not wrong
        self.missed += verdict.kind == MISSED
        self.false_alarms += wrong
        self.unsound += verdict.is_unsound
        self.doubted += verdict.is_doubted


@dataclass(slots=True)
class Score:
    """All verdicts of a run, counted."""

    total: Count = field(default_factory=Count)
    dimensions: dict[str, dict[str, Count]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Count))
    )
    discarded: Counter[str] = field(default_factory=Counter)
    type_errors: Counter[str] = field(default_factory=Counter)
    crashes: int = 0

    def lines(self) -> list[str]:
        """Write the table, dimension by dimension."""
        rows = [f"{'':48} {'programs':>8} {'raise':>6} {'missed':>6} {'false':>6} {'recall':>7} {'prec.':>7}"]
        for dimension, kinds in self.dimensions.items():
            rows.append(f"{dimension}:")
            rows += [
                _line(f"  {kind}", count) for kind, count in sorted(kinds.items(), key=lambda item: item[0])
            ]
        rows.append(_line("total", self.total))
        rows.append(
            f"with async-unsafe-unproven: {self.total.unsound} of what raises is not reported, "
            f"recall {self.total.proven:.4f}; {self.total.doubted} programs that raise nothing are"
        )
        rows.append(f"discarded, because another exception was raised: {self.discarded.total()}")
        rows += [f"  {number:5} {text}" for text, number in self.discarded.most_common(12)]
        rows.append(f"left out, because mypy reports another error: {self.type_errors.total()}")
        rows += [f"  {number:5} {text}" for text, number in self.type_errors.most_common(12)]
        return rows


def count(verdicts: Sequence[Verdict]) -> Score:
    """Count every verdict in total and under each kind of piece in its program."""
    score = Score()
    for verdict in verdicts:
        if verdict.kind == DISCARDED:
            score.discarded[verdict.detail[:90]] += 1
            continue
        if verdict.kind == UNTYPED:
            score.type_errors[verdict.detail[:90]] += 1
            continue
        if verdict.kind == CRASHES:
            score.crashes += 1
            continue
        score.total.add(verdict)
        for dimension, kind in verdict.program.kinds:
            score.dimensions[dimension][kind].add(verdict)
    return score


def _line(name: str, count: Count) -> str:
    return (
        f"{name:48} {count.programs:8} {count.unsafe:6} {count.missed:6} {count.false_alarms:6}"
        f" {count.recall:7.3f} {count.precision:7.3f}"
    )
