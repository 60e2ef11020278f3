"""A step of a way to a query, as a report names it."""

from __future__ import annotations

from aobjects_mypy.values import dataclass


@dataclass(frozen=True, slots=True)
class TakenStep:
    words: str
    file: str = ""
    """Where it is taken now: a file, a module that is not there, the name of a field that a framework reads.

    Empty for the call that is reported itself.
    """
    line: int = 0

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file
