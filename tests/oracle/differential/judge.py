"""Ask mypy and Django about the same programs, and compare line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.oracle.execute import run_script
from tests.oracle.mypy_run import Message, Mypy, MypyFailedError

from .program import Module, Program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RUNNER = "tests.oracle.differential.run_programs"
UNSAFE = "SynchronousOnlyOperation"
IN_A_MODULE = 250
CRASH = re.compile(r"(?P<module>programs_\d+_\d+)\.py:(?:(?P<line>\d+):)? error: INTERNAL ERROR")
# Each is searched for with several runs of mypy.
MOST_CRASHES = 3

AGREES, MISSED, FALSE_ALARM, CRASHES, DISCARDED = "agrees", "missed", "false alarm", "crash", "discarded"
UNPROVEN = "async-unsafe-unproven"
UNTYPED = "untyped"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What both said about one program."""

    program: Program
    text: str
    kind: str
    # Whether Django raised, and whether mypy reported the line that counts.
    unsafe: bool = False
    flagged: bool = False
    detail: str = ""
    is_unsound: bool = False
    """It raises, and nothing is said of it under `async-unsafe-unproven` either."""
    is_doubted: bool = False
    """It does not raise, and is reported under that code alone."""

    @property
    def differs(self) -> bool:
        return self.kind in (MISSED, FALSE_ALARM, CRASHES)


@dataclass(slots=True)
class Judge:
    """Judges programs in a folder of its own; mypy's cache stays from one round to the next."""

    work: Path
    libraries: Path | None = None
    """Where judges share what mypy knows of the models."""
    rounds: int = 0
    crashes: list[str] = field(default_factory=list)

    def judge(self, programs: Sequence[Program]) -> list[Verdict]:
        """Give each program its verdict."""
        self.rounds += 1
        modules = [
            Module(
                f"programs_{self.rounds}_{number}",
                {f"program_{self.rounds}_{number}_{n}": program for n, program in enumerate(chunk)},
            )
            for number, chunk in enumerate(_chunks(programs))
        ]
        outcomes = self._execute(modules)
        # A program that fails otherwise says nothing: mypy need not see it.
        found: list[Verdict] = []
        kept = []
        for module in modules:
            programs_left = {}
            for name, program in module.programs.items():
                failures = [o for o in outcomes[name] if o["raised"] not in (None, UNSAFE)]
                if failures:
                    failed = f"{failures[0]['raised']}: {failures[0]['text']}"
                    found.append(Verdict(program, module.written(name), DISCARDED, detail=failed))
                else:
                    programs_left[name] = program
            kept.append((module, Module(module.name, programs_left)))
        crashed = self._check_until_no_crash([judged for _, judged in kept])
        messages, crashes = crashed
        for executed, judged in kept:
            for name, program in judged.programs.items():
                if name in crashes:
                    found.append(Verdict(program, judged.written(name), CRASHES, detail=crashes[name]))
                    continue
                found.append(_compare(executed, judged, name, outcomes[name], messages))
        order = {program: number for number, program in enumerate(programs)}
        return sorted(found, key=lambda verdict: order[verdict.program])

    def _execute(self, modules: list[Module]) -> dict[str, list[dict[str, Any]]]:
        plan = []
        for module in modules:
            (self.work / f"{module.name}.py").write_text(module.text)
            for name, program in module.programs.items():
                plan.append({"module": module.name, "function": name, "flags": len(program.flags)})
        return run_script(RUNNER, self.work, plan)

    def _check_until_no_crash(self, modules: list[Module]) -> tuple[list[Message], dict[str, str]]:
        """Type-check; take out a program that mypy crashes on, and try again."""
        crashes: dict[str, str] = {}
        while True:
            texts = {module.name: _without(module, crashes) for module in modules}
            for name, text in texts.items():
                (self.work / f"{name}.py").write_text(text)
            try:
                return self._check([self.work / f"{name}.py" for name in texts]), crashes
            except MypyFailedError as error:
                culprit = self._find_culprit(modules, crashes, str(error))
                if culprit is None or len(crashes) >= MOST_CRASHES:
                    raise
                crashes[culprit] = str(error)[-3000:]

    def _find_culprit(self, modules: list[Module], crashes: dict[str, str], text: str) -> str | None:
        """Name a program that mypy crashes on, from the message or by halving what is left."""
        place = CRASH.search(text)
        module = next((m for m in modules if place and m.name == place["module"]), None)
        if module is None or place is None:
            return None
        if place["line"]:
            return module.program_at(int(place["line"]))
        suspects = [name for name in module.programs if name not in crashes]
        while len(suspects) > 1:
            half = suspects[: len(suspects) // 2]
            blank = {name: "" for name in module.programs if name not in half}
            (self.work / f"{module.name}.py").write_text(_without(module, blank))
            try:
                self._check([self.work / f"{module.name}.py"])
                suspects = suspects[len(half) :]
            except MypyFailedError:
                suspects = half
        return suspects[0] if suspects else None

    def _check(self, paths: list[Path]) -> list[Message]:
        mypy = Mypy(self.work, more=f"enable_error_code = {UNPROVEN}", libraries=self.libraries)
        return mypy.check(paths)


def _chunks(programs: Sequence[Program]) -> list[Sequence[Program]]:
    return [programs[start : start + IN_A_MODULE] for start in range(0, len(programs), IN_A_MODULE)]


def _without(module: Module, crashes: dict[str, str]) -> str:
    """Blank the programs that crash; every other line keeps its number."""
    lines = module.text.splitlines()
    for name in crashes.keys() & module.programs.keys():
        for number in module.lines[name]:
            lines[number - 1] = ""
    return "\n".join(lines) + "\n"


def _compare(
    executed: Module, judged: Module, name: str, outcomes: list[dict[str, Any]], messages: list[Message]
) -> Verdict:
    program = judged.programs[name]
    text = judged.written(name)
    shift = judged.lines[name].start - executed.lines[name].start
    # Each execution that raises, by the lines it went down: the program's, and those of its helpers.
    ways = [{line + shift for line in o["lines"]} for o in outcomes if o["raised"] == UNSAFE and o["lines"]]
    raised = {line for way in ways for line in way}
    here = [
        m
        for m in messages
        if m.file.stem == judged.name and m.line in judged.lines[name] and m.severity == "error"
    ]
    flagged = {m.line: m for m in here if m.ours and m.code != UNPROVEN}
    doubted = {m.line for m in here if m.code == UNPROVEN}
    errors = [f"{m.text} [{m.code}]" for m in here if not m.ours]
    if errors:
        # It is no typed program; mypy says so itself.
        return Verdict(program, text, UNTYPED, detail=errors[0])
    start = judged.lines[name].start
    missed = [way for way in ways if way.isdisjoint(flagged)]
    if missed:
        is_unsound = any(way.isdisjoint(doubted) for way in missed)
        if program.detour is not None and program.detour.is_opaque and not is_unsound:
            return Verdict(program, text, AGREES)
        detail = f"line {max(missed[0]) - start + 1} raises and is not reported"
        return Verdict(program, text, MISSED, unsafe=True, detail=detail, is_unsound=is_unsound)
    # A line is silent in truth if executions went through it and none was stopped before it: what a
    # stopped execution would have done there is unknown.
    stopped = [set(o["executed"]) for o in outcomes if o["raised"] == UNSAFE]
    alarms = {
        line: m
        for line, m in flagged.items()
        if line not in raised
        and any(line - shift in o["executed"] for o in outcomes)
        and all(line - shift in went for went in stopped)
    }
    if alarms:
        line = min(alarms)
        detail = f"line {line - start + 1} is reported and does not raise: {alarms[line].text}"
        return Verdict(program, text, FALSE_ALARM, unsafe=bool(raised), flagged=True, detail=detail)
    is_doubted = bool(doubted) and not raised
    is_flagged = bool(flagged) and bool(raised)
    return Verdict(program, text, AGREES, bool(raised), is_flagged, is_doubted=is_doubted)
