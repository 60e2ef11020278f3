"""What raised ``SynchronousOnlyOperation`` while tests ran, and the summary of it."""

from __future__ import annotations

import inspect
import os
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects import explaining
from django.core.exceptions import SynchronousOnlyOperation
from django.utils import asyncio as seam

from aobjects_pytest import comparing

if TYPE_CHECKING:
    from collections.abc import Generator

_NAME: Final = SynchronousOnlyOperation.__name__
_KEY: Final = "aobjects_raised"
"""The attribute of a report of pytest's that carries what was raised; pytest-xdist hands it on."""


class Raised:
    """Takes up each exception where Django makes it: what is caught later was raised all the same."""

    def __init__(self, config: pytest.Config) -> None:
        self._folder: Final = config.rootpath
        self._compares: Final = bool(config.getoption("aobjects_compare"))
        self._found: Final[list[comparing.Line]] = []
        self._pending: Final[list[dict[str, Any]]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        # The only name by which Django raises it.
        before = getattr(seam, _NAME)
        setattr(seam, _NAME, self._make)
        try:
            return (yield)
        finally:
            setattr(seam, _NAME, before)

    def _make(self, *arguments: object) -> SynchronousOnlyOperation:
        here = inspect.currentframe()
        found = explaining.of_frame(here.f_back if here is not None else None)
        error = SynchronousOnlyOperation(*arguments)
        error.add_note(found.note)
        places = [(self._shown(file), line) for file, line in found.places]
        self._pending.append({"note": found.note, "places": places, "line": found.line})
        return error

    def _shown(self, file: str) -> str:
        path = os.path.relpath(file, self._folder)
        return file if path.startswith(os.pardir) else path

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        setattr(report, _KEY, self._pending.copy())
        self._pending.clear()
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for one in getattr(report, _KEY, ()):
            places = tuple((file, line) for file, line in one["places"])
            self._found.append(comparing.Line(one["note"], places, one["line"]))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        lines = comparing.once(self._found)
        if not lines and not self._compares:
            return
        terminalreporter.section("SynchronousOnlyOperation, as raised")
        for line, times in lines.items():
            terminalreporter.line(f"{line}{f'  ({times} times)' if times > 1 else ''}")
        if self._compares:
            terminalreporter.section("raised, and what aobjects check says")
            for written in comparing.compared(list(lines), self._folder):
                terminalreporter.line(written)
