"""The schemas of django-ninja in modules of their own: edited between runs, and where mypy knows no ninja."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

pytestmark = pytest.mark.any_django("mypy's cache, and ninja without types")

FILES: Final = {
    "shop/settings.py": SETTINGS,
    "shop/models.py": """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
""",
    "shop/parts.py": """
from typing import Any

from ninja import Field, Schema


class Titled(Schema):
    title: str
    author: int = Field(alias="author_id")


class Shown(Schema):
    line: str

    @staticmethod
    def resolve_line(book: Any) -> str:
        return str(book.title)
""",
    "shop/schemas.py": """
from ninja import ModelSchema

from shop.models import Book
from shop.parts import Shown, Titled


class BookOut(Titled):
    pass


class ShownOut(Shown):
    pass


class KeyOut(ModelSchema):
    class Meta:
        model = Book
        fields = ("id", "author")
""",
    "shop/routers.py": """
from ninja import Router

router = Router()
""",
    "shop/api.py": """
from typing import Any

from shop import schemas
from shop.models import Book
from shop.routers import router


@router.get("/book", response={200: schemas.BookOut, 404: schemas.KeyOut})
async def book(request: Any) -> Any:
    return 200, await Book.objects.aget(pk=1)


@router.get("/shown", response=list[schemas.ShownOut])
async def shown(request: Any) -> Any:
    return [row async for row in Book.objects.all()]


@router.get("/key", response=schemas.KeyOut)
async def key(request: Any) -> Any:
    return await Book.objects.aget(pk=1)
""",
}
PEOPLE: Final = {
    "shop/settings.py": SETTINGS
    + """
INSTALLED_APPS += ["django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "shop.urls"
""",
    "shop/people.py": """
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.security import django_auth

router = Router()


@router.get("/who")
async def who(request: HttpRequest) -> dict[str, Any]:
    return {"key": request.user.pk}


@router.get("/known", auth=django_auth)
async def known(request: HttpRequest) -> dict[str, Any]:
    return {"key": request.user.pk}
""",
    "shop/urls.py": """
from django.urls import path
from ninja import NinjaAPI

from shop.people import router

api = NinjaAPI()
api.add_router("/people", router)
urlpatterns = [path("api/", api.urls)]
""",
}
UNTYPED: Final = """
[[tool.mypy.overrides]]
module = ["ninja.*"]
follow_imports = "skip"
"""


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models(FILES["shop/models.py"])
    project.write(FILES)
    return project


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ('alias="author_id"', 'alias="author.id"', 10),
        ("book.title", "book.author.name", 15),
    ],
    ids=["alias", "resolver"],
)
def test_warm_run_sees_the_edit_of_a_schema(shop: MypyProject, old: str, new: str, at: int) -> None:
    first = shop.mypy("shop")
    assert first.status == 0, first.output
    shop.edit("shop/parts.py", old, new)
    edited = shop.mypy("shop")
    assert [(error.line, error.code) for error in edited.errors] == [(at, "async-unsafe-call")]
    assert edited.lines == shop.mypy_anew("shop").lines
    shop.edit("shop/parts.py", new, old)
    assert shop.mypy("shop").lines == first.lines


def test_schema_is_known_where_mypy_has_no_types_for_ninja(shop: MypyProject) -> None:
    shop.edit("shop/parts.py", 'alias="author_id"', 'alias="author.id"')
    shop.configure(UNTYPED)
    shop.stubs = None
    for _ in ("cold", "warm"):
        found = [error for error in shop.mypy("shop").errors if error.code.startswith("async-unsafe")]
        assert [error.line for error in found] == [10]


def test_way_names_the_field_that_reads(shop: MypyProject) -> None:
    shop.edit("shop/parts.py", 'alias="author_id"', 'alias="author.id"')
    assert '"author" of "Book" (BookOut.author)' in shop.mypy("--show-error-context", "shop").output


def test_user_is_fetched_where_nothing_authenticates(shop: MypyProject) -> None:
    shop.write(PEOPLE)
    [error] = shop.mypy("shop/people.py").errors
    assert (error.line, error.code) == (12, "async-unsafe-query")
    assert error.message.startswith('"request.user"')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("NinjaAPI()", "NinjaAPI(auth=django_auth)"),
        ('"/people", router)', '"/people", router, auth=django_auth)'),
    ],
    ids=["api", "router"],
)
def test_user_may_be_there_where_something_above_authenticates(shop: MypyProject, old: str, new: str) -> None:
    shop.write(PEOPLE)
    shop.edit("shop/urls.py", "from shop", "from ninja.security import django_auth\nfrom shop")
    shop.edit("shop/urls.py", old, new)
    assert shop.mypy("shop/people.py").errors == []


GUARDED: Final = "guarded = Router(auth=django_auth)\n"


def test_user_is_fetched_where_only_a_router_beside_it_authenticates(shop: MypyProject) -> None:
    shop.write(PEOPLE)
    shop.edit("shop/urls.py", "from shop", "from ninja import Router\nfrom shop")
    shop.edit("shop/urls.py", "from shop", "from ninja.security import django_auth\nfrom shop")
    shop.edit(
        "shop/urls.py", "api.add_router(", f'{GUARDED}api.add_router("/guarded", guarded)\napi.add_router('
    )
    [error] = shop.mypy("shop/people.py").errors
    assert (error.line, error.code) == (12, "async-unsafe-query")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("shop/people.py", "Router()", "Router(auth=django_auth)"),
        (
            "shop/urls.py",
            'api.add_router("/people", router)',
            f"{GUARDED}guarded.add_router('/people', router)",
        ),
    ],
    ids=["its own", "around its own"],
)
def test_user_may_be_there_where_a_router_authenticates(
    shop: MypyProject, file: str, old: str, new: str
) -> None:
    shop.write(PEOPLE)
    shop.edit("shop/urls.py", "from shop", "from ninja import Router\nfrom shop")
    shop.edit("shop/urls.py", "from shop", "from ninja.security import django_auth\nfrom shop")
    shop.edit(file, old, new)
    assert shop.mypy("shop/people.py").errors == []
