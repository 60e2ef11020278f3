"""How mypy is told: an error with the notes that belong to it, or a note alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo
    from mypy.nodes import Context
    from mypy.options import Options

    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.host.notices import Notice


def report(checker: TypeChecker, place: Context, found: Diagnostic) -> None:
    error = checker.msg.fail(found.message, place, code=found.code)
    for note in found.notes(place.line) if shows_context(checker.options) else ():
        checker.msg.note(note, place, parent_error=error)


def shows_context(options: Options) -> bool:
    """Tell whether other lines are named: on request, as in mypy's own "In function ...", and to programs."""
    return options.show_error_context or options.output == "json"


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
