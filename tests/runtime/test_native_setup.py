"""What the native engine needs and patches is looked at when it is imported, and said in one sentence."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import psycopg
import pytest
from aobjects.backends.postgresql import asgirefcalls, base, djangoconnections, driver
from asgiref.sync import AsyncToSync, SyncToAsync
from django import db
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.native

WITHOUT_GREENLET: Final = """
import asyncio, sys
sys.modules["greenlet"] = None
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "greenlet" else found(name, *more)
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "aobjects.backends.postgresql", "NAME": "none"}})
import django
django.setup()
from django.core.checks import run_checks
from django.db import connection
assert connection.vendor == "postgresql"
from aobjects import engines
async def pool():
    return engines.pool()
assert asyncio.run(pool()) is None
print(*(f"{message.id} {message.msg} {message.hint}" for message in run_checks()))
"""


def test_the_system_check_names_what_is_missing_and_how_to_get_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_GREENLET], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "aobjects.E002" in done.stdout
    assert "needs greenlet, which is not installed" in done.stdout
    assert "pip install 'django-aobjects[native]'" in done.stdout
    assert "greenlet is not installed" in done.stderr


def test_nothing_is_missing_here() -> None:
    assert not base.MISSING
    assert not [message for message in run_checks() if message.id == "aobjects.E002"]


def test_a_psycopg_that_waits_in_another_way_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def wait(self: Any, *, generator: object) -> None:
        """Wait as no psycopg does."""

    monkeypatch.setattr(psycopg.Connection, "wait", wait)
    with pytest.raises(ImproperlyConfigured, match="does not know psycopg"):
        driver.check()


def test_a_django_that_keeps_its_connections_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(db.connections, "_connections")
    with pytest.raises(ImproperlyConfigured, match="does not know Django"):
        djangoconnections.install()


def test_an_asgiref_that_chooses_threads_in_another_way_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async def call(self: Any, *args: Any) -> None:
        """Choose as no asgiref does."""

    monkeypatch.setattr(AsyncToSync, "__call__", lambda self: None)
    monkeypatch.setattr(SyncToAsync, "__call__", call)
    with pytest.raises(ImproperlyConfigured, match="does not know asgiref"):
        asgirefcalls.install()


@pytest.mark.parametrize("install", [asgirefcalls.install, djangoconnections.install])
def test_a_patch_is_put_in_once(install: Callable[[], None]) -> None:
    before = AsyncToSync.__call__, db.connections._connections  # type: ignore[attr-defined]
    install()
    assert before == (AsyncToSync.__call__, db.connections._connections)  # type: ignore[attr-defined]
