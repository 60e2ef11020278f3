"""What the middleware in the settings reads of a request is read from its text; nothing imports it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from aobjects_mypy.models import middleware

if TYPE_CHECKING:
    from pathlib import Path

AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
TEXT = """
raise RuntimeError("imported")


class ReadsUser:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.name = request.user.get_username()
        return self.get_response(request)


class ReadsAfterwards(object):
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-User"] = request.user.get_username()
        return response


class Base:
    def __init__(self, get_response):
        self.get_response = get_response


class HasABase(Base):
    def __call__(self, request):
        return self.get_response(request)


class BaseThatReads(Base):
    def note(self, request):
        self.name = request.user.get_username()


class InheritsWhatReads(BaseThatReads):
    def __call__(self, request):
        return self.get_response(request)


def awaits_the_user(get_response):
    async def middleware(request):
        await request.auser()
        return await get_response(request)

    return middleware


def reads_on_the_loop(get_response):
    async def middleware(request):
        request.theme = request.session.get("theme")
        return await get_response(request)

    return middleware


def reads_in_a_thread(get_response):
    async def middleware(request):
        request.name = await sync_to_async(lambda: request.user.get_username())()
        return await get_response(request)

    return middleware


reads_by_another_name = ReadsUser
has_another_name = HasABase


def hands_it_on(get_response):
    def middleware(request):
        look_at(request)
        return get_response(request)

    return middleware
"""


@pytest.mark.parametrize(
    ("name", "user", "session"),
    [
        ("ReadsUser", True, True),
        ("ReadsAfterwards", False, False),
        ("HasABase", False, False),
        ("InheritsWhatReads", True, True),
        ("awaits_the_user", False, True),
        ("reads_on_the_loop", False, False),
        ("reads_in_a_thread", True, True),
        ("reads_by_another_name", True, True),
        ("has_another_name", False, False),
        ("hands_it_on", True, True),
    ],
)
def test_what_stands_before_the_view_counts(
    name: str, user: bool, session: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / f"package_{name.lower()}" / "inner"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text('raise RuntimeError("imported")')
    # "inner" has no "__init__.py".
    (package / "between.py").write_text(TEXT)
    module = f"{package.parent.name}.inner.between"
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    found = middleware.read_by((AUTHENTICATION, f"{module}.{name}"), ())
    assert (found.user, found.session) == (user, session)


def test_middleware_of_django_reads_nothing() -> None:
    assert middleware.read_by((AUTHENTICATION,), ()) == middleware.NOTHING


def test_a_backend_of_the_project_may_fetch_another_user() -> None:
    assert not middleware.read_by((), ("shop.backends.WithProfile",)).is_fresh_user
