"""Score the plugin against the ground truth: `python -m tests.oracle.score [--django-key 5.2] [--run]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import django

from tests.oracle.exclusions import exclusion_of
from tests.oracle.execute import compare_with_table
from tests.oracle.ground_truth import Program, Row, generate_programs, read_rows
from tests.oracle.mypy_run import Message, Mypy

RECALL = 0.995
PRECISION = 0.995


@dataclass(slots=True)
class Count:
    """How many rows a group has, and how the static verdict of each compares with Django's."""

    rows: int = 0
    unsafe: int = 0
    flagged: int = 0
    correct: int = 0

    @property
    def recall(self) -> float:
        return self.correct / self.unsafe if self.unsafe else 1.0

    @property
    def precision(self) -> float:
        return self.correct / self.flagged if self.flagged else 1.0

    def add(self, *, unsafe: bool, flagged: bool) -> None:
        self.rows += 1
        self.unsafe += unsafe
        self.flagged += flagged
        self.correct += unsafe and flagged


@dataclass(slots=True)
class Score:
    """The verdicts of one mypy run over the generated programs."""

    groups: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    total: Count = field(default_factory=Count)
    missed: list[Row] = field(default_factory=list)
    false_alarms: list[tuple[Row, Message]] = field(default_factory=list)
    flagged_setups: list[tuple[Row, Message]] = field(default_factory=list)
    excluded: list[tuple[Row, str, Message | None]] = field(default_factory=list)
    other_errors: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Count a flagged setup line as what it is: a false alarm."""
        flagged = self.total.flagged + len(self.flagged_setups)
        return self.total.correct / flagged if flagged else 1.0

    @property
    def passes(self) -> bool:
        return self.total.recall >= RECALL and self.precision >= PRECISION


def write_programs(programs: list[Program], folder: Path) -> list[Path]:
    """Write the modules into `folder`."""
    paths = []
    for program in programs:
        path = folder / f"{program.module}.py"
        path.write_text(program.text)
        paths.append(path)
    return paths


def measure(
    django_key: str, work: Path, *, with_ours: bool = True, libraries: Path | None = None
) -> tuple[Score, list[Message]]:
    """Generate the programs in `work`, type-check them once and compare line by line."""
    rows = read_rows(django_key)
    programs = generate_programs(rows, django_key)
    messages = Mypy(work, with_ours=with_ours, libraries=libraries).check(write_programs(programs, work))
    score = Score()
    by_place = {
        (f"{program.module}.py", message.line): message
        for program in programs
        for message in messages
        if message.ours and message.severity == "error" and message.file.name == f"{program.module}.py"
    }
    score.other_errors.update(m.code for m in messages if m.severity == "error" and not m.ours)
    places = {line: program for program in programs for line in program.op_lines}
    for row in rows:
        program = places[row.line]
        name = f"{program.module}.py"
        found = [by_place[name, line] for line in program.op_lines[row.line] if (name, line) in by_place]
        setups = [by_place[name, line] for line in program.setup_lines[row.line] if (name, line) in by_place]
        reason = exclusion_of(row)
        if reason is not None:
            score.excluded.append((row, reason, found[0] if found else None))
            continue
        score.flagged_setups += [(row, message) for message in setups]
        for count in (score.groups[row.group], score.total):
            count.add(unsafe=row.unsafe, flagged=bool(found))
        if row.unsafe and not found:
            score.missed.append(row)
        if found and not row.unsafe:
            score.false_alarms.append((row, found[0]))
    return score, messages


def print_score(score: Score) -> None:
    """Print the table, then every row that differs, then what was left out and why."""
    print(f"{'group':58} {'rows':>5} {'SOO':>5} {'flagged':>8} {'recall':>7} {'precision':>9}")
    for group, count in score.groups.items():
        _print_count(group, count, count.precision)
    _print_count("total", score.total, score.precision)
    print(f"\nmissed ({len(score.missed)}):")
    for row in score.missed:
        print(f"  {row.line:4} {_shown(row)}")
    for title, pairs in (
        ("false alarms", score.false_alarms),
        ("flagged setup lines", score.flagged_setups),
    ):
        print(f"\n{title} ({len(pairs)}):")
        for row, message in pairs:
            print(f"  {row.line:4} {_shown(row)}\n         {message.text}  [{message.code}]")
    unsafe = sum(row.unsafe for row, _, _ in score.excluded)
    print(f"\nexcluded: {unsafe} rows that are SOO, {len(score.excluded) - unsafe} that are not; by reason:")
    for reason, number in Counter(reason for _, reason, _ in score.excluded).most_common():
        print(f"  {number:4} {reason}")
        for row, why, flagged in score.excluded:
            if why == reason:
                flag = f"flagged [{flagged.code}]" if flagged else "silent"
                print(f"         {row.line:4} {row.verdict}, {flag}: {_shown(row)}")
    print(f"\nerrors of other codes in the generated programs: {dict(score.other_errors)}")


def _print_count(name: str, count: Count, precision: float) -> None:
    numbers = f"{count.rows:5} {count.unsafe:5} {count.flagged:8} {count.recall:7.3f} {precision:9.3f}"
    print(f"{name:58} {numbers}")


def _shown(row: Row) -> str:
    op, setup = (" ; ".join(text.strip().splitlines()) for text in (row.op, row.setup))
    return f"{op}\n         after: {setup}" if setup else op


def installed_key() -> str:
    """Name the column of the table that the installed Django has to match."""
    return "5.2" if django.VERSION < (6,) else "6.1"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--django-key", choices=("5.2", "6.1"), default=installed_key())
    parser.add_argument(
        "--run", action="store_true", help="execute the programs and compare with the table, too"
    )
    parser.add_argument("--without-plugin", action="store_true", help="type-check with django-stubs alone")
    parser.add_argument("--keep", type=Path, help="write the programs into this folder and leave them there")
    parser.add_argument("--errors", action="store_true", help="print mypy's errors of other codes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ground_truth_") as temporary:
        work = options.keep or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        score, messages = measure(options.django_key, work.resolve(), with_ours=not options.without_plugin)
        print_score(score)
        if options.errors:
            for message in messages:
                if message.severity == "error" and not message.ours:
                    print(f"{message.file.name}:{message.line}: {message.text}  [{message.code}]")
        differences = compare_with_table(options.django_key, work.resolve()) if options.run else []
        for difference in differences:
            print(f"differs when executed: {difference}")
        if options.run:
            print(f"\nexecuted: {len(differences)} rows differ from the table")
    print(
        f"\nrecall {score.total.recall:.4f} (needed {RECALL}), "
        f"precision {score.precision:.4f} (needed {PRECISION})"
    )
    return 0 if score.passes and not differences else 1


if __name__ == "__main__":
    sys.exit(main())
