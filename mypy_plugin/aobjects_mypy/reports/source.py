"""The text of a module as edits need it: its syntax tree with parents, and exact ranges."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports.report import Edit
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aobjects_mypy.reports.report import Fix


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A replacement by offsets into the text."""

    start: int
    end: int
    text: str
    closes: bool = False
    """The end of something that another change begins: of several at one place the inner one comes first."""


class Source:
    """One file, parsed once for all the reports on it."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.tree: Final = ast.parse(text)
        self._lines: Final = text.splitlines(keepends=True)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *accumulate(map(len, self._lines))]

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    @cached_property
    def _by_range(self) -> dict[tuple[int, int, int | None, int | None], ast.expr]:
        found: dict[tuple[int, int, int | None, int | None], ast.expr] = {}
        for node in ast.walk(self.tree):
            # Before Python 3.12 what is inside an f-string has the range of the whole.
            if isinstance(node, ast.expr) and not isinstance(node, (ast.FormattedValue, ast.JoinedStr)):
                start = self._counted(node.lineno, node.col_offset)
                end = self._counted(node.end_lineno or node.lineno, node.end_col_offset or 0)
                if start is not None and end is not None:
                    found.setdefault((node.lineno, start, node.end_lineno, end), node)
        return found

    def _counted(self, line: int, column: int) -> int | None:
        """Return what mypy's parser makes of a column, which Python counts in bytes.

        It counts characters, and takes them for bytes: ``None`` where those end inside a character.
        """
        written = self._lines[line - 1] if line <= len(self._lines) else ""
        if written.isascii():
            return column
        encoded = written.encode()
        try:
            return len(encoded[: len(encoded[:column].decode())].decode())
        except UnicodeDecodeError:
            return None

    def is_ascii(self, line: int) -> bool:
        return self._lines[line - 1].isascii() if line <= len(self._lines) else True

    def find(self, line: int, column: int, end_line: int | None, end_column: int | None) -> ast.expr | None:
        """Return the expression of exactly this range, as mypy counts."""
        found = self._by_range.get((line, column, end_line, end_column))
        return found if found is not None and self._is_exact(found) else None

    def _is_exact(self, node: ast.expr) -> bool:
        """Tell whether the range holds the expression: in f-strings Python 3.11 may be mistaken."""
        try:
            parsed = ast.parse(f"({self.segment(node)})", mode="eval").body
        except SyntaxError:
            return isinstance(node, (ast.Starred, ast.Slice))
        return ast.dump(parsed) == ast.dump(_loaded(node))

    def start(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword) -> int:
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt | ast.alias | ast.keyword) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def offset(self, line: int, column: int) -> int:
        """Return the offset of what Python counts in lines from 1, and in bytes."""
        written = self._lines[line - 1] if line <= len(self._lines) else ""
        if written.isascii():
            return self._starts[line - 1] + column
        return self._starts[line - 1] + len(written.encode()[:column].decode(errors="ignore"))

    def segment(self, node: ast.expr) -> str:
        return self.text[self.start(node) : self.end(node)]

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what is around a node, from the inside out."""
        around = self.parents.get(node)
        while around is not None:
            yield around
            around = self.parents.get(around)

    @cached_property
    def _functions(self) -> dict[int, ast.AsyncFunctionDef | ast.FunctionDef]:
        """By each line: the innermost function that it is in."""
        found = [
            node for node in ast.walk(self.tree) if isinstance(node, (ast.AsyncFunctionDef, ast.FunctionDef))
        ]
        # What begins later is inside, or elsewhere.
        found.sort(key=lambda node: node.lineno)
        return {line: node for node in found for line in range(node.lineno, (node.end_lineno or 0) + 1)}

    def function(self, line: int) -> ast.AsyncFunctionDef | ast.FunctionDef | None:
        """Return the innermost function that a line is in."""
        return self._functions.get(line)

    @cached_property
    def _scopes(self) -> dict[int, str]:
        found: dict[int, str] = {}
        pending: list[tuple[str, ast.AST]] = [("", self.tree)]
        while pending:
            name, node = pending.pop()
            for child in ast.iter_child_nodes(node):
                inner = name
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                    inner = f"{name}.{child.name}".lstrip(".")
                    found |= dict.fromkeys(range(child.lineno, (child.end_lineno or 0) + 1), inner)
                pending.append((inner, child))
        return found

    def scope(self, line: int) -> str:
        """Return the name of the innermost function or class that a line is in, with those around it."""
        return self._scopes.get(line, "")

    def parses_with(self, edits: Sequence[Edit]) -> bool:
        """Tell whether what the edits leave can be parsed: the functions that they change are asked."""
        changed: defaultdict[tuple[int, int], list[Edit]] = defaultdict(list)
        for edit in edits:
            lines = self.around(edit)
            if lines is None:
                # It stands between statements, as a new import does.
                return parses(apply(self.text, edits))
            changed[lines].append(edit)
        return all(self._parses_between(*lines, inside) for lines, inside in changed.items())

    def around(self, edit: Edit) -> tuple[int, int] | None:
        """Return the first and the last line of the function around an edit, or of the statement."""
        for node in (self.function(edit.line), *self.tree.body):
            if node is None:
                continue
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
            if first <= edit.line <= edit.end_line <= (node.end_lineno or 0):
                return first, node.end_lineno or 0
        return None

    def _parses_between(self, first: int, last: int, edits: Sequence[Edit]) -> bool:
        lines = self._lines[first - 1 : last]
        moved = [
            replace(edit, line=edit.line - first + 1, end_line=edit.end_line - first + 1) for edit in edits
        ]
        # A method keeps its indentation.
        return parses(("if True:\n" if lines[0][:1].isspace() else "") + apply("".join(lines), moved))

    def edit(self, change: Change) -> Edit:
        return Edit(*self._position(change.start), *self._position(change.end), change.text)

    def _position(self, offset: int) -> tuple[int, int]:
        line = min(bisect_right(self._starts, offset), len(self._lines) or 1)
        return line, offset - self._starts[line - 1]


def _loaded(node: ast.expr) -> ast.expr:
    """Return the expression as if it were read, where it is assigned to."""
    return ast.parse(f"({ast.unparse(node)})", mode="eval").body if hasattr(node, "ctx") else node


def in_order(changes: list[Change]) -> list[Change]:
    """Return changes in the order of the text; at one place, what is listed first is around the rest."""
    numbered = sorted(enumerate(changes), key=lambda pair: _place(pair[1], pair[0]))
    return [change for _, change in numbered]


def _place(change: Change, number: int) -> tuple[int, int, int]:
    return change.start, 0 if change.closes else 1, -number if change.closes else number


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with these edits, none of which overlap; those at one place follow each other."""
    lines = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    for edit in reversed(sorted(edits, key=lambda edit: (edit.line, edit.column))):
        start = starts[edit.line - 1] + edit.column
        end = starts[edit.end_line - 1] + edit.end_column
        text = f"{text[:start]}{edit.text}{text[end:]}"
    return text


def parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def with_fix(edits: list[Edit], fix: Fix) -> list[Edit] | None:
    """Return the edits and those of a fix; ``None`` where one of them reaches into another."""
    new = [edit for edit in fix.edits if not (_stands_alone(edit) and edit in edits)]
    for edit in list(new):
        same = next((other for other in edits if _is_same_call(edit, other)), None)
        if same is not None:
            # One call names all that is to be loaded.
            edits = [_with_paths(same, edit) if other is same else other for other in edits]
            new.remove(edit)
    if any(_overlap(edit, other) for edit in new for other in edits):
        return None
    return [*edits, *new]


_LOADS: Final = re.compile(r"^(\.objects)?\.(select|prefetch)_related\(")


def _with_paths(one: Edit, other: Edit) -> Edit:
    """Return the edit whose call names the paths of both, each of them once."""
    known, more = (_LOADS.sub("", edit.text)[:-1].split(", ") for edit in (one, other))
    added = "".join(f", {path}" for path in more if path not in known)
    return replace(one, text=f"{one.text[:-1]}{added})")


def _is_same_call(one: Edit, other: Edit) -> bool:
    """Tell two edits that put a call of the same method in the same place."""
    begin, other_begin = _LOADS.match(one.text), _LOADS.match(other.text)
    return (
        begin is not None
        and other_begin is not None
        and begin[0] == other_begin[0]
        and replace(one, text="") == replace(other, text="")
    )


def _stands_alone(edit: Edit) -> bool:
    """Tell an insertion that is right whatever else is inserted there: a method, an argument, an import."""
    return edit.text.startswith((".", ", ", "from ", "async ")) or edit.text.endswith(", ")


def _overlap(one: Edit, other: Edit) -> bool:
    """Tell edits of which one reaches into the other; two insertions at one place follow each other."""
    if one.file != other.file:
        return False
    start, end = (one.line, one.column), (one.end_line, one.end_column)
    other_start, other_end = (other.line, other.column), (other.end_line, other.end_column)
    if start == end and other_start == other_end:
        return start == other_start and not (_stands_alone(one) and _stands_alone(other))
    if start == end or other_start == other_end:
        return other_start < end and start < other_end
    return start < other_end and other_start < end
