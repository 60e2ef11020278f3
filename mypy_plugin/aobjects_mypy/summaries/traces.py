"""What each summary was made from: whoever asks for it is judged by all of that."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from aobjects_mypy.bodies.consulted import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from aobjects_mypy.bodies.consulted import Consulted, Note
    from aobjects_mypy.summaries.cycles import Name


class Traces:
    """Remembers the bodies that were looked at, since a summary is made once and asked for often."""

    def __init__(self, consulted: Consulted) -> None:
        self._consulted: Final = consulted
        self._made_with: Final[defaultdict[Name, set[Name]]] = defaultdict(set)
        """By each function: those whose summaries its own was made with."""
        self._looked_at: Final[defaultdict[Name, set[Note]]] = defaultdict(set)
        """By each function: the bodies that were looked at for its own, beside those of others."""
        self._wholes: Final[dict[Name, Seen]] = {}
        """By functions that were asked for: all that their summaries were made from."""
        self._in_wholes: Final[set[Name]] = set()

    @contextmanager
    def keep(self, key: Name) -> Iterator[None]:
        """Remember what is noticed while a summary is made."""
        if key in self._in_wholes:
            # An edit in dmypy: it is made anew, and maybe from others.
            self._wholes.clear()
            self._in_wholes.clear()
        with self._consulted.keep() as noticed:
            yield
        self._looked_at[key] |= noticed

    def note_use(self, caller: Name, called: Name) -> None:
        self._made_with[caller].add(called)

    def note_again(self, key: Name) -> Set[object]:
        """Take notice of all that a summary was made from, and return what is new to the function."""
        known = self._consulted.summaries
        if key in known:
            return frozenset()
        whole = self._wholes.get(key) or self._find_whole(key)
        first = whole.summaries - known
        self._consulted.note_again(whole)
        return first

    def _find_whole(self, key: Name) -> Seen:
        whole = Seen()
        notes: set[Note] = set()
        callers: defaultdict[Name, list[Name]] = defaultdict(list)
        pending = [key]
        while pending:
            current = pending.pop()
            if current in whole.summaries:
                continue
            whole.summaries.add(current)
            self._in_wholes.add(current)
            notes |= self._looked_at.get(current, set())
            for called in self._made_with.get(current, ()):
                callers[called].append(current)
                if called not in whole.summaries:
                    pending.append(called)
        whole.parts.update((path, outermost) for path, outermost, _ in notes)
        whole.functions.update(fullname for _, _, fullname in notes)
        # Those that call each other were made from the same.
        pending = [key]
        while pending:
            current = pending.pop()
            if current not in self._wholes:
                self._wholes[current] = whole
                pending += callers[current]
        return whole
