"""``manage.py check`` warns of packages that keep something in a thread, and of no others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aobjects.checks import check_threads
from django.conf import settings
from django.core.checks import run_checks
from django.db import connections
from django.test import override_settings

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Give a function that names another engine for a database."""

    def use(engine: str) -> None:
        monkeypatch.setitem(connections.settings["other"], "ENGINE", engine)

    yield use
    monkeypatch.undo()


def warned_of() -> list[str]:
    return [warning.msg.split("'")[1] for warning in run_checks() if warning.id == "aobjects.W001"]


def test_a_project_without_them_is_not_warned(engine: Any) -> None:
    assert warned_of() == []
    engine("django_pgschemas.postgresql_backend")
    assert warned_of() == []


@pytest.mark.parametrize("package", ["django_tenants", "tenant_schemas"])
def test_an_engine_that_keeps_the_tenant_is_named(engine: Any, package: str) -> None:
    engine(f"{package}.postgresql_backend")
    assert warned_of() == [package]


def test_middleware_and_apps_are_named_once() -> None:
    middleware = ["crum.CurrentRequestUserMiddleware", "pghistory.middleware.HistoryMiddleware"]
    with override_settings(MIDDLEWARE=[*settings.MIDDLEWARE, *middleware]):
        assert warned_of() == ["crum", "pghistory"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "INSTALLED_APPS", [*settings.INSTALLED_APPS, "pghistory"])
            assert warned_of() == ["crum", "pghistory"]


@pytest.mark.parametrize("safe", [True, False])
def test_one_that_can_do_without_a_thread_is_named_where_it_does_not(engine: Any, safe: bool) -> None:
    engine("django_multitenant.backends.postgresql")
    with override_settings(TENANT_USE_ASGIREF=safe):
        assert warned_of() == ([] if safe else ["django_multitenant"])
        assert [warning.hint for warning in check_threads()] == (
            [] if safe else ["Set it there too, or set TENANT_USE_ASGIREF, or do without those three."]
        )
