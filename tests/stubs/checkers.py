"""Run a type checker over a folder of Python files and return the lines that it reports an error on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from tests.stubs.environments import environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

REQUIREMENTS: Final = tuple(
    line
    for line in (Path(__file__).parent / "checkers.txt").read_text().splitlines()
    if line and not line.startswith("#")
)

Errors: TypeAlias = "Mapping[tuple[str, int], list[str]]"
"""The messages by file, as seen from the folder, and line."""


@dataclass(frozen=True, slots=True)
class Checker:
    """How to ask one checker, with {python} and {environment} for what it should look imports up in."""

    name: str
    arguments: tuple[str, ...]
    read: Callable[[str], Iterator[tuple[str, int, str]]]
    has_plugin: bool = False
    """Ours: it runs where the tests run, with django-stubs and what is installed there."""

    def check(self, folder: Path, target: Path) -> Errors:
        """Return the errors in this folder's files, with imports from the environment `target`."""
        home = Path(sys.prefix) if self.has_plugin else environment("checkers", *REQUIREMENTS)
        command = [str(home / "bin" / self.name.partition(" ")[0])]
        places = {"python": str(target / "bin" / "python"), "environment": str(target)}
        command += [argument.format(**places) for argument in self.arguments]
        command += sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
        done = subprocess.run(
            command, cwd=folder, env=_environ(), capture_output=True, text=True, check=False
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{self.name} did not finish:\n{done.stdout}\n{done.stderr}")
        errors: dict[tuple[str, int], list[str]] = defaultdict(list)
        for path, line, message in self.read(done.stdout):
            errors[str((folder / path).relative_to(folder)), line].append(message)
        return errors


def _environ() -> dict[str, str]:
    # The environment of the tests must not leak into what is checked.
    hidden = ("VIRTUAL_ENV", "PYTHONPATH", "MYPYPATH", "MYPY_CACHE_DIR")
    return {name: value for name, value in os.environ.items() if name not in hidden}


def _lines(pattern: str) -> Callable[[str], Iterator[tuple[str, int, str]]]:
    expression = re.compile(pattern)

    def read(output: str) -> Iterator[tuple[str, int, str]]:
        for line in output.splitlines():
            if found := expression.match(line):
                yield found["path"], int(found["line"]), found["message"]

    return read


def _read_pyright(output: str) -> Iterator[tuple[str, int, str]]:
    for found in json.loads(output)["generalDiagnostics"]:
        if found["severity"] == "error":
            yield found["file"], found["range"]["start"]["line"] + 1, found["message"]


_MYPY: Final = _lines(r"(?P<path>[^:]+):(?P<line>\d+): error: (?P<message>.*)")
_TY: Final = _lines(r"(?P<path>[^:]+):(?P<line>\d+):\d+: error(?P<message>.*)")
_PYREFLY: Final = _lines(r"\s*ERROR (?P<path>[^:]+):(?P<line>\d+):[\d:-]+:? (?P<message>.*)")

_MYPY_STRICT: Final = ("--strict", "--enable-error-code", "unused-awaitable", "--no-pretty")
_PYRIGHT: Final = ("--pythonpath", "{python}", "--outputjson")

CHECKERS: Final = (
    Checker("mypy", ("--python-executable", "{python}", *_MYPY_STRICT), _MYPY),
    Checker("pyright", _PYRIGHT, _read_pyright),
    Checker("basedpyright", _PYRIGHT, _read_pyright),
    Checker(
        "pyrefly",
        (
            "check",
            "--python-interpreter-path",
            "{python}",
            "--output-format",
            "min-text",
            "--summary=none",
            "--color=never",
        ),
        _PYREFLY,
    ),
    Checker("ty", ("check", "--python", "{environment}", "--output-format", "concise", "--color=never"), _TY),
    Checker("zuban", ("check", "--python-executable", "{python}", "--no-pretty"), _MYPY),
)

MYPY_WITH_PLUGIN: Final = Checker(
    "mypy with our plugin", ("--config-file", "plugin.ini", *_MYPY_STRICT), _MYPY, has_plugin=True
)

CONFIGURATION: Final = {
    # basedpyright's own default adds rules about style; both are asked the same questions.
    "pyrightconfig.json": json.dumps({"typeCheckingMode": "standard"}),
    "plugin.ini": (
        "[mypy]\nplugins = aobjects_mypy, mypy_django_plugin.main\n"
        "[mypy.plugins.django-stubs]\ndjango_settings_module = settings\n"
    ),
    "settings.py": 'SECRET_KEY = "only for tests"\n',
}
