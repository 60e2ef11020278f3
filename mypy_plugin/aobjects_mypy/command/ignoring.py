"""Write ``# type: ignore[code]`` on the lines of reports."""

from __future__ import annotations

import io
import re
import tokenize
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from aobjects_mypy.command import repairing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aobjects_mypy.command.checking import Located

_IGNORE: Final = re.compile(r"#\s*type:\s*ignore\[(?P<codes>[^\]]*)\]")


def add(folder: Path, reports: Sequence[Located]) -> int:
    """Silence the reports, and return how many lines have become longer for it."""
    by_file: defaultdict[str, defaultdict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for found in reports:
        by_file[found.file][found.line].add(found.report.code)
    written = 0
    for file, lines in by_file.items():
        text = repairing.read(folder / file)
        after = with_ignores(text, lines)
        written += sum(one != other for one, other in zip(text.splitlines(), after.splitlines(), strict=True))
        repairing.write(folder / file, after)
    return written


def with_ignores(text: str, codes: dict[int, set[str]] | defaultdict[int, set[str]]) -> str:
    """Return the text with a comment on each of the lines that end outside of strings."""
    lines = text.splitlines(keepends=True)
    within = _inside_strings(text)
    for line, named in codes.items():
        body = lines[line - 1].rstrip("\r\n")
        end = lines[line - 1][len(body) :]
        if line in within or body.endswith("\\"):
            continue
        known = _IGNORE.search(body)
        if known is not None:
            both = sorted({*named, *(code.strip() for code in known["codes"].split(",") if code.strip())})
            body = f"{body[: known.start()]}# type: ignore[{', '.join(both)}]{body[known.end() :]}"
        elif "# type: ignore" not in body:
            # mypy reads it in front of any other comment.
            code, comment = _divided(text, line, body)
            ignore = f"  # type: ignore[{', '.join(sorted(named))}]"
            body = f"{code.rstrip()}{ignore}{f'  {comment}' if comment else ''}"
        lines[line - 1] = f"{body}{end}"
    return "".join(lines)


def _divided(text: str, line: int, body: str) -> tuple[str, str]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and token.start[0] == line:
            return body[: token.start[1]], body[token.start[1] :]
    return body, ""


def _inside_strings(text: str) -> set[int]:
    """Return the lines whose end is within a string of several lines."""
    found: set[int] = set()
    # Python 3.12 has tokens for the parts of an f-string.
    start, middle = (getattr(tokenize, name, -1) for name in ("FSTRING_START", "FSTRING_END"))
    begun: list[int] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.STRING:
            found.update(range(token.start[0], token.end[0]))
        elif token.type == start:
            begun.append(token.start[0])
        elif token.type == middle and begun:
            found.update(range(begun.pop(), token.end[0]))
    return found
