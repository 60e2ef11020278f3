"""How mypy is told: an error with the notes that belong to it, or a note alone."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.reports.report import continued

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.errorcodes import ErrorCode
    from mypy.errors import ErrorInfo
    from mypy.nodes import Context
    from mypy.options import Options

    from aobjects_mypy.host.notices import Notice
    from aobjects_mypy.reports.report import Place, Report

VARIABLE: Final = "AOBJECTS_MYPY_REPORTS"
"""Set by a program that reads whole reports off mypy's hints: the last of them is the report as JSON."""
_MARK: Final = "aobjects report: "


def print_report(checker: TypeChecker, place: Context, code: ErrorCode, report: Report) -> None:
    error = checker.msg.fail(report.message, place, code=code)
    for note in _notes(report, checker.options):
        checker.msg.note(note, place, parent_error=error)


def _notes(report: Report, options: Options) -> Iterator[str]:
    if shows_context(options):
        yield from notes(report)
    if shows_reports(options):
        yield f"{_MARK}{json.dumps(report.to_json())}"


def notes(report: Report) -> Iterator[str]:
    """Yield what names other lines than that of the error: an edit there leaves the error as it is."""
    way = [place for place in report.related if place.file and not place.is_query]
    if way:
        steps = " -> ".join(f"{place.message} ({_shown(place)})" for place in way)
        # A call is named first, what a framework does by itself is not.
        called = report.subject.strip('"')
        yield (
            f"The way: {called} -> {steps}"
            if report.problem.startswith(f'"{called}" runs')
            else f"The way: {steps}"
        )
    for place in report.related:
        if not place.file:
            yield f"{place.message} is on line {place.line}"
        elif place.is_query:
            yield f"{place.message} is in {_shown(place)}"
    for other in report.others:
        yield f"Or {continued(other)}"


def _shown(place: Place) -> str:
    # A field of a class that a framework reads has a name, and no line.
    return f"{place.file}:{place.line}" if place.line else place.file


def report_in(hints: str) -> str | None:
    """Return the JSON of the report that is among mypy's hints."""
    found = [line for line in hints.splitlines() if line.startswith(_MARK)]
    return found[0].removeprefix(_MARK) if found else None


def shows_context(options: Options) -> bool:
    """Tell whether other lines are named: on request, as in mypy's own "In function ...", and to programs."""
    return options.show_error_context or options.output == "json"


def shows_reports(options: Options) -> bool:
    return options.output == "json" and os.environ.get(VARIABLE) == "1"


def say(checker: TypeChecker, place: Context, notice: Notice) -> ErrorInfo:
    # The parent of our codes: a line, a file or a module that switches us off is told nothing.
    code = diagnostics.ASYNC_UNSAFE
    said = checker.msg.report(notice.message, place, "note", code=code, origin_context=None)
    options = checker.options
    # The daemon sets "show_traceback" for itself.
    wants_traceback = options.show_traceback and not options.fine_grained_incremental
    for line in notice.traceback if wants_traceback else ():
        checker.msg.note(line, place, offset=4, parent_error=said)
    return said
