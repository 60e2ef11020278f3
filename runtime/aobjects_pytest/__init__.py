"""``pytest --aobjects``: what raised ``SynchronousOnlyOperation``, and what the checker said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("aobjects", "async-unsafe code")
    group.addoption(
        "--aobjects",
        action="store_true",
        help="list every SynchronousOnlyOperation that is raised, caught or not, with what to write instead",
    )
    group.addoption(
        "--aobjects-compare",
        action="store_true",
        help="the same, and name the lines that 'aobjects check' does not report",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("aobjects") or config.getoption("aobjects_compare"):
        # Django is imported in no other run.
        from aobjects_pytest.raised import Raised

        config.pluginmanager.register(Raised(config), "aobjects_raised")
