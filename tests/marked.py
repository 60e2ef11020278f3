"""Lines of a source that say which error they have: ``# E: code``, and the beginning of the message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.mypy_project import Error

_MARK: Final = re.compile(r"# E: (?P<code>[\w-]+) ?(?P<message>.*)$")


def differences(source: str, errors: Iterable[Error]) -> list[str]:
    """Return where the errors of a file are others than those that its lines say."""
    lines = source.splitlines()
    marks = {number: mark for number, line in enumerate(lines, 1) if (mark := _MARK.search(line))}
    assert marks
    found = {error.line: error for error in errors}
    unmarked = [f"{line}: {error.message}" for line, error in found.items() if line not in marks]
    silent = [
        f"{number}: {lines[number - 1].strip()} gave {found.get(number)}"
        for number, mark in marks.items()
        if number not in found
        or found[number].code != mark["code"]
        or not found[number].message.startswith(mark["message"])
    ]
    return unmarked + silent
