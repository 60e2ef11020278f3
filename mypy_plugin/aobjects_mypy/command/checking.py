"""Run mypy and read its reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.command import settings
from aobjects_mypy.host.seen import SeenRow
from aobjects_mypy.reports import printing
from aobjects_mypy.reports.report import Report, from_json
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CACHE: Final = "aobjects_check"
"""Below mypy's own cache: what mypy prints there has whole reports in it."""
_PREFIX: Final = "async-"
_SYNTAX: Final = "syntax"
_PREAMBLE: Final = "Error constructing plugin instance"
"""What mypy prints before a plugin says why it cannot work."""
_ENGINE: Final = "aobjects_mypy.command.engine"


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
        done = subprocess.run(
            [sys.executable, "-m", "mypy", *self._arguments()],
            cwd=self._folder,
            env=self._environment,
            # A server is talked to there.
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return _answer(done.returncode, done.stdout, done.stderr)

    @property
    def _environment(self) -> dict[str, str]:
        return {**os.environ, printing.VARIABLE: "1"}

    def _arguments(self) -> list[str]:
        """Return what mypy is called with, however that is called."""
        options = ["--config-file", str(self._written_config()), "--cache-dir", str(self.cache)]
        return [*options, "--output", "json", "--no-error-summary", *self._paths]


class WarmChecker(Checker):
    """A process that keeps mypy's state: what an edit does not reach is not checked again."""

    def __init__(self, folder: Path, paths: Sequence[str]) -> None:
        super().__init__(folder, paths)
        self._process: subprocess.Popen[str] | None = None
        self._is_ended = False
        self._turn: Final = threading.Lock()
        """Who asks waits for the answer: there is one pipe."""

    def run(self, unsaved: Mapping[str, str] | None = None) -> Answer:
        """Check again, with the texts of files that are not saved, by their paths.

        A file that cannot be parsed ends nothing, and hides what it has said.
        """
        question = {"unsaved": dict(unsaved or {})}
        said = self._ask(question)
        if "restart" in said:
            # The settings of mypy have changed.
            self.stop()
            said = self._ask(question)
        answer = _answer(said["status"], said["out"], said["err"])
        broken = [f"{file}: {text}" for file, code, text in answer.others if code == _SYNTAX]
        if broken:
            raise MypyFailedError("\n".join(broken))
        if not unsaved and any(note.message.startswith(diagnostics.STALE_MODELS) for note in answer.notes):
            # Django reads models once in a process.
            self.stop()
            said = self._ask(question)
            answer = _answer(said["status"], said["out"], said["err"])
        return answer

    def rows(self, path: str) -> list[SeenRow]:
        """Return what is known of the rows in a file, as it was checked last."""
        if self._process is None:
            return []
        return [SeenRow(*found) for found in self._ask({"rows": path})["rows"]]

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        with self._turn:
            if self._is_ended:
                raise MypyFailedError("The process that runs mypy has ended")
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", _ENGINE, *self._arguments()],
                    cwd=self._folder,
                    env=self._environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    encoding="utf-8",
                )
            asked, answers = self._process.stdin, self._process.stdout
            assert asked is not None
            assert answers is not None
            try:
                asked.write(f"{json.dumps(question)}\n")
                asked.flush()
                line = answers.readline()
            except OSError:
                line = ""
        if not line:
            raise MypyFailedError("The process that runs mypy has ended")
        said: dict[str, Any] = json.loads(line)
        if "error" in said:
            raise MypyFailedError(said["error"])
        return said

    def end(self) -> None:
        """Stop for good: what is under way begins no process again."""
        self._is_ended = True
        self.stop()

    def stop(self) -> None:
        """End the process, if there is one, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()


def _answer(status: int, out: str, err: str) -> Answer:
    said = [line for line in out.splitlines() if line and not line.startswith(_PREAMBLE)]
    if status not in (0, 1):
        raise MypyFailedError("\n".join([*map(_plain, said), err]).strip())
    answer = Answer()
    for line in said:
        if line.startswith("{"):
            _take_up(answer, json.loads(line))
    answer.reports.sort(key=lambda found: (found.file, found.line, found.column))
    return answer


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
