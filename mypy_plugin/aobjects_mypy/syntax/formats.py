"""How a format string writes its arguments down: with ``str()``, ``repr()`` or ``format()``."""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERCENT: Final = re.compile(r"%(?:\(\w+\))?[#0\- +]*(?:\d+|\*)?(?:\.(?:\d+|\*))?[hlL]?(?P<kind>[a-zA-Z%])")


def braces(template: str) -> dict[int | str, str]:
    """Return the conversion of each argument of ``template.format(...)``: ``"r"``, ``"s"``, ``""``."""
    try:
        return dict(_fields(template, iter(range(len(template)))))
    except ValueError:
        return {}


def _fields(template: str, numbers: Iterator[int]) -> Iterator[tuple[int | str, str]]:
    for _, field, specification, conversion in Formatter().parse(template):
        if field is None:
            continue
        name = re.split(r"[.\[]", field, maxsplit=1)[0]
        yield next(numbers) if not name else int(name) if name.isdigit() else name, conversion or ""
        yield from _fields(specification or "", numbers)


def named_percents(template: str) -> list[tuple[str, str]]:
    """Return the name and the letter of each ``%(name)s``, in order."""
    found = re.finditer(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[hlL]?([a-zA-Z])", template)
    return [(match[1], match[2]) for match in found]


def percents(template: str) -> list[str]:
    """Return the letter of each argument of ``template % (...)``, in order."""
    return [found["kind"] for found in _PERCENT.finditer(template) if found["kind"] != "%"]
