"""A function that the URLs name as a view gets a request, whatever it calls it; their edits count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, Result, StubCache

pytestmark = pytest.mark.any_django("mypy's cache, its daemon and the text of URLs")

FILES: Final = {
    "shop/settings.py": SETTINGS
    + """
INSTALLED_APPS += ["django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "shop.urls"
""",
    "shop/urls.py": """
from django.urls import include, path
from django.views.decorators.cache import cache_page

from shop import pages
from shop.pages import cached as kept


async def at_once(req):
    return pages.answer(req.user.pk)


urlpatterns = [
    path("shown/", pages.shown),
    path("kept/", cache_page(60)(kept)),
    path("named/", view=pages.exported, name="named"),
    path("at-once/", at_once),
    path("more/", include("shop.more_urls")),
]
""",
    "shop/more_urls.py": """
from django.urls import re_path

from . import pages

urlpatterns = [re_path("^included/", pages.included)]
""",
    "shop/pages.py": """
from django.http import HttpResponse, JsonResponse

from shop.parts import exported


def answer(key):
    return JsonResponse({"key": key})


async def shown(req):
    return answer(req.user.pk)


async def cached(r):
    return answer(r.user.pk)


async def included(req):
    return answer(name_of(req))


def name_of(req):
    return req.user.get_username()


async def awaited(req):
    return answer((await req.auser()).pk)


async def not_routed(req):
    return answer(req.user.pk)


async def typed(req: HttpResponse):
    return answer(req.status_code)
""",
    "shop/parts.py": """
from django.http import HttpResponse


async def exported(req):
    return HttpResponse(req.user.pk)
""",
}
SEEN: Final = {
    ("shop/urls.py", 9),
    ("shop/pages.py", 11),
    ("shop/pages.py", 15),
    ("shop/pages.py", 19),
    ("shop/parts.py", 5),
}
UNTYPED: Final = "check_untyped_defs = true"


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models("", UNTYPED, FILES["shop/settings.py"])
    project.write(FILES)
    project.configure(UNTYPED)
    return project


def places(result: Result) -> set[tuple[str, int]]:
    result.assert_no_crash()
    return {(error.file, error.line) for error in result.errors if error.code.startswith("async-unsafe")}


def test_views_that_the_urls_name_have_a_request(shop: MypyProject) -> None:
    assert places(shop.mypy("shop")) == SEEN
    assert places(shop.mypy("shop")) == SEEN


def test_warm_run_sees_an_edit_of_the_urls(shop: MypyProject) -> None:
    shop.mypy("shop")
    shop.edit("shop/urls.py", "pages.shown", "pages.not_routed")
    assert places(shop.mypy("shop")) == SEEN - {("shop/pages.py", 11)} | {("shop/pages.py", 31)}
    shop.edit("shop/urls.py", "pages.not_routed", "pages.awaited")
    assert places(shop.mypy("shop")) == SEEN - {("shop/pages.py", 11)}


def test_daemon_sees_an_edit_of_the_urls(daemon: MypyProject) -> None:
    def run() -> set[tuple[str, int]]:
        return places(daemon.dmypy())

    assert run() == SEEN
    daemon.edit("shop/more_urls.py", "pages.included", "pages.not_routed")
    assert run() == SEEN - {("shop/pages.py", 19)} | {("shop/pages.py", 31)}
    daemon.edit("shop/more_urls.py", "pages.not_routed", "pages.included")
    assert run() == SEEN
