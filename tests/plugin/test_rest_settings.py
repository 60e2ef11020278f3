"""Views of adrf that name no class of pages have that of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, Result, StubCache

pytestmark = pytest.mark.any_django("the settings of Django REST framework")

PAGES: Final = '"DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination"'
FILES: Final = {
    "shop/settings.py": f"{SETTINGS}\nREST_FRAMEWORK = {{{PAGES}, 'PAGE_SIZE': 2}}\n",
    "shop/models.py": """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
""",
    "shop/api.py": """
from adrf.generics import GenericAPIView
from rest_framework.response import Response

from shop.models import Book


class Books(GenericAPIView):
    queryset = Book.objects.order_by("pk")

    async def get(self, request):
        page = self.paginate_queryset(self.get_queryset())
        return Response([book.title for book in page])


class Authors(GenericAPIView):
    queryset = Book.objects.order_by("pk")

    async def get(self, request):
        page = await self.apaginate_queryset(self.get_queryset())
        return Response([book.author.name for book in page])


class WithoutPages(GenericAPIView):
    queryset = Book.objects.order_by("pk")
    pagination_class = None

    async def get(self, request):
        page = self.paginate_queryset(self.get_queryset())
        return Response({"has_pages": page is not None})
""",
}
UNTYPED: Final = """
check_untyped_defs = true

[[tool.mypy.overrides]]
module = ["rest_framework.*", "adrf.*"]
ignore_missing_imports = true
"""


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models(FILES["shop/models.py"], UNTYPED, FILES["shop/settings.py"])
    project.write(FILES)
    project.configure(UNTYPED)
    return project


def lines(result: Result) -> list[int]:
    result.assert_no_crash()
    return [error.line for error in result.errors if error.code.startswith("async-unsafe")]


def test_pages_of_the_settings_query(shop: MypyProject) -> None:
    assert lines(shop.mypy("shop")) == [11, 20]


@pytest.mark.parametrize("old", ["'PAGE_SIZE': 2", PAGES], ids=["size", "class"])
def test_without_a_size_or_a_class_there_are_none(shop: MypyProject, old: str) -> None:
    shop.mypy("shop")
    shop.edit("shop/settings.py", old, "'COMPACT_JSON': True")
    assert lines(shop.mypy("shop")) == []
