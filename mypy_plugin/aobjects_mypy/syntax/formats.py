"""How a format string writes its arguments down: with ``str()``, ``repr()`` or ``format()``."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Final

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERCENT: Final = re.compile(r"%(?:\(\w+\))?[#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?(?P<kind>[a-zA-Z%])")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a template: ``{book.author!r}``."""

    argument: int | str
    path: tuple[str, ...]
    """The attributes that are read off the argument, up to the first item."""
    is_whole: bool
    """It is no item of what the path leads to."""
    conversion: str
    """``"r"``, ``"s"`` or ``""``"""


def braces(template: str) -> list[Field]:
    """Return the fields of ``template.format(...)``, in order."""
    try:
        return list(_fields(template, iter(range(len(template)))))
    except ValueError:
        return []


def _fields(template: str, numbers: Iterator[int]) -> Iterator[Field]:
    for _, field, specification, conversion in Formatter().parse(template):
        if field is None:
            continue
        attributes, bracket, _ = field.partition("[")
        name, *path = attributes.split(".")
        argument = next(numbers) if not name else int(name) if name.isdigit() else name
        yield Field(argument, tuple(path), not bracket, conversion or "")
        yield from _fields(specification or "", numbers)


def named_percents(template: str) -> list[tuple[str, str]]:
    """Return the name and the letter of each ``%(name)s``, in order."""
    found = re.finditer(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[hlL]?([a-zA-Z])", template)
    return [(match[1], match[2]) for match in found]


def percents(template: str) -> list[str]:
    """Return the letter of each argument of ``template % (...)``, in order."""
    return [found["kind"] for found in _PERCENT.finditer(template) if found["kind"] != "%"]
