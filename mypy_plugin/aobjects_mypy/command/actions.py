"""Reports as the protocol of editors has them: ranges in the editor's own units, diagnostics, quick fixes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from lsprotocol import types as lsp

from aobjects_mypy.command import ignoring
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aobjects_mypy.command.checking import Located
    from aobjects_mypy.host.seen import SeenRow
    from aobjects_mypy.reports.report import Edit, Place

_WIDTHS: Final = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""By what an editor counts columns in: how to encode a line for that, and the bytes of one unit."""


class Text:
    """The text of a file, whose columns we count in characters, and an editor in units of its own."""

    def __init__(self, text: str, encoding: str = lsp.PositionEncodingKind.Utf16) -> None:
        self.text: Final = text
        self._lines: Final = text.splitlines(keepends=True)
        self._codec, self._unit = _WIDTHS[encoding]

    def written(self, line: int) -> str:
        """Return a line, which is counted from 1."""
        return self._lines[line - 1] if line <= len(self._lines) else ""

    def position(self, line: int, column: int) -> lsp.Position:
        return lsp.Position(line - 1, len(self.written(line)[:column].encode(self._codec)) // self._unit)

    def place(self, position: lsp.Position) -> tuple[int, int]:
        """Return line and column of what an editor has at a position."""
        encoded = self.written(position.line + 1).encode(self._codec)[: position.character * self._unit]
        return position.line + 1, len(encoded.decode(self._codec, errors="ignore"))

    def range(self, found: Located | SeenRow | Edit) -> lsp.Range:
        return lsp.Range(
            self.position(found.line, found.column), self.position(found.end_line, found.end_column)
        )

    def whole_line(self, line: int) -> lsp.Range:
        """Return the range of what a line says."""
        body = self.written(line).rstrip()
        return lsp.Range(self.position(line, len(body) - len(body.lstrip())), self.position(line, len(body)))


def overlap(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was checked."""

    uri: str
    text: Text
    version: int | None = None
    """That of the editor, where it has opened the file."""


Documents = Callable[[str], Document | None]
"""Returns a file of the project; ``None`` where it is not as it was checked."""


def diagnostic(document: Document, found: Located, source: str, documents: Documents) -> lsp.Diagnostic:
    """Return what is underlined, with the query and the other lines of this file that belong to it."""
    related = [
        lsp.DiagnosticRelatedInformation(
            lsp.Location(there.uri, there.text.whole_line(place.line)), place.message
        )
        for place in found.report.related
        if (there := _related(document, place, documents)) is not None
    ]
    return lsp.Diagnostic(
        range=document.text.range(found),
        message=found.report.message,
        severity=lsp.DiagnosticSeverity.Error,
        code=found.report.code,
        source=source,
        related_information=related or None,
    )


def _related(document: Document, place: Place, documents: Documents) -> Document | None:
    if not place.file:
        return document
    return documents(place.file) if place.is_query else None


def of_report(
    document: Document, found: Located, source: str, documents: Documents, *, has_versions: bool
) -> Iterator[lsp.CodeAction]:
    """Yield the fixes of a report, the best first, and the comment that silences it.

    ``has_versions`` where the editor says to which version of a document an edit belongs.
    """
    text = document.text
    about = [diagnostic(document, found, source, documents)]
    for number, fix in enumerate(found.report.fixes):
        files = {edit.file: documents(edit.file) if edit.file else document for edit in fix.edits}
        changed = [
            (there, [edit for edit in fix.edits if edit.file == file])
            for file, there in files.items()
            if there is not None
        ]
        if len(changed) == len(files):
            edit = _edit(changed, has_versions=has_versions and any(files))
            yield _action(fix.title, about, edit, is_preferred=not number)
    ignored = ignoring.with_ignores(text.text, {found.line: {found.report.code}})
    if ignored != text.text:
        body = ignored.splitlines()[found.line - 1]
        end = len(text.written(found.line).rstrip("\r\n"))
        place = lsp.Range(lsp.Position(found.line - 1, 0), text.position(found.line, end))
        title = f'Ignore "{found.report.code}" on this line'
        edit = lsp.WorkspaceEdit(changes={document.uri: [lsp.TextEdit(place, body)]})
        yield _action(title, about, edit, is_preferred=False)


def _edit(changed: Sequence[tuple[Document, Sequence[Edit]]], *, has_versions: bool) -> lsp.WorkspaceEdit:
    if not has_versions:
        return lsp.WorkspaceEdit(changes={there.uri: _edits(there.text, edits) for there, edits in changed})
    return lsp.WorkspaceEdit(
        document_changes=[
            lsp.TextDocumentEdit(
                lsp.OptionalVersionedTextDocumentIdentifier(uri=there.uri, version=there.version),
                _edits(there.text, edits),
            )
            for there, edits in changed
        ]
    )


def _edits(text: Text, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
    return [lsp.TextEdit(text.range(edit), edit.text) for edit in edits]


def _action(
    title: str, about: list[lsp.Diagnostic], edit: lsp.WorkspaceEdit, *, is_preferred: bool
) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=about,
        is_preferred=is_preferred,
        edit=edit,
    )


def hover(text: Text, position: lsp.Position, rows: Sequence[SeenRow]) -> lsp.Hover | None:
    """Return what is known of the row at a position: of the smallest expression that is one."""
    place = text.place(position)
    around = [row for row in rows if (row.line, row.column) <= place <= (row.end_line, row.end_column)]
    if not around:
        return None
    row = min(around, key=lambda row: (row.end_line - row.line, row.end_column - row.column))
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, row.text), text.range(row))


def hints(text: Text, place: lsp.Range, rows: Sequence[SeenRow]) -> list[lsp.InlayHint]:
    """Return what queries load, behind the names that get their rows."""
    return [
        lsp.InlayHint(
            text.position(row.end_line, row.end_column),
            row.hint,
            tooltip=lsp.MarkupContent(lsp.MarkupKind.Markdown, row.text),
            padding_left=True,
        )
        for row in rows
        if row.hint and overlap(text.range(row), place)
    ]
