"""Fixtures that tests in several folders share: a Django project for mypy in a temporary folder."""

from __future__ import annotations

import compileall
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests import forked_mypy
from tests.mypy_project import SETTINGS, MypyProject, StubCache

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(forked_mypy, "forked_mypy")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        # Where PYTHONDONTWRITEBYTECODE is set, each of the many runs of mypy would compile the plugin anew.
        for folder in ("mypy_plugin", "runtime"):
            compileall.compile_dir(ROOT / folder, quiet=2)


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this session share."""
    own = tmp_path_factory.getbasetemp()
    # Each worker of pytest-xdist has a folder of its own in that of the session.
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def stubs(session_folder: Path) -> StubCache:
    return StubCache(session_folder / "stubs")


@pytest.fixture
def project(tmp_path: Path) -> MypyProject:
    """An app `shop` with settings and nothing else, checked with our plugin before django-stubs'."""
    made = MypyProject(tmp_path)
    made.configure()
    made.write({"shop/settings.py": SETTINGS})
    return made


@pytest.fixture
def daemon(shop: MypyProject) -> Iterator[MypyProject]:
    """The project `shop` of a test's module; its daemon ends with the test."""
    yield shop
    shop.stop_dmypy()
