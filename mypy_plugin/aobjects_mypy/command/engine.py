"""A process that keeps mypy's state: it checks a project again and again, with what editors have not saved.

It reads a line of JSON a request on stdin, and answers with one on stdout; it ends with stdin.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any, Final

import mypy.nativeparse  # noqa: F401  # it brings the parser, which mypy loads when it parses
from mypy import main as mypy_main
from mypy.dmypy_server import Server
from mypy.fscache import FileSystemCache
from mypy.util import hash_digest
from mypy.version import __version__
from typing_extensions import override

from aobjects_mypy.host import seen, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH: Final = 80
_PARSER: Final = "ast_serialize"
"""Brought and loaded by mypy."""


class Files(FileSystemCache):
    """Files, some of which stand otherwise in an editor: each of their texts has a time of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._times: dict[str, tuple[bytes, int]] = {}

    @override
    def stat_or_none(self, path: str) -> os.stat_result | None:
        found, text = super().stat_or_none(path), texts.unsaved(path)
        if found is None or text is None:
            return found
        known, time = self._times.get(path, (None, int(found.st_mtime)))
        if known != text:
            time += 1
            self._times[path] = text, time
        parts = list(found)
        parts[6], parts[8] = len(text), time
        return os.stat_result(parts)

    @override
    def read(self, path: str) -> bytes:
        text = texts.unsaved(path)
        if text is None:
            return super().read(path)
        self.read_cache[path] = text
        self.hash_cache[path] = hash_digest(text)
        return text


class Engine:
    """mypy's daemon without its socket."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments: Final = arguments
        self._server: Server | None = None

    def check(self, unsaved: dict[str, str]) -> dict[str, Any]:
        """Return what mypy printed, and its status; ``restart`` where its settings have changed."""
        texts.UNSAVED.clear()
        texts.UNSAVED.update({os.path.abspath(path): text.encode() for path, text in unsaved.items()})
        said, wrong = io.StringIO(), io.StringIO()
        try:
            with redirect_stdout(said), redirect_stderr(wrong):
                server = self._begun()
                return server.cmd_run(
                    __version__, self._arguments, export_types=False, is_tty=False, terminal_width=_WIDTH
                )
        except SystemExit as ended:
            return {"out": said.getvalue(), "err": wrong.getvalue(), "status": ended.code}

    def _begun(self) -> Server:
        if self._server is None:
            _, options = mypy_main.process_options(
                ["-i", *self._arguments],
                require_targets=False,
                server_options=True,
                program="aobjects",
                header=argparse.SUPPRESS,
            )
            self._server = Server(options, os.devnull)
            self._server.fscache = Files()
        return self._server


def parse_unsaved() -> None:
    """Have mypy's parser, which opens files itself, parse what stands in an editor."""
    parser = sys.modules.get(_PARSER)
    if parser is None:
        return
    parse = parser.parse

    def parse_text(filename: str, source: str | bytes | None = None, **options: Any) -> Any:
        return parse(filename, texts.unsaved(filename) if source is None else source, **options)

    parser.parse = parse_text  # type: ignore[attr-defined]  # a module of any kind


def serve(arguments: Sequence[str]) -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Settings of Django may print, and no line of theirs is an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    parse_unsaved()
    seen.begin()
    engine = Engine(arguments)
    for line in sys.stdin:
        asked = json.loads(line)
        answer: dict[str, Any]
        try:
            if "rows" in asked:
                answer = {"rows": seen.rows_of(asked["rows"])}
            else:
                answer = engine.check(asked["unsaved"])
        except Exception:  # whatever it is, the one who asked is told
            answer = {"error": traceback.format_exc()}
        answers.write(json.dumps(answer, default=str) + "\n")
        answers.flush()
        if "error" in answer:
            break
    answers.close()
    # There is nothing to be saved, and taking apart what mypy knows takes seconds.
    os._exit(0)


if __name__ == "__main__":
    serve(sys.argv[1:])
