"""Run mypy and read its reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy.command import settings
from aobjects_mypy.reports import printing
from aobjects_mypy.reports.report import Report, from_json

if TYPE_CHECKING:
    from collections.abc import Sequence

CACHE: Final = "aobjects_check"
"""Below mypy's own cache: what mypy prints there has whole reports in it."""
_PREFIX: Final = "async-"
_SYNTAX: Final = "syntax"


@dataclass(frozen=True, slots=True)
class Located:
    """A report and the range it is about; lines count from 1, columns from 0, in characters."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    report: Report


@dataclass(frozen=True, slots=True)
class Note:
    """What could not be judged."""

    file: str
    line: int
    message: str


@dataclass(slots=True)
class Answer:
    """What one run of mypy said."""

    reports: list[Located] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    others: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Errors of mypy itself, by file, code and message."""
    lines: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    """Where they stand."""


class MypyFailedError(Exception):
    """mypy could not check: the text says why, in its own words."""


class Checker:
    """mypy with the project's settings, or with ours where it has none."""

    def __init__(self, folder: Path, paths: Sequence[str]) -> None:
        self.settings: Final = settings.find(folder)
        self._folder: Final = folder
        cache = self.settings.mypy.get("cache_dir", ".mypy_cache")
        self.cache: Final = Path(self.settings.folder, str(cache), CACHE)
        self._paths: Final = list(paths) or ([] if self.settings.has_files else ["."])
        self._config: Path | None = self.settings.path if self.settings.is_ready else None

    @property
    def is_first(self) -> bool:
        return not self.cache.exists()

    def _written_config(self) -> Path:
        if self._config is None:
            text = settings.complete(self.settings)
            self.cache.mkdir(parents=True, exist_ok=True)
            self._config = self.cache / "mypy.ini"
            if not self._config.is_file() or self._config.read_text(encoding="utf-8") != text:
                self._config.write_text(text, encoding="utf-8")
        return self._config

    def run(self) -> Answer:
        """Check once; what has not changed since the last time comes from mypy's cache."""
        done = self._run([sys.executable, "-m", *self._mypy(), *self._arguments()])
        said = [line for line in done.stdout.splitlines() if line]
        if done.returncode not in (0, 1):
            raise MypyFailedError("\n".join([*map(_plain, said), done.stderr]).strip())
        answer = Answer()
        for line in said:
            if line.startswith("{"):
                _take_up(answer, json.loads(line))
        answer.reports.sort(key=lambda found: (found.file, found.line, found.column))
        return answer

    def _mypy(self) -> list[str]:
        return ["mypy"]

    def _arguments(self) -> list[str]:
        """Return what mypy is called with, however that is called."""
        options = ["--config-file", str(self._written_config()), "--cache-dir", str(self.cache)]
        return [*options, "--output", "json", "--no-error-summary", *self._paths]

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self._folder,
            env={**os.environ, printing.VARIABLE: "1"},
            # A server is talked to there.
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


class WarmChecker(Checker):
    """mypy's daemon, for this process alone: what an edit does not reach is not checked again."""

    @property
    def _status(self) -> Path:
        return self.cache / f"server-{os.getpid()}.json"

    def _mypy(self) -> list[str]:
        self.cache.mkdir(parents=True, exist_ok=True)
        # It ends by itself where nobody has asked for an hour.
        return ["mypy.dmypy", "--status-file", str(self._status), "run", "--timeout", "3600", "--"]

    def run(self) -> Answer:
        """Check again; a file that cannot be parsed ends no daemon, and hides what it has said."""
        answer = super().run()
        broken = [f"{file}: {text}" for file, code, text in answer.others if code == _SYNTAX]
        if broken:
            raise MypyFailedError("\n".join(broken))
        return answer

    def stop(self) -> None:
        """End the daemon, if there is one, whatever it is doing."""
        for way in ("stop", "kill"):
            # It leaves no file when it stops; one that is at work does not answer in time.
            if self._status.exists():
                self._run([sys.executable, "-m", "mypy.dmypy", "--status-file", str(self._status), way])
        self._status.unlink(missing_ok=True)


def _take_up(answer: Answer, data: dict[str, Any]) -> None:
    code, hints = str(data["code"] or ""), str(data["hint"] or "")
    written = printing.report_in(hints)
    if written is not None:
        report = from_json(json.loads(written))
        said = data["line"], max(data["column"], 0), data["end_line"], data["end_column"]
        line, column, end_line, end_column = report.place or said
        answer.reports.append(Located(data["file"], line, column, end_line, end_column, report))
    elif data["severity"] == "error":
        key = (data["file"], code, data["message"])
        answer.others[key] += 1
        answer.lines.setdefault(key, []).append(data["line"])
    elif code.startswith(_PREFIX):
        answer.notes.append(Note(data["file"], data["line"], data["message"]))


def _plain(line: str) -> str:
    """Return a line of mypy's JSON as mypy prints it for people."""
    if not line.startswith("{"):
        return line
    data = json.loads(line)
    code = f"  [{data['code']}]" if data["code"] else ""
    return f"{data['file']}:{data['line']}: {data['severity']}: {data['message']}{code}"
