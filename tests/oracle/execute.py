"""Run every generated row against Django and compare what it raises with the table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tests.oracle.checkout import CASES, ROOT, python_path
from tests.oracle.ground_truth import generate_programs, read_rows

if TYPE_CHECKING:
    from pathlib import Path

RUNNER = "tests.oracle.run_rows"


def compare_with_table(django_key: str, work: Path) -> list[str]:
    """Execute the programs of `django_key` in a subprocess; return a line for each verdict that differs."""
    rows = read_rows(django_key)
    programs = generate_programs(rows, django_key)
    plan = []
    for program in programs:
        path = work / f"{program.module}.py"
        path.write_text(program.text)
        plan += [
            {
                "line": line,
                "module": program.module,
                "first": op_lines.start,
                "last": op_lines.stop - 1,
            }
            for line, op_lines in program.op_lines.items()
        ]
    outcomes = run_script(RUNNER, work, plan)
    differences = []
    for row in rows:
        outcome = outcomes.get(str(row.line), "not executed")
        if outcome != row.verdict:
            differences.append(f"{row.line} {row.op!r}: table {row.verdict}, executed {outcome}")
    return differences


def run_script(
    module: str, work: Path, plan: list[dict[str, Any]], *, root: Path = CASES, allow: bool = False
) -> dict[str, Any]:
    """Run what `plan` says with a database of its own in `work`, and return what `module` has to say of it.

    With `allow` Django lets the functions query on the event loop.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), python_path(work, root)]),
        "DJANGO_SETTINGS_MODULE": "library.settings",
        "LIBRARY_DATABASE": str(work / "library.sqlite3"),
        "PYTHONWARNINGS": "ignore",
        **({"DJANGO_ALLOW_ASYNC_UNSAFE": "1"} if allow else {}),
    }
    command = [sys.executable, "-m", module]
    done = subprocess.run(
        command,
        input=json.dumps(plan),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=work,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module} exit {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    outcomes: dict[str, Any] = json.loads(done.stdout)
    return outcomes
