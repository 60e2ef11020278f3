"""Remember beside mypy's cache which bodies of other modules a module was judged by.

mypy judges a module anew when the interface of one that it uses has changed, and a body is in no interface.
So each module that is judged has a record of the statements it was judged by; when mypy looks it up in its
cache, the record tells whether these are still what they were.  What else is in those files does not count.
"""

from __future__ import annotations

import ast
import json
import os
from contextlib import contextmanager
from dataclasses import field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aobjects_mypy.bodies.digests import digest
from aobjects_mypy.host import texts
from aobjects_mypy.models import application
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy.nodes import MypyFile
    from mypy.options import Options

_FOLDER: Final = "aobjects"
_REST: Final = ""
"""The part of a module that is in none of its functions and classes."""
TEXT: Final = ""
"""Among the full names of functions, the last part of one that stands for all that a module says."""
_WHOLE: Final = "*"
"""All of a file: where that is what it was, so are its parts, and nothing has to be parsed."""
_EACH: Final = "**"
"""All of a file as a part of it: any edit counts."""

Note = tuple[str, str, str]
"""The path of a file, the outermost name in it, and the full name of the body that is below it."""

Record = dict[str, dict[str, str]]
"""By the path of a file and the name of a function or class in it: the digest of its text."""


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was taken notice of while something was found out."""

    parts: set[tuple[str, str]] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    summaries: set[object] = field(default_factory=set)
    notes: set[Note] = field(default_factory=set)


class Consulted:
    """The bodies that the module which is judged now was judged by, and the records of all."""

    def __init__(self, options: Options) -> None:
        version = ".".join(map(str, options.python_version))
        has_cache = options.incremental and options.cache_dir != os.devnull
        self._folder: Final = Path(options.cache_dir, _FOLDER, version) if has_cache else None
        self._files: Final[dict[str, _File]] = {}
        self._now: set[tuple[str, str]] = set()
        self.functions: set[str] = set()
        """The full names of the functions whose bodies the function that is judged now was judged by."""
        self.summaries: set[object] = set()
        """What that function has taken notice of already, with all it was made from."""
        self._kept: Final[list[set[Note]]] = []
        """What is kept for later, too: each inside the one before."""

    def begin(self) -> None:
        """Take notice that another module is judged."""
        self._now = set()
        self.begin_function()

    def begin_function(self) -> None:
        """Take notice that another function of the module is judged."""
        self.functions = set()
        self.summaries = set()

    def note(self, tree: MypyFile, fullname: str) -> None:
        """Take notice that a body of a module is run, or that the value of a name in a class counts."""
        outermost = fullname.removeprefix(f"{tree.fullname}.").partition(".")[0]
        note = (tree.path, outermost, fullname)
        if self._kept:
            self._kept[-1].add(note)
        self._now.add((tree.path, outermost))
        self.functions.add(fullname)

    def note_again(self, seen: Seen) -> None:
        """Take notice of what was found out by bodies that were looked at before."""
        self._now |= seen.parts
        self.functions |= seen.functions
        self.summaries |= seen.summaries

    @contextmanager
    def keep(self) -> Iterator[set[Note]]:
        """Collect what is noted meanwhile, for those who use what was found out then."""
        self._kept.append(set())
        try:
            yield self._kept[-1]
        finally:
            self._kept.pop()

    @contextmanager
    def collect(self) -> Iterator[Seen]:
        """Collect all that is taken notice of meanwhile, as if nothing had been noticed before."""
        outer = self._now, self.functions, self.summaries
        seen = Seen()
        self._now, self.functions, self.summaries = seen.parts, seen.functions, seen.summaries
        self._kept.append(seen.notes)
        try:
            yield seen
        finally:
            self._kept.pop()
            self._now, self.functions, self.summaries = outer
            self.see_again(seen)

    def see_again(self, seen: Seen) -> None:
        """Take notice of what was found out before by all this."""
        self.note_again(seen)
        if self._kept:
            self._kept[-1].update(seen.notes)

    def note_file(self, path: str) -> None:
        """Take notice of a file that is no module: all that is in it counts, of Python what is at its top."""
        self._now.add((path, _EACH if application.is_read_whole(path) else _REST))
        module = application.module_at(path)
        if module is not None:
            self.functions.add(f"{module}.{TEXT}")

    def note_text(self, module: str, path: str) -> None:
        """Take notice of where everything stands in a module: an edit of it is told in lines and columns."""
        self._now.add((path, _EACH))
        self.functions.add(f"{module}.{TEXT}")

    def end(self, module: str, path: str) -> None:
        """Write the record of the module that has been judged."""
        if self._folder is None:
            return
        found: Record = {}
        for consulted, name in sorted(self._now):
            if consulted != path:
                other = os.path.abspath(consulted)
                file = self._file(other)
                known = found.setdefault(other, {_WHOLE: file.whole, _REST: file.parts.get(_REST, "")})
                known[name] = file.parts.get(name, "")
        record = self._folder / f"{module}.json"
        if found:
            self._folder.mkdir(parents=True, exist_ok=True)
            record.write_text(json.dumps(found), encoding="utf-8")
        else:
            record.unlink(missing_ok=True)

    def is_current(self, module: str) -> bool:
        """Tell whether all that the module was judged by is what it was."""
        if self._folder is None:
            return True
        try:
            # Asked for every module, of which few have one.
            with open(f"{self._folder}/{module}.json", encoding="utf-8") as file:
                found: Record = json.load(file)
        except OSError:
            return True
        except ValueError:
            return False
        return all(self._file(path).has(names) for path, names in found.items())

    def forget(self, path: str) -> None:
        """Read a file anew."""
        self._files.pop(os.path.abspath(path), None)

    def _file(self, path: str) -> _File:
        if path not in self._files:
            self._files[path] = _File(path)
        return self._files[path]


class _File:
    """A file as it is now: read once, and parsed when it is not what it was."""

    def __init__(self, path: str) -> None:
        self._path: Final = path
        try:
            self._source: bytes | None = texts.read(path)
        except OSError:
            self._source = None

    def has(self, known: Mapping[str, str]) -> bool:
        """Tell whether the parts are those of a record."""
        return self.whole == known.get(_WHOLE) or all(
            self.parts.get(name, "") == part for name, part in known.items() if name != _WHOLE
        )

    @cached_property
    def whole(self) -> str:
        return _hashed(self._source) if self._source is not None else ""

    @cached_property
    def parts(self) -> Mapping[str, str]:
        if self._source is None:
            return {}
        try:
            parts = _parts(self._source) if self._path.endswith(".py") else {_REST: self.whole}
            return {**parts, _EACH: self.whole}
        except (SyntaxError, ValueError):
            return {}


def _parts(source: bytes) -> dict[str, str]:
    """Return a digest for each function and class at the top of a module, and one for all the rest."""
    lines = source.splitlines()
    texts: dict[str, str] = {}
    for statement in ast.parse(source).body:
        first = statement.lineno
        name = _REST
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            name = statement.name
            first = min([first, *(decorator.lineno for decorator in statement.decorator_list)])
        elif isinstance(statement, (ast.Import, ast.ImportFrom)):
            # Which module a name comes from is in the interface.
            continue
        texts[name] = texts.get(name, "") + digest(lines[first - 1 : statement.end_lineno])
    return {name: _hashed(text.encode()) for name, text in texts.items()}


def _hashed(text: bytes) -> str:
    return blake2b(text, digest_size=12).hexdigest()
