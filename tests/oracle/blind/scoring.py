"""Compares what was executed with what mypy reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.oracle.blind.places import Span, places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Line = tuple[str, int]
Stack = tuple[Line, ...]


def reports(project: Path, import_path: str, *, unproven: bool) -> dict[Line, list[str]]:
    """Let mypy check the project; return the messages of our codes by where they stand."""
    more = ["--enable-error-code", "async-unsafe-unproven"] if unproven else []
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--output", "json", "--cache-dir", os.devnull, *more],
        cwd=project,
        env={**os.environ, "PYTHONPATH": import_path},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode not in (0, 1):
        raise SystemExit(run.stdout + run.stderr)
    found: dict[Line, list[str]] = {}
    for line in run.stdout.splitlines():
        if not line.startswith("{"):
            continue
        message = json.loads(line)
        if message["severity"] == "error" and (message["code"] or "").startswith("async-unsafe"):
            found.setdefault((message["file"], message["line"]), []).append(message["message"])
    return found


class Score:
    """Agreement by function that a drive enters, by statement that is async-unsafe, and by report."""

    def __init__(self, root: Path, executed: dict[str, Any], found: dict[Line, list[str]]) -> None:
        self.root = root
        self.executed = executed
        self.found = found
        self.reported = {place for line in found if (place := self.statement(line)) is not None}

    def statement(self, line: Line) -> Span | None:
        return places(self.root, line[0]).statement(line[1])

    def in_project(self, stack: list[list[Any]]) -> Stack:
        return tuple((file, line) for file, line in stack if file != "drives.py")

    def target(self, result: dict[str, Any]) -> Span | None:
        module, _, name = result["target"].partition(":")
        parts = module.split(".")
        for end in range(len(parts), 0, -1):
            for file in ("/".join(parts[:end]) + ".py", "/".join(parts[:end]) + "/__init__.py"):
                if (self.root / file).exists():
                    named = ".".join([*parts[end:], name] if name else parts[end:])
                    known = places(self.root, file)
                    return known.named(named) or known.named(named.rpartition(".")[0])
        return None

    def stands_in(self, span: Span) -> bool:
        return any(file == span.file and span.holds(line) for file, line in self.found)

    def on_the_way(self, stack: Stack) -> bool:
        return any(self.statement(line) in self.reported for line in stack)

    @cached_property
    def entered(self) -> dict[Span, dict[str, bool]]:
        """Each function that a drive enters the project by: does it raise, and is that reported."""
        answers: dict[Span, dict[str, bool]] = {}
        for result in self.executed.values():
            if (target := self.target(result)) is None:
                continue
            stacks = [self.in_project(stack) for stack in result["raising"]["stacks"]]
            inside = self.stands_in(target)
            one = answers.setdefault(
                target, {"raises": False, "inside": inside, "there": False, "way": False}
            )
            if stacks:
                one["raises"] = True
                one["there"] |= inside or any(
                    stack and self.statement(stack[-1]) in self.reported for stack in stacks
                )
                one["way"] |= inside or any(self.on_the_way(stack) for stack in stacks)
        return answers

    @cached_property
    def sites(self) -> dict[Span | None, list[tuple[str, Stack, bool]]]:
        """Each statement that runs a query: by which drive and way, and whether that is reported."""
        answers: dict[Span | None, list[tuple[str, Stack, bool]]] = {}
        for name, result in self.executed.items():
            target = self.target(result)
            for stack in dict.fromkeys(map(self.in_project, self._stacks(result))):
                if stack:
                    known = self.on_the_way(stack) or (
                        len(stack) == 1 and target is not None and self._framework(stack, target)
                    )
                    answers.setdefault(self.statement(stack[-1]), []).append((name, stack, known))
                elif target is not None:
                    answers.setdefault(target, []).append((name, stack, self.stands_in(target)))
        return answers

    def _framework(self, stack: Stack, target: Span) -> bool:
        """Tell a framework that calls a piece of the project after the target, which gave it the row."""
        (file, line), *_ = stack
        return not (file == target.file and target.holds(line)) and self.stands_in(target)

    @staticmethod
    def _stacks(result: dict[str, Any]) -> Iterator[list[list[Any]]]:
        for mode in ("raising", "passing"):
            yield from result[mode]["stacks"]

    @cached_property
    def false(self) -> list[Line]:
        """Reports in functions that were executed, and that no unsafe read passes through."""
        true: set[Span | None] = set()
        for result in self.executed.values():
            target = self.target(result)
            for stack in map(self.in_project, self._stacks(result)):
                true.update(map(self.statement, stack))
                if target is not None and (not stack or self._framework(stack[:1], target)):
                    true.update(
                        self.statement(line)
                        for line in self.found
                        if line[0] == target.file and target.holds(line[1])
                    )
        return [line for line in self.of_executed if self.statement(line) not in true]

    @cached_property
    def of_executed(self) -> list[Line]:
        """Reports in functions that some drive has entered."""
        entered = {
            (file, line)
            for result in self.executed.values()
            for mode in ("raising", "passing")
            for file, line in result[mode]["entered"]
        }
        functions = {line: places(self.root, line[0]).function(line[1]) for line in self.found}
        return [
            line
            for line, function in functions.items()
            if function is not None and (function.file, function.first) in entered
        ]

    def text(self, *, verbose: bool) -> str:
        entered = self.entered.values()
        raising = [one for one in entered if one["raises"]]
        quiet = [one for one in entered if not one["raises"] and one["inside"]]
        flagged = sum(one["there"] for one in raising)
        sites = self.sites
        known = [all(known for _, _, known in ways) for ways in sites.values()]
        of_executed = len(self.of_executed)
        lines = [
            f"functions entered {len(entered)}, raise {len(raising)}, recall {_share(flagged, len(raising))} "
            f"(on the way {_share(sum(one['way'] for one in raising), len(raising))}), "
            f"precision {_share(flagged, flagged + len(quiet))}",
            f"statements that query {len(sites)}, reported on every way {_share(sum(known), len(sites))}",
            f"reports {len(self.found)}, in functions executed {of_executed}, "
            f"true {_share(of_executed - len(self.false), of_executed)}",
        ]
        if verbose:
            for span, one in self.entered.items():
                if one["raises"] and not one["way"]:
                    lines.append(f"MISSED function {span.file}:{span.first} {span.name}")
            for place, ways in sites.items():
                for name, stack, is_known in ways:
                    if not is_known:
                        way = " > ".join(f"{file}:{line}" for file, line in stack)
                        lines.append(
                            f"MISSED {name} {place.file if place else '?'}: {way or 'within the framework'}"
                        )
            lines += [f"FALSE {file}:{line} {'; '.join(self.found[file, line])}" for file, line in self.false]
            lines += [
                f"BROKEN {name}: {result['raising']['error']}"
                for name, result in self.executed.items()
                if self.target(result) is None
                or (result["raising"]["error"] and not result["raising"]["stacks"])
            ]
        return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole if whole else 1:.3f}"
