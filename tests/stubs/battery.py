"""Measure asgiref's inline types and ours under a checker; as a script, print the table for all of them."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from checkers import CHECKERS, CONFIGURATION, REQUIREMENTS
from environments import environment, with_stubs

if TYPE_CHECKING:
    from checkers import Checker, Errors

FOLDER: Final = Path(__file__).parent / "battery"
MARK: Final = "# E:"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of the battery, by its place and its code without comments."""

    file: str
    number: int
    code: str
    asserts: bool
    must_fail: bool

    def __str__(self) -> str:
        return f"{self.file}: {self.code}"


@dataclass(frozen=True, slots=True)
class Measured:
    """The lines that a checker gets wrong, and what it says about each."""

    wrong: dict[Line, list[str]]

    def asserts_right(self) -> int:
        return len(asserts()) - sum(line.asserts for line in self.wrong)

    def errors_found(self) -> int:
        return len(expected_errors()) - sum(line.must_fail for line in self.wrong)

    def unexpected_errors(self) -> int:
        """Count the errors on the lines that only use what others assert."""
        return sum(not line.asserts and not line.must_fail for line in self.wrong)


@cache
def lines() -> tuple[Line, ...]:
    return tuple(
        Line(path.name, number, code.split("  #")[0].strip(), "assert_type(" in code, MARK in code)
        for path in sorted(FOLDER.glob("*.py"))
        for number, code in enumerate(path.read_text().splitlines(), start=1)
    )


def asserts() -> list[Line]:
    return [line for line in lines() if line.asserts]


def expected_errors() -> list[Line]:
    return [line for line in lines() if line.must_fail]


@cache
def measure_inline(checker: Checker) -> Measured:
    """Measure with asgiref alone."""
    return _measure(checker, environment("battery-inline", *_asgiref()))


@cache
def measure_stubs(checker: Checker) -> Measured:
    """Measure with our stubs beside asgiref."""
    return _measure(checker, with_stubs(environment("battery-stubs", *_asgiref())))


def table() -> str:
    """Return one line a checker: right with asgiref's inline types -> right with ours."""
    rows = [
        (
            "",
            f"{len(asserts())} assert_type",
            f"{len(expected_errors())} expected errors",
            "unexpected errors",
        )
    ]
    for checker in CHECKERS:
        before, after = measure_inline(checker), measure_stubs(checker)
        rows.append(
            (
                checker.name,
                f"{before.asserts_right()} -> {after.asserts_right()}",
                f"{before.errors_found()} -> {after.errors_found()}",
                f"{before.unexpected_errors()} -> {after.unexpected_errors()}",
            )
        )
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _asgiref() -> list[str]:
    return [requirement for requirement in REQUIREMENTS if requirement.startswith("asgiref")]


def _measure(checker: Checker, target: Path) -> Measured:
    # Outside the repository: no checker may find our own configuration.
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "battery"
        shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in CONFIGURATION.items():
            (folder / name).write_text(text)
        errors: Errors = checker.check(folder, target)
    stray = set(errors) - {(line.file, line.number) for line in lines()}
    if stray:
        raise RuntimeError(f"{checker.name} reports errors outside the battery: {sorted(stray)}")
    found = {line: errors.get((line.file, line.number), []) for line in lines()}
    return Measured({line: said for line, said in found.items() if bool(said) != line.must_fail})


if __name__ == "__main__":
    print(table())
