"""Measure asgiref's inline types and ours under a checker; as a script, print the table for all of them."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.stubs.checkers import CHECKERS, CONFIGURATION, MYPY_WITH_PLUGIN, REQUIREMENTS
from tests.stubs.environments import environment, with_runtime, with_stubs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stubs.checkers import Checker, Errors

FOLDER: Final = Path(__file__).parent / "battery"
RUN_SYNC: Final = Path(__file__).parent / "run_sync"
"""What asgiref has no counterpart of."""
SHARED: Final = FOLDER / "shop.py"
MARK: Final = "# E:"
FUNCTIONS: Final = re.compile(
    r"^from asgiref\.sync import (?=(sync_to_async|async_to_sync|, )+$)", re.MULTILINE
)
"""How a file begins that needs nothing of asgiref but what `aobjects.sync` has too."""


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
def lines(folder: Path = FOLDER) -> tuple[Line, ...]:
    return tuple(
        Line(path.name, number, code.split("  #")[0].strip(), "assert_type(" in code, MARK in code)
        for path in sorted(folder.glob("*.py"))
        for number, code in enumerate(path.read_text().splitlines(), start=1)
    )


def asserts() -> list[Line]:
    return [line for line in lines() if line.asserts]


def expected_errors() -> list[Line]:
    return [line for line in lines() if line.must_fail]


@cache
def measure_inline(checker: Checker) -> Measured:
    """Measure with asgiref alone."""
    if checker.has_plugin:
        return measure_inline(CHECKERS[0])
    return _measure(checker, environment("battery-inline", *_asgiref()))


@cache
def measure_stubs(checker: Checker) -> Measured:
    """Measure with our stubs beside asgiref."""
    return _measure(checker, with_stubs(environment("battery-stubs", *_asgiref())))


def exchangeable() -> set[str]:
    """Return the names of the files whose import from asgiref can become one from `aobjects.sync`."""
    return {path.name for path in FOLDER.glob("*.py") if FUNCTIONS.search(path.read_text())}


@cache
def measure_aobjects(checker: Checker) -> Measured:
    """Measure the functions of `aobjects.sync`, where the stubs are not installed."""
    target = with_runtime(environment("battery-aobjects", *_asgiref()))
    return _measure(checker, target, rewrite=lambda text: FUNCTIONS.sub("from aobjects.sync import ", text))


@cache
def measure_run_sync(checker: Checker) -> Measured:
    """Measure `run_sync`, where the stubs are not installed."""
    return _measure(checker, with_runtime(environment("battery-aobjects", *_asgiref())), RUN_SYNC)


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
    for checker in (*CHECKERS, MYPY_WITH_PLUGIN):
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


def _measure(
    checker: Checker, target: Path, source: Path = FOLDER, rewrite: Callable[[str], str] | None = None
) -> Measured:
    # Outside the repository: no checker may find our own configuration.
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / source.name
        folder.mkdir()
        for path in {SHARED, *source.glob("*.py")}:
            text = path.read_text()
            (folder / path.name).write_text(rewrite(text) if rewrite is not None else text)
        for name, text in CONFIGURATION.items():
            (folder / name).write_text(text)
        errors: Errors = checker.check(folder, target)
    stray = set(errors) - {(line.file, line.number) for line in lines(source)}
    if stray:
        raise RuntimeError(f"{checker.name} reports errors outside the battery: {sorted(stray)}")
    found = {line: errors.get((line.file, line.number), []) for line in lines(source)}
    return Measured({line: said for line, said in found.items() if bool(said) != line.must_fail})


if __name__ == "__main__":
    print(table())
