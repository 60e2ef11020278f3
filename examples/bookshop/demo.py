"""The main job: mypy names the lines of the bookshop that break in async code, and Django agrees on each.

Run it with the Python that has ``django-aobjects[mypy]`` installed: ``python examples/bookshop/demo.py``.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
UNSAFE = "SynchronousOnlyOperation"


@dataclass(frozen=True, slots=True)
class Finding:
    """One error that mypy prints."""

    file: str
    line: int
    message: str
    hint: str
    code: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one request, task or command did when it was run."""

    name: str
    what: str
    status: int | None
    body: str
    error: str
    file: str
    line: int

    @property
    def works(self) -> bool:
        """Say whether it ended as a reader of the shop expects."""
        return not self.error and self.status in (None, 200)

    @property
    def answer(self) -> str:
        """Put the end in one word."""
        return self.error or str(self.status or "done")


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in the project's folder."""
    return subprocess.run([sys.executable, *arguments], cwd=HERE, capture_output=True, text=True, check=False)


def run_mypy(package: str) -> list[Finding]:
    """Type-check one package as a user does: ``mypy before``."""
    done = run_python("-m", "mypy", "--output", "json", package)
    # 0 is clean and 1 is errors found; anything else is mypy or its configuration failing.
    if done.returncode not in (0, 1):
        sys.exit(f"mypy did not run on {package}:\n{done.stdout}{done.stderr}")
    # A clean run ends with a sentence.
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return [
        Finding(row["file"], row["line"], row["message"], row["hint"] or "", row["code"] or "")
        for row in rows
        if row["severity"] == "error"
    ]


def crawl(package: str) -> list[Outcome]:
    """Serve one package on a fresh SQLite database and request everything."""
    done = run_python("crawl.py", package)
    if done.returncode != 0:
        sys.exit(f"The requests to {package} did not run:\n{done.stdout}{done.stderr}")
    return [Outcome(**row) for row in json.loads(done.stdout)]


def print_findings(findings: list[Finding]) -> None:
    """Print each error under its place, with the line it is about."""
    for found in findings:
        source = Path(HERE, found.file).read_text(encoding="utf-8").splitlines()[found.line - 1]
        print(f"{found.file}:{found.line}: {found.message}  [{found.code}]")
        print(f"        {source.strip()}")
        print(f"    {found.hint}\n" if found.hint else "")


def print_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns; the first row is the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, row in enumerate(rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def compare(flagged: dict[tuple[str, int], str], before: list[Outcome], after: list[Outcome]) -> list[str]:
    """Print what mypy said beside what Django did, and return every disagreement."""
    rows = [("request, task or command", "mypy on before", "before", "after")]
    wrong: list[str] = []
    raised: set[tuple[str, int]] = set()
    for first, repaired in zip(before, after, strict=True):
        place = (first.file, first.line)
        code = flagged.get(place, "silent") if first.error else "silent"
        raised.add(place)
        where = f"{first.file}:{first.line}"
        end = f"raises in {where}" if first.error else first.answer
        rows.append((first.what, code, end, repaired.answer))
        if first.error not in ("", UNSAFE):
            wrong.append(f"before: {first.what} raises {first.error} in {where}, expected {UNSAFE}")
        elif not first.error:
            wrong.append(f"before: {first.what} raises nothing")
        elif place not in flagged:
            wrong.append(f"before: {first.what} raises in {where}, but mypy does not flag that line")
        if not repaired.works:
            wrong.append(f"after: {repaired.what} ends with {repaired.answer}")
    print_table(rows)
    for file, line in sorted(flagged.keys() - raised):
        wrong.append(f"before: mypy flags {file}:{line}, but nothing raised there")
    return wrong


def main() -> int:
    """Run the three steps; return 1 when anything differs from what the README says."""
    start = time.monotonic()
    print("1. mypy before: the views as people write them first\n")
    before = run_mypy("before")
    print_findings(before)

    print("2. mypy after: the same views, repaired\n")
    after = run_mypy("after")
    print_findings(after)
    print(f"{len(before)} errors in before, {len(after)} in after.\n")

    print("3. Every URL, through Django's AsyncClient, on SQLite: which lines really raise?\n")
    flagged = {(found.file, found.line): found.code for found in before}
    wrong = compare(flagged, crawl("before"), crawl("after"))
    wrong += [f"before: {found.code} is not ours" for found in before if not found.code.startswith("async-")]
    wrong += [f"after: mypy flags {found.file}:{found.line}" for found in after]

    print()
    if wrong:
        print(f"Not as promised ({len(wrong)}):")
        print("\n".join(f"  {sentence}" for sentence in wrong))
        return 1
    seconds = time.monotonic() - start
    print(
        f"mypy flagged {len(flagged)} lines: exactly those on which Django raised {UNSAFE}."
        f" Repaired, all is clean and answers. ({seconds:.0f} s)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
