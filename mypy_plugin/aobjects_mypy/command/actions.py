"""Reports as the protocol of editors has them: ranges in UTF-16, diagnostics, quick fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from aobjects_mypy.command import ignoring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aobjects_mypy.command.checking import Located
    from aobjects_mypy.reports.report import Edit


def span(text: str, found: Located) -> lsp.Range:
    """Return the range of a report."""
    lines = text.splitlines(keepends=True)
    return lsp.Range(
        _position(lines, found.line, found.column), _position(lines, found.end_line, found.end_column)
    )


def _position(lines: list[str], line: int, column: int) -> lsp.Position:
    written = lines[line - 1] if line <= len(lines) else ""
    return lsp.Position(line - 1, _units(written[:column]))


def _units(written: str) -> int:
    return len(written.encode("utf-16-le")) // 2


def overlap(one: lsp.Range, other: lsp.Range) -> bool:
    return one.start <= other.end and other.start <= one.end


def diagnostic(uri: str, text: str, found: Located, source: str) -> lsp.Diagnostic:
    """Return what is underlined, with the query and the other lines of this file that belong to it."""
    lines = text.splitlines(keepends=True)
    related = [
        lsp.DiagnosticRelatedInformation(
            lsp.Location(uri, lsp.Range(_first(lines, place.line), _last(lines, place.line))), place.message
        )
        for place in found.report.related
        if not place.file
    ]
    return lsp.Diagnostic(
        range=span(text, found),
        message=found.report.message,
        severity=lsp.DiagnosticSeverity.Error,
        code=found.report.code,
        source=source,
        related_information=related or None,
    )


def _first(lines: list[str], line: int) -> lsp.Position:
    written = lines[line - 1] if line <= len(lines) else ""
    return lsp.Position(line - 1, _units(written[: len(written) - len(written.lstrip())]))


def _last(lines: list[str], line: int) -> lsp.Position:
    written = lines[line - 1] if line <= len(lines) else ""
    return lsp.Position(line - 1, _units(written.rstrip()))


def of_report(uri: str, text: str, found: Located, source: str) -> Iterator[lsp.CodeAction]:
    """Yield the fixes of a report, the best first, and the comment that silences it."""
    about = [diagnostic(uri, text, found, source)]
    for number, fix in enumerate(found.report.fixes):
        yield _action(uri, fix.title, about, _edits(text, fix.edits), is_preferred=not number)
    ignored = ignoring.with_ignores(text, {found.line: {found.report.code}})
    if ignored != text:
        lines, after = text.splitlines(keepends=True), ignored.splitlines(keepends=True)
        body = after[found.line - 1].rstrip("\r\n")
        place = lsp.Range(lsp.Position(found.line - 1, 0), _last_of(lines, found.line))
        title = f'Ignore "{found.report.code}" on this line'
        yield _action(uri, title, about, [lsp.TextEdit(place, body)], is_preferred=False)


def _last_of(lines: list[str], line: int) -> lsp.Position:
    return lsp.Position(line - 1, _units(lines[line - 1].rstrip("\r\n")))


def _edits(text: str, edits: Iterable[Edit]) -> list[lsp.TextEdit]:
    lines = text.splitlines(keepends=True)
    return [
        lsp.TextEdit(
            lsp.Range(
                _position(lines, edit.line, edit.column),
                _position(lines, edit.end_line, edit.end_column),
            ),
            edit.text,
        )
        for edit in edits
    ]


def _action(
    uri: str, title: str, about: list[lsp.Diagnostic], edits: list[lsp.TextEdit], *, is_preferred: bool
) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=about,
        is_preferred=is_preferred,
        edit=lsp.WorkspaceEdit(changes={uri: edits}),
    )
