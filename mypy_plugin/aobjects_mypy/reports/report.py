"""The report: code, subject, range, related places, fixes; every view is made of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any, Final

from aobjects_mypy.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One replacement; lines count from 1, columns from 0, in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    file: str = ""
    """A path as mypy's, below the folder that it runs in; empty for the report's own file."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together, with the imports they need."""

    title: str
    edits: tuple[Edit, ...]

    def of(self, file: str) -> Fix:
        """Return the fix of a report on a file, with the file of each edit."""
        return replace(self, edits=tuple(replace(edit, file=edit.file or file) for edit in self.edits))


@dataclass(frozen=True, slots=True)
class Place:
    """A place that belongs to a report: the query that should load the row, a step of the way."""

    file: str
    """A path, or the end of one where the way leads through another file; empty for the report's own.

    The name of a field, where a framework reads it: then there is no ``line``.
    """
    line: int
    message: str

    @property
    def is_query(self) -> bool:
        """Tell the query; of another file's the whole path is known."""
        return self.message == QUERY


QUERY: Final = "The query"


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong with one expression."""

    code: str
    problem: str
    """One sentence, without its full stop."""
    advice: str
    """What to do, in the words of the first fix where there is one."""
    subject: str
    related: tuple[Place, ...] = ()
    fixes: tuple[Fix, ...] = ()
    """The best first: each of them alone mends the line."""
    place: tuple[int, int, int, int] | None = None
    """The range, counted as in an ``Edit``; where it is not known, mypy's own has to do."""
    others: tuple[str, ...] = ()
    """What else would help, as far as the line has no room for it."""
    brief: str = ""
    """The problem in fewer words, where the line has no room for all of them."""

    @property
    def message(self) -> str:
        said = self.brief or self.problem
        return f"{said}. {self.advice}" if self.advice else said

    @property
    def page(self) -> str:
        """The file name of the page about this code; the wheel brings it."""
        return f"{self.code}.md"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def continued(sentence: str) -> str:
    """Return a sentence as it stands behind another one's "or"."""
    return f"{sentence[0].lower()}{sentence[1:]}"


def from_json(data: dict[str, Any]) -> Report:
    """Return the report that ``to_json`` wrote down."""
    return Report(
        data["code"],
        data["problem"],
        data["advice"],
        data["subject"],
        tuple(Place(**place) for place in data["related"]),
        tuple(Fix(fix["title"], tuple(Edit(**edit) for edit in fix["edits"])) for fix in data["fixes"]),
        tuple(data["place"]) if data.get("place") else None,
        tuple(data.get("others", ())),
        data.get("brief", ""),
    )
