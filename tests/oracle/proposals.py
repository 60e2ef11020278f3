"""Apply every fix of every report to a copy of the cases, until none is left, and say what comes of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aobjects_mypy.reports import printing, source
from aobjects_mypy.reports.report import Report, from_json

from tests.oracle.checkout import CASES, ROOT
from tests.oracle.mypy_run import CONFIG, DJANGO_STUBS, OURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

ROUNDS = 6
"""How often what is left may be looked at again: a mended line can bring out another."""


@dataclass(frozen=True, slots=True)
class Found:
    """One error in a copy of a case: ours with its report, mypy's without."""

    module: str
    line: int
    code: str
    text: str
    report: Report | None = None


@dataclass(slots=True)
class Applied:
    """What was applied to the copies, and what mypy says of them in the end."""

    root: Path
    first: list[Found] = field(default_factory=list)
    """Before anything was applied."""
    left: list[Found] = field(default_factory=list)


def copy_of_cases(work: Path, modules: Iterable[str]) -> Path:
    """Copy the shared app and some cases, so that they can be edited."""
    root = work / "cases"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(CASES / "library", root / "library", ignore=shutil.ignore_patterns("__pycache__"))
    for module in modules:
        name = module.replace(".", "/") + ".py"
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CASES / name, root / name)
    return root


def run_mypy(work: Path, root: Path, modules: Sequence[str]) -> list[Found]:
    """Return what mypy says of the cases below ``root``."""
    config = work / "mypy.ini"
    config.write_text(CONFIG.format(plugins=f"{OURS}, {DJANGO_STUBS}", strict=True, untyped=True))
    paths = [str(root / (module.replace(".", "/") + ".py")) for module in modules]
    command = [sys.executable, "-m", "mypy", "--config-file", str(config), "--output", "json"]
    command.append("--no-error-summary")
    done = subprocess.run(
        [*command, "--cache-dir", str(work / "cache"), str(root / "library"), *paths],
        env=environment(work, root),
        capture_output=True,
        text=True,
        check=False,
        cwd=work,
    )
    assert done.returncode in (0, 1), done.stdout[-2000:] + done.stderr[-4000:]
    found = []
    for line in done.stdout.splitlines():
        data = json.loads(line)
        if data["severity"] == "error":
            path = os.path.relpath((work / data["file"]).resolve(), root)
            written = printing.report_in(data["hint"] or "")
            report = from_json(json.loads(written)) if written is not None else None
            module = path.removesuffix(".py").replace("/", ".")
            found.append(Found(module, data["line"], data["code"] or "", data["message"], report))
    return found


def environment(work: Path, root: Path) -> dict[str, str]:
    paths = [
        str(ROOT),
        *(str(ROOT / name) for name in ("mypy_plugin", "runtime", "stubs")),
        str(root),
        str(work),
    ]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")]),
        "MYPYPATH": os.pathsep.join([str(root), str(work)]),
        "PYTHONHASHSEED": "0",
        printing.VARIABLE: "1",
    }


def apply_all(
    work: Path, modules: Sequence[str], choose: int = 0, first: Sequence[Found] | None = None
) -> Applied:
    """Apply the fixes of every report, the best (or, with ``choose=-1``, the last) of each.

    ``first`` is what mypy has said of the cases as they are, where that is known.
    """
    root = copy_of_cases(work, modules)
    applied = Applied(root)
    for number in range(ROUNDS):
        if number or first is None:
            found = [one for one in run_mypy(work, root, modules) if not one.module.startswith("library.")]
        else:
            found = [one for one in first if one.module in modules]
        applied.left = found
        if not number:
            applied.first = found
        changed = False
        for module in {one.module for one in found}:
            reports = [one.report for one in found if one.module == module and one.report is not None]
            path = root / (module.replace(".", "/") + ".py")
            text = path.read_text()
            after = source.apply(text, source.compatible(r.fixes[choose] for r in reports if r.fixes))
            if after != text:
                changed = True
                path.write_text(after)
        if not changed:
            break
    return applied


def run_functions(work: Path, root: Path, plan: list[dict[str, str]], *, allow: bool) -> dict[str, Any]:
    """Run functions of the cases below ``root``; with ``allow`` Django lets them query on the event loop."""
    work.mkdir(parents=True, exist_ok=True)
    env = environment(work, root) | {
        "DJANGO_SETTINGS_MODULE": "library.settings",
        "LIBRARY_DATABASE": str(work / "library.sqlite3"),
        "PYTHONWARNINGS": "ignore",
    }
    if allow:
        env["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    done = subprocess.run(
        [sys.executable, "-m", "tests.oracle.run_proposals"],
        input=json.dumps(plan),
        env=env,
        capture_output=True,
        text=True,
        check=False,
        cwd=work,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    outcomes: dict[str, Any] = json.loads(done.stdout)
    return outcomes
