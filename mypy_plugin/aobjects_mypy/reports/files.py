"""The other files of the project, in which reports may have something to change."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Final

from aobjects_mypy.host import texts
from aobjects_mypy.reports.source import Source
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.bodies.build import Build


@dataclass(frozen=True, slots=True)
class File:
    """A file as mypy reads it."""

    path: str
    """Below the folder that mypy runs in, if it is there; empty for the file of the report."""
    source: Source


class Files:
    """Parses each file once, as long as it says the same."""

    def __init__(self, build: Build) -> None:
        self._build: Final = build
        self._known: Final[dict[str, tuple[bytes, Source | None]]] = {}

    def of(self, module: str, beside: nodes.MypyFile) -> File | None:
        """Return the file of a module, if it belongs to the project of another: the other counts on it."""
        tree = self._build.module(module)
        if tree is None or tree.is_stub or not tree.path.endswith(".py"):
            return None
        path = os.path.abspath(tree.path)
        is_own = any(path.startswith(os.path.join(folder, "")) for folder in (os.getcwd(), _root(beside)))
        source = self.source(tree.path) if is_own and not self._build.libraries.hold(path) else None
        if source is None:
            return None
        self._build.consulted.note_text(module, tree.path)
        below = os.path.relpath(path)
        return File(path if below.startswith(os.pardir) else below, source)

    def source(self, path: str) -> Source | None:
        """Return the text that mypy has read; ``None`` where it is not to be had any more."""
        try:
            text = texts.read(path)
        except OSError:
            return None
        known = self._known.get(path)
        if known is None or known[0] != text:
            known = self._known[path] = text, _parsed(text)
        return known[1]


def _root(tree: nodes.MypyFile) -> str:
    """Return the folder that a module is imported from."""
    path = os.path.abspath(tree.path)
    steps = tree.fullname.count(".") + (os.path.basename(path) == "__init__.py")
    for _ in range(steps + 1):
        path = os.path.dirname(path)
    return path


def _parsed(text: bytes) -> Source | None:
    try:
        return Source(io.TextIOWrapper(io.BytesIO(text), encoding="utf-8").read())
    except (UnicodeDecodeError, SyntaxError, ValueError):
        return None
