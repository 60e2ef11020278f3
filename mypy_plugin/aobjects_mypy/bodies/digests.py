"""Digest the text of a function: the same for the same statements, wherever they stand."""

from __future__ import annotations

import hashlib
import re
from typing import Final

_STRING_OR_COMMENT: Final = re.compile(
    rb'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\''
    rb'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|[ \t\f]*#[^\n]*',
    re.DOTALL,
)
_BLANK_LINES: Final = re.compile(rb"\n[ \t\f]*(?=\n)|[ \t\f]+(?=\n)")
_NESTS_STRINGS: Final = re.compile(rb"\b[rRbB]?[fFtT][rRbB]?[\"']")
"""An f-string, which from Python 3.12 on may have strings inside it that are quoted as it is."""


def digest(lines: list[bytes]) -> str:
    """Return a digest of the lines of a function, without comments, blank lines and common indentation."""
    first = lines[0] if lines else b""
    indentation = first[: len(first) - len(first.lstrip())]
    if indentation:
        lines = [line.removeprefix(indentation) for line in lines]
    text = b"\n".join(lines)
    if b"#" in text or b'"""' in text or b"'''" in text:
        text = _without_comments(text)
    else:
        text = b"\n".join([line.rstrip() for line in lines if line and not line.isspace()])
    return hashlib.blake2b(text, digest_size=16).hexdigest()


def _without_comments(text: bytes) -> bytes:
    if _NESTS_STRINGS.search(text):
        # What ends such a string only a parser can tell: all of it counts then.
        return text
    parts: list[bytes] = []
    end = 0
    for match in _STRING_OR_COMMENT.finditer(text):
        parts.append(text[end : match.start()])
        found = match.group()
        # A string is kept as it is: its blank lines, and what looks like a comment in it.
        parts.append(b"" if found.lstrip().startswith(b"#") else b"\0" + found.replace(b"\n", b"\0"))
        end = match.end()
    parts.append(text[end:])
    return _BLANK_LINES.sub(b"", b"".join(parts))
