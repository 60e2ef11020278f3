"""mypy's messages about a wrapped callable, in the words that it has for one without a name.

A callable that ``sync_to_async`` made has no name, but with one mypy asks for a hook when it is called
(``wrapped_types``). mypy not only shows a name: with one it looks for other mistakes. So a call that was
reported under the name is checked once more without it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from mypy.errors import ErrorWatcher
from mypy.types import CallableType, get_proper_type

from aobjects_mypy.syntax import wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.checker import TypeChecker
    from mypy.errors import ErrorInfo, Errors
    from mypy.nodes import CallExpr

_NAMED: Final = re.compile("|".join(f'"{re.escape(name)}"' for name in wrappers.ANONYMOUS))
_OF_NAME: Final = re.compile(rf" (to|for|of|in call to) ({_NAMED.pattern})")

_VALUE_OF_VARIABLE: Final = re.compile(rf'(Value of type variable ".+" of) ({_NAMED.pattern})')

_Place = tuple[int, int]


def _without_name(message: str) -> str:
    message = _VALUE_OF_VARIABLE.sub(r"\1 function", message)
    return _NAMED.sub("Function", _OF_NAME.sub("", message))


class _Said:
    """What mypy has said under such a name since the last call of one was checked."""

    def __init__(self, errors: Errors) -> None:
        self._errors: Final = errors
        self._found: list[tuple[str, ErrorInfo]] = []
        self._place: tuple[str, _Place] | None = None
        self.watcher: Final = ErrorWatcher(errors, filter_errors=self._note)

    def _note(self, file: str, info: ErrorInfo) -> bool:
        place = file, (info.line, info.column)
        if _NAMED.search(info.message):
            # Where no hook is called after it, this is what stays.
            info.message = _without_name(info.message)
            self._place = place
            self._found.append((file, info))
        elif info.severity == "note" and place == self._place:
            self._found.append((file, info))
        return False

    def take_back(self, call: CallExpr) -> list[_Taken]:
        """Take back what was said of a call, and return where it stood."""
        mine = [info for _, info in self._found if _is_about(info, call)]
        files = dict.fromkeys(file for file, _ in self._found)
        self._found, self._place = [], None
        lists = [self._errors.error_info_map.get(file, []) for file in files]
        taken = [(there, there.copy()) for there in lists if any(info in mine for info in there)]
        for there, before in taken:
            there[:] = [info for info in before if info not in mine]
        # mypy tries some calls first, and says later what it has held back.
        for watcher in self._errors._watchers:
            held = watcher._filtered or []
            kept = list(_not_about(held, call))
            if len(kept) < len(held):
                taken.append((held, held.copy()))
                held[:] = kept
        return taken

    def forget_empty(self) -> None:
        """Leave no file without a message among those that have some."""
        known = self._errors.error_info_map
        for file in [file for file, there in known.items() if not there]:
            del known[file]


_Taken = tuple[list["ErrorInfo"], list["ErrorInfo"]]
"""A list of messages, and what it held before."""


def _not_about(found: list[ErrorInfo], call: CallExpr) -> Iterator[ErrorInfo]:
    """Yield all but the errors under the name, and the notes that belong to them."""
    place: _Place | None = None
    for info in found:
        if _is_about(info, call) and _NAMED.search(info.message):
            place = info.line, info.column
        elif info.severity != "note" or place != (info.line, info.column):
            yield info


def _is_about(info: ErrorInfo, call: CallExpr) -> bool:
    return call.line <= info.line <= (call.end_line or call.line)


_said: dict[int, _Said] = {}


def listen(errors: Errors) -> None:
    """Hear every message that is about to be kept, from the first anonymous callable on."""
    known = _said.get(id(errors))
    if known is None or known.watcher.errors is not errors:
        _said.clear()
        known = _said[id(errors)] = _Said(errors)
    # The daemon begins each update with none. The others stand above it: what they hold back is not said.
    if known.watcher not in errors._watchers:
        errors._watchers.insert(0, known.watcher)


def check_again(checker: TypeChecker, call: CallExpr) -> None:
    """Check a call without the name of what is called, if it was reported under that name."""
    known = _said.get(id(checker.errors))
    called = get_proper_type(checker.lookup_type_or_none(call.callee))
    if known is None or not isinstance(called, CallableType) or called.name not in wrappers.ANONYMOUS:
        return
    taken = known.take_back(call)
    if not taken:
        return
    expressions: Any = checker.expr_checker
    unnamed = called.copy_modified(name=None)
    with ErrorWatcher(checker.errors) as watcher:
        expressions.check_call(unnamed, call.args, call.arg_kinds, call, call.arg_names)
    if not watcher.has_new_errors():
        # What depends on the type that is wanted here is not found again.
        for there, before in taken:
            there[:] = before
    known.forget_empty()
