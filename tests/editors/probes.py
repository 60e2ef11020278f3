"""Reads the probes from the files of questions: a caret below a place, and what an editor answers there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT: Final = Path(__file__).parent / "project"
QUESTIONS: Final = sorted((PROJECT / "questions").glob("*.py"))

_BELOW: Final = re.compile(r"\s*#\s*(?P<caret>\^) (?P<verb>is|shows|offers|leads to) (?P<answer>.+)")
_REFUSED: Final = "  # refused"


@dataclass(frozen=True, slots=True)
class Probe:
    """One question to an editor, and what it should answer."""

    file: str
    line: int
    """Counted from zero, as the protocol does."""
    column: int
    verb: str
    answer: str
    code: str

    def __str__(self) -> str:
        return f"{self.file}: {self.code}: {self.verb} {self.answer}".rstrip()

    @property
    def names(self) -> tuple[str, ...]:
        """What a completion should offer: these names, or everything that the object has."""
        return tuple(self.answer.rpartition(" of ")[0].split())

    @property
    def expression(self) -> str:
        """What stands before the dot, as Python evaluates it."""
        return self.answer.rpartition(" of ")[2]


def probes() -> Iterator[Probe]:
    """Yield the probes of all files; for each file also that nothing else in it is refused."""
    for path in QUESTIONS:
        line, code = 0, ""
        for number, text in enumerate(path.read_text().splitlines()):
            if below := _BELOW.fullmatch(text):
                yield Probe(
                    path.name, line, below.start("caret"), below["verb"], below["answer"], code.strip()
                )
                continue
            line, code = number, text
            if text.endswith(_REFUSED):
                yield Probe(path.name, line, 0, "refused", "", text.removesuffix(_REFUSED).strip())
        yield Probe(path.name, 0, 0, "accepts", "the rest", path.stem)
