"""What mypy says of the cases as they are: found out once for all tests of a session that compare with it."""

from __future__ import annotations

import fcntl
import pickle
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.oracle.cases import find_cases
from tests.oracle.mypy_run import Mypy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracle.mypy_run import Message


@dataclass(frozen=True, slots=True)
class Judged:
    """The messages, and the mypy whose cache knows the cases by now."""

    messages: list[Message]
    mypy: Mypy


@pytest.fixture(scope="session")
def libraries(session_folder: Path) -> Path:
    """Return where runs of mypy share what they know of the shared app."""
    return session_folder / "libraries"


@pytest.fixture(scope="session")
def selected(request: pytest.FixtureRequest) -> set[str]:
    """Name the cases that this run of pytest asks for: with ``-k`` the others are left alone."""
    parameters = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    named = {given["case"].module for given in parameters if "case" in given}
    return named or {case.module for case in find_cases()}


@pytest.fixture(scope="session")
def judged(session_folder: Path, selected: set[str], libraries: Path) -> Judged:
    work = session_folder / "judged"
    work.mkdir(exist_ok=True)
    mypy = Mypy(work, strict=True, libraries=libraries)
    known = work / "messages"
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not known.exists():
            paths = [case.path for case in find_cases() if case.module in selected]
            known.write_bytes(pickle.dumps(mypy.check(paths)))
    return Judged(pickle.loads(known.read_bytes()), mypy)
