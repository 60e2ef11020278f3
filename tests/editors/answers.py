"""Asks a server every probe, and judges its answers by the probe and by what Python finds at runtime."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.editors.probes import PROJECT, Probe, probes
from tests.editors.servers import Editor, Server, editor
from tests.stubs.environments import environment, with_runtime

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUNTIME: Final = Path(__file__).resolve().parents[2] / "runtime"


@cache
def runtime_names() -> Mapping[str, set[str]]:
    """Return the public names of each object that a probe completes, as ``dir()`` tells them."""
    expressions = sorted({probe.expression for probe in probes() if probe.verb == "offers"})
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("runtime_names.py"))],
        input=json.dumps(expressions),
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": f"{PROJECT}{os.pathsep}{RUNTIME}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return {expression: set(names) for expression, names in json.loads(done.stdout).items()}


async def faults(server: Server, home: Path) -> dict[Probe, str]:
    """Return the probes that the server does not answer right, and what it says there."""
    target = with_runtime(environment("editors", "Django~=5.2.0", "django-stubs~=6.1.0"))
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary).resolve() / "project"
        shutil.copytree(PROJECT, project, ignore=shutil.ignore_patterns("__pycache__"))
        async with editor(server, home, target, project) as opened:
            # A completion edits the file while it asks: the diagnostics of the whole file come before.
            asked = sorted(probes(), key=lambda probe: probe.verb == "offers")
            judged = {probe: await _fault(opened, project, probe) for probe in asked}
    return {probe: fault for probe in probes() if (fault := judged[probe])}


async def _fault(opened: Editor, project: Path, probe: Probe) -> str:
    path = project / "questions" / probe.file
    place = path, probe.line, probe.column
    match probe.verb:
        case "offers":
            return _fault_of_offer(probe, await opened.names(*place))
        case "is":
            shown = await opened.hover(*place)
            return "" if _shows_type(shown, probe.answer) else f"shows {shown!r}"
        case "shows":
            shown = await opened.hover(*place)
            return "" if probe.answer in shown else f"shows {shown!r}"
        case "leads to":
            return _fault_of_definition(probe, await opened.definitions(*place))
    said = {each.range.start.line: each.message for each in await opened.diagnostics(path)}
    if probe.verb == "refused":
        return "" if probe.line in said else "accepts it"
    wanted = {each.line for each in probes() if each.file == probe.file and each.verb == "refused"}
    return "; ".join(f"{line + 1}: {message}" for line, message in said.items() if line not in wanted)


def _fault_of_offer(probe: Probe, offered: set[str]) -> str:
    there = runtime_names()[probe.expression]
    public = {name for name in offered if name and not name.startswith("_")}
    if probe.names == ("everything",):
        missing, invented = there - public, public - there
    else:
        # A row also has what django-stubs tells of Model, which differs from Django here and there.
        wanted = set(probe.names)
        missing, invented = wanted - public, wanted - there
    return " ".join([*(f"-{name}" for name in sorted(missing)), *(f"+{name}" for name in sorted(invented))])


def _shows_type(shown: str, wanted: str) -> bool:
    """Tell whether the hover names this type, with or without its module and the default of its row."""
    without_modules = re.sub(r"\b(?:\w+\.)+(?=\w)", "", shown)
    without_default = re.sub(r"(Async\w+)\[(\w+), \2\]", r"\1[\2]", without_modules)
    return re.search(rf"(?<![\w\[|]){re.escape(wanted)}(?![\w\[]| \|)", without_default) is not None


def _fault_of_definition(probe: Probe, found: Sequence[tuple[Path, int]]) -> str:
    file, _, text = probe.answer.partition(": ")
    led = [
        (path, path.read_text().splitlines()[line].strip())
        for path, line in found
        if path.exists() and path.suffix in {".py", ".pyi"}
    ]
    if any(path.as_posix().endswith(file) and code.startswith(text) for path, code in led):
        return ""
    return f"leads to {[(path.name, code) for path, code in led]}"
