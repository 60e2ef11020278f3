"""The words in which the functions of a module are written."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.typeops import syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy.nodes import MypyFile

UNKNOWN: Final = "?"
"""In mypy's cache key: nothing is known of what was written, which equals nothing that was."""

_WORD: Final = re.compile(r"[^\W\d]\w*")
_ASYNC: Final = re.compile(r"\basync[\s\\]+def\b")
_LINE_END: Final = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the source of one module says, and the source it was."""

    stamp: tuple[str, str] = ("", "")
    """Modification time and size, and the digest: the second counts where the first differs."""
    imports: frozenset[str] = frozenset()
    roots: str = ""
    """The words of its async code."""
    functions: str = ""
    """``name:word word;name:word``."""
    aliases: str = ""
    """The same of names that are no functions, and may stand for one."""
    written: str = UNKNOWN
    """The functions whose summaries are in mypy's cache."""

    @property
    def names(self) -> set[str]:
        return {name for name, _ in entries(self.functions)}

    def as_line(self, module: str) -> str:
        imports = " ".join(sorted(self.imports))
        return "\t".join(
            (module, self.written, *self.stamp, imports, self.roots, self.functions, self.aliases)
        )


FIELDS: Final = 8
"""Of a line; the first four are all that a run with nothing changed asks for."""


def of_line(line: str) -> Mentions:
    """Return what ``as_line`` wrote."""
    _, written, when, digest, imports, roots, functions, aliases = line.split("\t")
    return Mentions((when, digest), frozenset(imports.split()), roots, functions, aliases, written)


def entries(text: str) -> Iterator[tuple[str, str]]:
    for entry in text.split(";") if text else ():
        name, _, words = entry.partition(":")
        yield name, words


def read(tree: MypyFile) -> Mentions | None:
    """Read the source of a module that was parsed; ``None`` when it cannot be read."""
    try:
        source = b"" if os.path.isdir(tree.path) else Path(tree.path).read_bytes()
        stamp = _time_and_size(tree.path), _digest(source)
        text = source.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    if not text.isascii():
        # As Python does with identifiers.
        text = unicodedata.normalize("NFKC", text)
    reader = _Reader(_LINE_END.split(text))
    reader.read(tree.defs)
    imports = frozenset(_imports(tree, reader.aliases))
    return Mentions(
        stamp, imports, " ".join(reader.roots), _joined(reader.functions), _joined(reader.aliases)
    )


def is_source(stamp: tuple[str, str], path: str) -> bool:
    """Tell whether a file is what was read."""
    try:
        return stamp[0] == _time_and_size(path) or stamp[1] == _digest(Path(path).read_bytes())
    except OSError:
        return False


def _time_and_size(path: str) -> str:
    # As mypy compares them: the digest decides where the time differs.
    found = os.stat(path)
    return f"{int(found.st_mtime)} {found.st_size}" if not stat.S_ISDIR(found.st_mode) else ""


def _digest(source: bytes) -> str:
    return hashlib.sha1(source, usedforsecurity=False).hexdigest()


def _joined(found: dict[str, set[str]]) -> str:
    return ";".join(f"{name}:{' '.join(words)}" for name, words in found.items())


class _Reader:
    """Reads the words of each function, and of each assignment outside of functions."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.roots: set[str] = set()
        self.functions: Final[defaultdict[str, set[str]]] = defaultdict(set)
        self.aliases: Final[defaultdict[str, set[str]]] = defaultdict(set)

    def read(self, body: Iterable[nodes.Statement]) -> None:
        for statement in body:
            if isinstance(statement, nodes.Decorator):
                places = [*statement.original_decorators, statement.func]
                self._read_function(statement.func, min(place.line for place in places))
            elif isinstance(statement, nodes.FuncDef):
                self._read_function(statement, statement.line)
            elif isinstance(statement, nodes.OverloadedFuncDef):
                self.read([*statement.items, *([statement.impl] if statement.impl is not None else [])])
            elif isinstance(statement, nodes.ClassDef):
                self.read(statement.defs.body)
            elif isinstance(statement, nodes.AssignmentStmt):
                last = statement.end_line or len(self._lines)
                words = _words("\n".join(self._lines[statement.line - 1 : last]))
                for target in statement.lvalues:
                    for name in _targets(target):
                        self.aliases[name] |= words
            else:
                for block in syntax.blocks(statement):
                    self.read(block.body)

    def _read_function(self, function: nodes.FuncDef, first: int) -> None:
        last = function.end_line or len(self._lines)
        begin, end = _docstring(function)
        text = "\n".join((*self._lines[first - 1 : begin - 1], *self._lines[end:last]))
        words = _words(text)
        self.functions[function.name] |= words
        if function.is_coroutine or _ASYNC.search(text):
            self.roots |= words


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text))


def _docstring(function: nodes.FuncDef) -> tuple[int, int]:
    """Return the first and the last of the lines that hold nothing but the docstring, if there are any."""
    nothing = function.line + 1, function.line
    if not function.body.body:
        return nothing
    first, *others = function.body.body
    if not isinstance(first, nodes.ExpressionStmt) or not isinstance(first.expr, nodes.StrExpr):
        return nothing
    last = first.expr.end_line
    is_alone = (
        last is not None and first.line > function.line and all(other.line > last for other in others[:1])
    )
    return (first.line, last) if last is not None and is_alone else nothing


def _targets(target: nodes.Expression) -> Iterator[str]:
    if isinstance(target, (nodes.NameExpr, nodes.MemberExpr)):
        yield target.name
    elif isinstance(target, nodes.IndexExpr):
        yield from _targets(target.base)
    elif isinstance(target, nodes.StarExpr):
        yield from _targets(target.expr)
    elif isinstance(target, (nodes.TupleExpr, nodes.ListExpr)):
        for item in target.items:
            yield from _targets(item)


def _imports(tree: MypyFile, aliases: dict[str, set[str]]) -> Iterator[str]:
    """Yield every module that may be imported; note the names that are imported as another."""
    for statement in tree.imports:
        if isinstance(statement, nodes.Import):
            for name, _ in statement.ids:
                yield from _with_packages(name)
        elif isinstance(statement, (nodes.ImportFrom, nodes.ImportAll)):
            base = _absolute(tree, statement)
            yield from _with_packages(base)
            for name, other in statement.names if isinstance(statement, nodes.ImportFrom) else ():
                yield f"{base}.{name}"
                if other is not None and other != name:
                    aliases[other].add(name)


def _absolute(tree: MypyFile, statement: nodes.ImportFrom | nodes.ImportAll) -> str:
    if not statement.relative:
        return statement.id
    levels = statement.relative - tree.is_package_init_file()
    package = tree.fullname.rsplit(".", levels)[0] if levels else tree.fullname
    return f"{package}.{statement.id}" if statement.id else package


def _with_packages(module: str) -> Iterator[str]:
    while module:
        yield module
        module = module.rpartition(".")[0]
