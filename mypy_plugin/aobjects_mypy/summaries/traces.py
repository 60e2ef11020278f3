"""What each summary was made from: whoever asks for it is judged by all of that."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    @contextmanager
    def keep(self, key: Name) -> Iterator[None]:
        """Remember what is noticed while a summary is made."""
        with self._consulted.keep() as noticed:
            yield
        self._looked_at[key] |= noticed

    def note_use(self, caller: Name, called: Name) -> None:
        self._made_with[caller].add(called)

    def note_again(self, key: Name) -> list[Name]:
        """Take notice of all that a summary was made from, and return what is new to the function."""
        first, pending = [], [key]
        while pending:
            current = pending.pop()
            if current in self._consulted.summaries:
                continue
            self._consulted.summaries.add(current)
            first.append(current)
            self._consulted.note_again(self._looked_at.get(current, ()))
            pending += self._made_with.get(current, ())
        return first
