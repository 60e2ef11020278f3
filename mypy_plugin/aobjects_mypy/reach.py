"""Which functions async code can reach at all, by the words it is written in: no other needs a summary.

The words of an async function are reached; and so are the words of every function, and of every alias, that
has a reached word for its name, in modules that a module with async code imports.  Special methods have no
name at the call, and are always reached there.

    async def view(request):          # "render" is reached,
        return render(request.book)
    def render(book):                 # and by it "title",
        return book.title()
    class Book(models.Model):
        def title(self): ...          # so that these two get a summary,
        def archive(self): ...        # and this one does not.

A module that mypy reads from its cache is not parsed.  What it says is kept beside mypy's cache, a line a
module; what was reached once stays reached.  When an edit reaches a function of a module that was written
without its summary, mypy is told to process that module again.
"""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mypy.build import State

from aobjects_mypy import mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from mypy.nodes import MypyFile
    from mypy.options import Options

    from aobjects_mypy.mentions import Mentions

ALL: Final = "*"
"""In place of names: every function has its summary."""
_STORE: Final = "aobjects_mypy.reach"
_REACHED: Final = "+"
"""Begins a line of words and modules that are reached from now on."""


def is_library(path: str) -> bool:
    """Tell a file of an installed package, which is neither judged nor followed."""
    return "site-packages" in path


@dataclass(slots=True)
class _Closure:
    """The words and the modules that are reached."""

    words: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)


class Reach:
    """Collects what the modules say, and tells which of their functions need a summary."""

    def __init__(self, options: Options, models: Callable[[], Iterable[str]]) -> None:
        self._models = models
        """The modules of Django's models: relations lead from one to the other without an import."""
        self._parsed: dict[str, Mentions] = {}
        self._lines: dict[str, str] = {}
        """What was stored of the modules that mypy has in its cache, until ``_cached`` reads it."""
        self._lines_of_reached: list[str] = []
        self._is_open = True
        self._has_unread = False
        """What a module says is not known: it may reach every function."""
        # A worker sees its own modules alone; the daemon interprets a function when it is first asked for,
        # and what it reads from a cache must have every summary.
        self._is_off = bool(
            options.fine_grained_incremental
            or options.cache_fine_grained
            or options.num_workers
            or options.bazel
        )
        keeps = options.incremental and options.cache_dir != os.devnull and not self._is_off
        folder = options.cache_dir if keeps else ""
        self._path: Final = Path(folder, "{}.{}".format(*options.python_version), _STORE) if folder else None

    def parse(self, tree: MypyFile) -> None:
        """Take notice of a module that was parsed."""
        if not self._is_off and not tree.is_stub and not is_library(tree.path):
            facts = mentions.read(tree)
            self._is_open = True
            if facts is not None:
                self._parsed[tree.fullname] = facts
            else:
                # A source that mypy has and we do not.
                self._has_unread = True

    def key_of_cached(self, module: str, path: str) -> str:
        """Return whose summaries mypy's cache must have: those that were written, of this very source."""
        if self._is_off or path.endswith(".pyi") or is_library(path):
            return ALL
        line = self._stored.get(module)
        if line is None:
            return mentions.UNKNOWN
        _, written, when, digest, _ = line.split("\t", 4)
        if not mentions.is_source((when, digest), path):
            return mentions.UNKNOWN
        self._lines[module] = line
        return written

    def begin(self) -> None:
        """Have mypy process anew what lacks a summary that is reached now; every module is read by now."""
        if self._is_off or not (self._parsed or self._has_unread):
            return
        lacking = {
            module
            for module, facts in self._cached.items()
            if module not in self._parsed
            and facts.written != ALL
            and not self._names(module, facts) <= set(facts.written.split())
        }
        if lacking:
            _process_anew(lacking)

    def names_in(self, module: str) -> Collection[str] | None:
        """Return the names of the functions of a module that need a summary; ``None`` for every function."""
        facts = self._facts(module)
        return self._names(module, facts) if facts is not None else None

    def key_of_written(self, module: str, path: str) -> str:
        """Return whose summaries are being written, and remember it beside the cache."""
        facts = self._facts(module)
        if facts is None:
            return ALL
        written = " ".join(sorted(self._names(module, facts)))
        self._append(replace(facts, written=written).as_line(module))
        return written

    @cached_property
    def _cached(self) -> dict[str, Mentions]:
        """Asked for when every module is read."""
        return {module: mentions.of_line(line) for module, line in self._lines.items()}

    def _facts(self, module: str) -> Mentions | None:
        return None if self._is_off else self._parsed.get(module) or self._cached.get(module)

    def _names(self, module: str, facts: Mentions) -> set[str]:
        if self._has_unread:
            return facts.names
        reached = self._close()
        if module not in reached.modules:
            return set()
        return {name for name in facts.names if name in reached.words or _is_special(name)}

    @cached_property
    def _reached(self) -> _Closure:
        _ = self._stored
        reached = _Closure()
        for line in self._lines_of_reached:
            _, words, modules = line.split("\t")
            reached.words.update(words.split())
            reached.modules.update(modules.split())
        return reached

    def _close(self) -> _Closure:
        """Return what is reached, of all that was read so far."""
        if not self._is_open:
            return self._reached
        self._is_open = False
        known = {**self._cached, **self._parsed}
        reached = self._reached
        before = len(reached.words), len(reached.modules)
        with_async = [module for module, facts in known.items() if facts.roots]
        if with_async or reached.words:
            _reach_modules(reached, [*with_async, *self._models()], known)
            _reach_words(reached, known)
        if before != (len(reached.words), len(reached.modules)):
            words, modules = " ".join(sorted(reached.words)), " ".join(sorted(reached.modules))
            self._append(f"{_REACHED}\t{words}\t{modules}")
        return reached

    @cached_property
    def _stored(self) -> dict[str, str]:
        """What earlier runs wrote; a later line about the same module counts."""
        try:
            text = self._path.read_text(encoding="utf-8") if self._path is not None else ""
        except (OSError, UnicodeDecodeError):
            return {}
        found: dict[str, str] = {}
        lines = text.split("\n")
        for line in lines:
            begin = line[: line.find("\t")]
            if begin == _REACHED and line.count("\t") == 2:
                self._lines_of_reached.append(line)
            elif line.count("\t") == mentions.FIELDS - 1:
                found[begin] = line
        if len(lines) > 2 * (len(found) + len(self._lines_of_reached)) + 100:
            self._rewrite(found)
        return found

    def _rewrite(self, lines: dict[str, str]) -> None:
        reached = self._lines_of_reached
        self._write("".join(f"{line}\n" for line in (*reached, *lines.values())), os.O_TRUNC)

    def _append(self, line: str) -> None:
        self._write(f"{line}\n", os.O_APPEND)

    def _write(self, text: str, how: int) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | how, 0o666)
            try:
                os.write(file, text.encode())
            finally:
                os.close(file)
        except OSError:
            # mypy goes without a cache that it cannot write; the next run reads these modules anew.
            return


def _reach_modules(reached: _Closure, roots: Iterable[str], known: dict[str, Mentions]) -> None:
    todo = [module for module in {*roots, *reached.modules} if module in known]
    reached.modules.update(todo)
    while todo:
        new = {module for module in known[todo.pop()].imports if module in known} - reached.modules
        reached.modules |= new
        todo += new


def _reach_words(reached: _Closure, known: dict[str, Mentions]) -> None:
    said: defaultdict[str, list[str]] = defaultdict(list)
    todo: list[str] = []
    for module in reached.modules:
        facts = known.get(module)
        if facts is None:
            continue
        todo += _new_words(reached, facts.roots)
        for name, words in (*mentions.entries(facts.functions), *mentions.entries(facts.aliases)):
            said[name].append(words)
            if _is_special(name):
                todo += _new_words(reached, words)
    todo += list(reached.words)
    while todo:
        for words in said.pop(todo.pop(), ()):
            todo += _new_words(reached, words)


def _new_words(reached: _Closure, words: str) -> set[str]:
    new = set(words.split()) - reached.words
    reached.words |= new
    # "await book.asave()" calls the project's own "save".
    sync = {word[1:] for word in new if word.startswith("a")} - reached.words
    reached.words |= sync
    return new | sync


def _is_special(name: str) -> bool:
    return name.startswith("__")


def _process_anew(modules: Collection[str]) -> None:
    """Have mypy take these modules for stale, as if a module that they import had changed.

    No hook leads to what mypy plans (mypy.build.find_stale_sccs), which compares these hashes.
    """
    for state in gc.get_objects():
        if type(state) is State and state.id in modules:
            state.dep_hashes["builtins"] = b""
