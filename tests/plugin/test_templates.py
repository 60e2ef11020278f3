"""A template is no module, and yet its edit changes what mypy says of the view that renders it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

pytestmark = pytest.mark.any_django("mypy's cache and daemon; templates themselves are cases")

FILES: Final = {
    "shop/settings.py": SETTINGS
    + """
from pathlib import Path

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "pages"],
        "OPTIONS": {"context_processors": []},
    }
]
""",
    "shop/models.py": """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
""",
    "shop/views.py": """
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shop.models import Book


async def page(request: HttpRequest) -> HttpResponse:
    book = await Book.objects.aget(pk=1)
    return render(request, "page.html", {"book": book})
""",
    "shop/zoo.py": """
from django.http import HttpRequest

from shop.models import Book


def counted(request: HttpRequest) -> dict[str, int]:
    return {"total": Book.objects.count()}
""",
    "shop/pages/page.html": """{% extends "base.html" %}
{% block body %}
{% include "row.html" %}
{% endblock %}
""",
    "shop/pages/base.html": "<main>{% block body %}{% endblock %}</main>\n",
    "shop/pages/row.html": "<p>\n{{ book.title }}\n</p>\n",
}

TAGS: Final = """
from django import template

from shop.models import Book

register = template.Library()


@register.simple_tag
def shown(book: Book) -> str:
    return book.title
"""


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models(FILES["shop/models.py"], settings=FILES["shop/settings.py"])
    project.write(FILES)
    return project


def edit_page(shop: MypyProject, name: str, old: str, new: str) -> None:
    shop.edit(f"shop/pages/{name}", old, new)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("row.html", "book.title", "book.author.name"),
        ("page.html", '{% include "row.html" %}', "{{ book.author.name }}"),
        ("base.html", "<main>", "<main>{{ book.author.name }}"),
    ],
    ids=["included", "rendered", "extended"],
)
def test_warm_run_sees_the_edit_of_a_template(shop: MypyProject, name: str, old: str, new: str) -> None:
    first = shop.mypy("shop")
    assert first.status == 0, first.output
    assert shop.mypy("shop").lines == first.lines
    edit_page(shop, name, old, new)
    edited = shop.mypy("shop")
    assert [error.code for error in edited.errors] == ["async-unsafe-call"]
    assert edited.lines == shop.mypy_anew("shop").lines
    edit_page(shop, name, new, old)
    assert shop.mypy("shop").lines == first.lines


def test_way_names_the_line_of_the_template(shop: MypyProject) -> None:
    edit_page(shop, "row.html", "book.title", "book.author.name")
    said = shop.mypy("--show-error-context", "shop").output
    assert 'render -> "author" of "Book" (row.html:2)' in said


def test_warm_run_sees_other_context_processors(shop: MypyProject) -> None:
    assert shop.mypy("shop").status == 0
    shop.edit("shop/settings.py", '"context_processors": []', '"context_processors": ["shop.zoo.counted"]')
    edited = shop.mypy("shop")
    assert [error.code for error in edited.errors] == ["async-unsafe-call"]
    assert edited.lines == shop.mypy_anew("shop").lines


def test_warm_run_sees_the_edit_of_a_tag(shop: MypyProject) -> None:
    shop.write({"shop/templatetags/shop_tags.py": TAGS})
    edit_page(shop, "row.html", "{{ book.title }}", "{% load shop_tags %}{% shown book %}")
    assert shop.mypy("shop").status == 0
    shop.edit("shop/templatetags/shop_tags.py", "book.title", "book.author.name")
    edited = shop.mypy("shop")
    assert [error.code for error in edited.errors] == ["async-unsafe-call"]
    shop.edit("shop/views.py", "pk=1", "pk=2")
    assert shop.mypy("shop").lines == edited.lines == shop.mypy_anew("shop").lines


def test_modules_of_tags_are_opened_for_nobody(shop: MypyProject) -> None:
    """What mypy is not asked to check, it does not check for the sake of a template."""
    shop.write({"shop/templatetags/shop_tags.py": f"{TAGS}\nwrong: int = 'text'\n"})
    assert shop.mypy("shop/views.py").status == 0


def test_dmypy_sees_a_template_when_it_looks_at_the_view(shop: MypyProject) -> None:
    try:
        assert shop.dmypy().errors == []
        edit_page(shop, "row.html", "book.title", "book.author.name")
        shop.edit("shop/views.py", "pk=1", "pk=2")
        edited = shop.dmypy()
    finally:
        shop.stop_dmypy()
    assert [error.code for error in edited.errors] == ["async-unsafe-call"]
