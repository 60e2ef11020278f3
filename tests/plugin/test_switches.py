"""`type: ignore`, `disable_error_code` and their kin work on our codes as on mypy's own.

By hand, since each needs several runs, the command line or the daemon; the rest is in test_switches.yml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS, MypyProject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mypy_project import StubCache

pytestmark = pytest.mark.any_django("mypy's options and comments")

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        pages = models.IntegerField()
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
    """

# One unsafe line for each code that ordinary code can raise.
LINES: Final = {
    "async-unsafe-query": "Book.objects.get(pk=1)",
    "async-unsafe-relation": "book.author",
    "async-unsafe-deferred": "thin.pages",
    "async-unsafe-iteration": 'print("some" if rows else "none")',
}
CHILDREN: Final = list(LINES)

SAFE: Final = "print(book.title)"


def view(*lines: str) -> str:
    head = """
async def view() -> None:
    book = await Book.objects.aget(pk=1)
    thin = await Book.objects.only("title").aget(pk=1)
    rows = Book.objects.all()
"""
    return "from shop.models import Book\n" + head + "".join(f"    {line}\n" for line in lines)


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models(MODELS)
    project.write({"shop/models.py": MODELS, "shop/views.py": view(*LINES.values())})
    return project


def codes(project: MypyProject, *arguments: str) -> list[str]:
    result = project.mypy("shop", *arguments)
    result.assert_no_crash()
    return [code for _, _, code in result.codes]


@pytest.mark.parametrize("code", CHILDREN)
def test_disabled_code_is_silent_and_the_others_are_not(shop: MypyProject, code: str) -> None:
    expected = [other for other in CHILDREN if other != code]
    shop.configure(f'disable_error_code = ["{code}"]')
    assert codes(shop) == expected
    assert codes(shop) == expected, "warm"
    shop.configure()
    assert codes(shop, "--disable-error-code", code) == expected


def test_parent_code_disables_every_child(shop: MypyProject) -> None:
    shop.configure('disable_error_code = ["async-unsafe"]')
    assert codes(shop) == []
    assert codes(shop, "-n", "2") == []


def run_daemon(project: MypyProject) -> list[str]:
    return [code for _, _, code in project.dmypy().codes]


STRICT: Final = "warn_unused_ignores = true"


@pytest.fixture
def strict_about_ignores(shop: MypyProject, stubs: StubCache) -> Iterator[MypyProject]:
    shop.stubs = stubs.with_models(MODELS, STRICT)
    shop.configure(STRICT)
    yield shop
    shop.stop_dmypy()


USED: Final = {code: f"{line}  # type: ignore[{code}]" for code, line in LINES.items()}
UNUSED: Final = {code: f"{SAFE}  # type: ignore[{code}]" for code in [*CHILDREN, "async-unsafe"]}


@pytest.fixture(scope="module")
def codes_of_lines(tmp_path_factory: pytest.TempPathFactory, stubs: StubCache) -> list[dict[str, list[str]]]:
    """The codes that each mode gives to each line with an ignore; every one stands in a module of its own."""
    project = MypyProject(tmp_path_factory.mktemp("ignores"), stubs=stubs.with_models(MODELS, STRICT))
    project.configure(STRICT)
    lines = dict(enumerate([*USED.values(), *UNUSED.values()]))
    views = {f"shop/views_{number}.py": view(line) for number, line in lines.items()}
    project.write({"shop/settings.py": SETTINGS, "shop/models.py": MODELS, **views})
    try:
        results = [
            project.mypy("shop", "--no-incremental"),
            project.mypy("shop"),
            project.mypy("shop"),
            project.mypy("shop", "-n", "2"),
            project.dmypy(),
        ]
    finally:
        project.stop_dmypy()
    for result in results:
        result.assert_no_crash()
        assert {file for file, _, _ in result.codes} <= views.keys(), result.output
    return [
        {
            line: [code for file, _, code in result.codes if file == f"shop/views_{number}.py"]
            for number, line in lines.items()
        }
        for result in results
    ]


@pytest.mark.parametrize("ignored", CHILDREN)
def test_used_ignore_is_silent(codes_of_lines: list[dict[str, list[str]]], ignored: str) -> None:
    assert [said[USED[ignored]] for said in codes_of_lines] == [[]] * 5


@pytest.mark.parametrize("ignored", [*CHILDREN, "async-unsafe"])
def test_unused_ignore_is_reported(codes_of_lines: list[dict[str, list[str]]], ignored: str) -> None:
    assert [said[UNUSED[ignored]] for said in codes_of_lines] == [["unused-ignore"]] * 5


def test_daemon_forgets_an_ignore_that_was_edited_away(strict_about_ignores: MypyProject) -> None:
    shop = strict_about_ignores
    unsafe, safe = LINES["async-unsafe-iteration"], "print(len([]))"
    shop.write({"shop/views.py": view(f"{unsafe}  # type: ignore[async-unsafe-iteration]")})
    assert run_daemon(shop) == []
    shop.edit("shop/views.py", "  # type: ignore[async-unsafe-iteration]", "")
    assert run_daemon(shop) == ["async-unsafe-iteration"]
    shop.edit("shop/views.py", unsafe, f"{safe}  # type: ignore[async-unsafe-iteration]")
    assert run_daemon(shop) == ["unused-ignore"]
