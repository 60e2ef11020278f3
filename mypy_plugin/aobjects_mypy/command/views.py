"""The views of reports: mypy's lines, JSON, SARIF 2.1.0, annotations of GitHub."""

from __future__ import annotations

import json
from importlib import metadata
from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.command import baseline, pages
from aobjects_mypy.reports import printing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aobjects_mypy.command.checking import Answer, Located
    from aobjects_mypy.reports.report import Fix

_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def text(answer: Answer) -> Iterator[str]:
    """Yield the lines of mypy, without those of other codes."""
    for found in answer.reports:
        yield f"{found.file}:{found.line}: error: {found.report.message}  [{found.report.code}]"
        for note in printing.notes(found.report):
            yield f"{found.file}:{found.line}: note: {note}"
    for said in answer.notes:
        yield f"{said.file}:{said.line}: note: {said.message}"


def json_lines(answer: Answer) -> Iterator[str]:
    """Yield one JSON object a report."""
    for found in answer.reports:
        place = {
            "file": found.file,
            "line": found.line,
            "column": found.column,
            "end_line": found.end_line,
            "end_column": found.end_column,
        }
        own = {"message": found.report.message, "page": found.report.page}
        whole = {name: value for name, value in found.report.to_json().items() if name != "place"}
        yield json.dumps({**place, **own, **whole})


def github(answer: Answer) -> Iterator[str]:
    """Yield workflow commands, which GitHub shows at the lines of a change."""
    for found in answer.reports:
        properties = {
            "file": found.file,
            "line": found.line,
            "endLine": found.end_line,
            "col": found.column + 1,
            "endColumn": found.end_column + 1,
            "title": found.report.code,
        }
        written = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
        yield f"::error {written}::{_escaped(found.report.message)}"


def _escaped(value: str, more: str = "") -> str:
    value = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def sarif(answer: Answer) -> Iterator[str]:
    """Yield one SARIF log."""
    codes = [code for code in diagnostics.CODES if code is not diagnostics.ASYNC_UNSAFE]
    rules = [
        {
            "id": code.code,
            "shortDescription": {"text": code.description},
            "help": {"text": pages.read(code.code), "markdown": pages.read(code.code)},
        }
        for code in codes
    ]
    numbers = {code.code: number for number, code in enumerate(codes)}
    driver = {"name": "aobjects", "version": metadata.version("django-aobjects"), "rules": rules}
    results = [_result(found, numbers) for found in answer.reports]
    log = {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    yield json.dumps(log, indent=2)


def _result(found: Located, numbers: dict[str, int]) -> dict[str, Any]:
    report = found.report
    region = _region(found.line, found.column, found.end_line, found.end_column)
    result: dict[str, Any] = {
        "ruleId": report.code,
        "ruleIndex": numbers[report.code],
        "level": "error",
        "message": {"text": report.message},
        "locations": [_location(found.file, region)],
        "partialFingerprints": {"aobjects/v1": baseline.fingerprint(found)},
    }
    # Of another file the way names the last part only.
    known = [place for place in report.related if not place.file or place.is_query]
    if known:
        result["relatedLocations"] = [
            {
                **_location(place.file or found.file, {"startLine": place.line}),
                "message": {"text": place.message},
            }
            for place in known
        ]
    if report.fixes:
        result["fixes"] = [
            {"description": {"text": fix.title}, "artifactChanges": list(_changes(fix.of(found.file)))}
            for fix in report.fixes
        ]
    return result


def _changes(fix: Fix) -> Iterator[dict[str, Any]]:
    """Yield what a fix replaces in each file."""
    for file in dict.fromkeys(edit.file for edit in fix.edits):
        replacements = [
            {
                "deletedRegion": _region(edit.line, edit.column, edit.end_line, edit.end_column),
                "insertedContent": {"text": edit.text},
            }
            for edit in fix.edits
            if edit.file == file
        ]
        yield {"artifactLocation": {"uri": _uri(file)}, "replacements": replacements}


def _uri(file: str) -> str:
    return file.replace("\\", "/")


def _location(file: str, region: dict[str, int]) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": region}}


def _region(line: int, column: int, end_line: int, end_column: int) -> dict[str, int]:
    return {"startLine": line, "startColumn": column + 1, "endLine": end_line, "endColumn": end_column + 1}


VIEWS: Final[dict[str, Callable[[Answer], Iterator[str]]]] = {
    "text": text,
    "json": json_lines,
    "sarif": sarif,
    "github": github,
}


def summary(reports: Sequence[Located], files: int) -> str:
    """Return the last line for people."""
    if not reports:
        return "Success: no issues found"
    errors, sources = len(reports), "file" if files == 1 else "files"
    return f"Found {errors} error{'' if errors == 1 else 's'} in {files} {sources}"
