"""``aobjects check``: the same reports as mypy with the plugin, in every view, and what they are good for."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from aobjects_mypy.command.main import aobjects
from click.testing import CliRunner

from tests.mypy_project import MANAGE, SETTINGS, MypyProject

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.mypy_project import StubCache

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

        def __str__(self) -> str:
            return f"{self.title} by {self.author.name}"
    """

VIEWS: Final = '''
    """Views, before anybody has looked at them."""

    from shop.models import Author, Book


    async def byline(pk: int) -> str:
        book = await Book.objects.aget(pk=pk)  # one row
        return f"{book.title} by {book.author.name}"


    async def titles() -> str:
        return ", ".join(str(book) for book in Book.objects.all())


    async def count() -> int:
        authors = Author.objects.filter(name__gt="")
        return len(authors) + Book.objects.count()  # both
    '''

REPAIRED: Final = '''"""Views, before anybody has looked at them."""

from shop.models import Author, Book


async def byline(pk: int) -> str:
    book = await Book.objects.select_related("author").aget(pk=pk)  # one row
    return f"{book.title} by {book.author.name}"


async def titles() -> str:
    return ", ".join([str(book) async for book in Book.objects.select_related("author")])


async def count() -> int:
    authors = Author.objects.filter(name__gt="")
    return await authors.acount() + await Book.objects.acount()  # both
'''


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a project whose cache one run of the command has filled."""
    project = MypyProject(tmp_path_factory.mktemp("checked"))
    project.write(
        {
            "manage.py": MANAGE,
            "shop/settings.py": SETTINGS,
            "shop/models.py": MODELS,
            "shop/views.py": VIEWS,
        }
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(project.root)
        CliRunner().invoke(aobjects, ["check"])
    return project.root


@pytest.fixture
def shop(checked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MypyProject:
    root = tmp_path / "project"
    shutil.copytree(checked, root)
    monkeypatch.chdir(root)
    return MypyProject(root)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(aobjects, ["check", *arguments])


def test_reports_are_those_of_mypy_with_the_plugin(shop: MypyProject, stubs: StubCache) -> None:
    alone = check()
    assert alone.exit_code == 1
    errors = [line for line in alone.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 5
    shop.stubs = stubs
    shop.configure()
    assert errors == [line for line in shop.mypy("shop").said if ": error: " in line]


def test_other_errors_of_mypy_are_not_shown_and_do_not_count(shop: MypyProject) -> None:
    shop.write({"shop/views.py": "number: int = 'one'\n"})
    answer = check()
    assert (answer.exit_code, answer.stdout) == (0, "Success: no issues found\n")


def test_text_ends_with_the_number_of_errors(shop: MypyProject) -> None:
    lines = check("--statistics").stdout.splitlines()
    assert lines[-1] == "Found 5 errors in 1 file"
    assert "     2 async-unsafe-query" not in lines
    assert "     2 async-unsafe-iteration" in lines


def test_json_has_ranges_fixes_and_places(shop: MypyProject) -> None:
    first, *others = map(json.loads, check("--format", "json").stdout.splitlines())
    assert len(others) == 4
    line = shop.line("shop/views.py", "book.author.name")
    assert (first["file"], first["line"], first["column"]) == ("shop/views.py", line, 30)
    assert first["related"] == [{"file": "", "line": line - 1, "message": "The query"}]
    fix, thread = first["fixes"]
    assert fix["title"] == 'Add select_related("author") to the query'
    assert [edit["text"] for edit in fix["edits"]] == ['.select_related("author")']
    assert thread["edits"][0]["text"] == "from asgiref.sync import sync_to_async\n"


def test_sarif_has_rules_with_their_pages_and_fixes(shop: MypyProject) -> None:
    log = json.loads(check("--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        for fix in result["fixes"]:
            [change] = fix["artifactChanges"]
            assert change["replacements"]
    assert "What to write" in run["tool"]["driver"]["rules"][0]["help"]["markdown"]


def test_github_gets_annotations(shop: MypyProject) -> None:
    line = shop.line("shop/views.py", "book.author.name")
    first = check("--format", "github").stdout.splitlines()[0]
    assert first.startswith(f"::error file=shop/views.py,line={line},endLine={line},col=31,")
    assert ',title=async-unsafe-relation::"author" of "Book" is not loaded' in first


def test_baseline_survives_edits_and_lets_new_reports_through(shop: MypyProject) -> None:
    assert check("--baseline", "known.json", "--update-baseline").exit_code == 0
    assert check("--baseline", "known.json").exit_code == 0
    shop.edit("shop/views.py", "from shop.models", "import os as _os\n\nfrom shop.models")
    assert check("--baseline", "known.json").exit_code == 0
    shop.edit("shop/views.py", "+ Book.objects.count()", "+ Book.objects.count() + Author.objects.count()")
    answer = check("--baseline", "known.json")
    assert answer.exit_code == 1
    assert '"Author.objects.count" runs a query' in answer.stdout
    assert len(answer.stdout.splitlines()) == 2


def test_says_that_a_baseline_does_not_exist(shop: MypyProject) -> None:
    answer = check("--baseline", "unknown.json")
    assert answer.exit_code == 2
    assert 'There is no baseline "unknown.json"' in answer.stderr
    assert not answer.stdout


def test_one_fix_mends_what_a_line_reads_of_two_rows(shop: MypyProject) -> None:
    view = """
        from shop.models import Author, Book

        async def alike(pk: int, other: int) -> bool:
            mine = await Book.objects.aget(pk=pk)
            yours = await Book.objects.aget(pk=other)
            return mine.author == yours.author

        async def counts() -> bool:
            return bool(await sum_of(Book.objects.count(), Author.objects.count()))

        async def sum_of(one: int, other: int) -> int:
            return one + other

        async def one_of(pk: int) -> bool:
            book = await Book.objects.aget(pk=pk)
            return book.author.name == book.author.name
        """
    shop.write({"shop/views.py": view})
    first, *others = map(json.loads, check("--format", "json").stdout.splitlines())
    assert len(others) == 3
    assert [edit["line"] for edit in first["fixes"][0]["edits"]] == [4, 5]
    assert [place["line"] for place in first["related"]] == [4, 5]
    assert [edit["line"] for edit in others[-1]["fixes"][0]["edits"]] == [15]
    diff = check("--diff").stdout
    assert '+    yours = await Book.objects.select_related("author").aget(pk=other)' in diff
    assert "fixes applied" in check("--fix").stderr
    assert check().exit_code == 0


def test_fix_mends_the_file_and_keeps_the_rest_of_it(shop: MypyProject) -> None:
    answer = check("--fix")
    assert answer.exit_code == 0, answer.output
    assert (shop.root / "shop/views.py").read_text(encoding="utf-8") == REPAIRED


def test_fix_is_taken_back_where_mypy_finds_an_error_after_it(shop: MypyProject) -> None:
    view = """
        from shop.models import Author, Book

        def take(books: tuple[Book, ...]) -> None: ...

        async def names() -> None:
            rows = Book.objects.filter(pk=1) if Author.objects.exists() else Book.objects.all()
            take(*(rows,))  # type: ignore[arg-type]

        async def first(books: list[int]) -> int:
            books += Book.objects.values_list("pk", flat=True)
            return books[0]
        """
    shop.write({"shop/views.py": view})
    before = (shop.root / "shop/views.py").read_text(encoding="utf-8")
    answer = check("--fix")
    after = (shop.root / "shop/views.py").read_text(encoding="utf-8")
    assert before != after
    assert "if await Author.objects.aexists() else" in after
    assert answer.exit_code == 0, answer.output


def test_one_wrong_fix_takes_no_other_of_its_function_with_it(shop: MypyProject) -> None:
    view = """
        from shop.models import Author, Book

        async def names():
            found = []
            found.extend(Author.objects.all())
            found.append(1)
            return found, Book.objects.count(), Author.objects.count()
        """
    shop.write({"shop/views.py": view})
    answer = check("--fix")
    after = (shop.root / "shop/views.py").read_text(encoding="utf-8")
    assert "return found, await Book.objects.acount(), await Author.objects.acount()" in after
    assert "found.extend(Author.objects.all())" in after
    assert "2 fixes applied" in answer.output


def test_diff_changes_nothing(shop: MypyProject) -> None:
    before = (shop.root / "shop/views.py").read_text(encoding="utf-8")
    answer = check("--diff")
    assert answer.exit_code == 1
    assert '+    book = await Book.objects.select_related("author").aget(pk=pk)  # one row' in answer.stdout
    assert (shop.root / "shop/views.py").read_text(encoding="utf-8") == before


def test_add_ignore_silences_what_is_there(shop: MypyProject) -> None:
    answer = check("--add-ignore")
    assert answer.exit_code == 0, answer.output
    text = (shop.root / "shop/views.py").read_text(encoding="utf-8")
    assert "acount" not in text
    assert (
        "Book.objects.count()  # type: ignore[async-unsafe-iteration, async-unsafe-query]  # both\n" in text
    )


def test_says_in_a_sentence_that_settings_are_not_found(shop: MypyProject) -> None:
    (shop.root / "manage.py").unlink()
    answer = check()
    assert answer.exit_code == 2
    assert "Cannot find Django's settings" in answer.stderr


def test_says_nothing_before_what_is_wrong_with_the_settings(shop: MypyProject) -> None:
    shop.edit("shop/settings.py", "SECRET_KEY", 'import os\nKEY = os.environ["SHOP_KEY"]\nSECRET_KEY')
    answer = check()
    assert answer.exit_code == 2
    assert answer.stderr.startswith(
        'error: Importing "shop.settings" for the settings "shop.settings" failed'
    )


def test_says_what_mypy_says_where_it_cannot_check(shop: MypyProject) -> None:
    shop.write({"shop/views.py": "async def broken(:\n"})
    answer = check()
    assert answer.exit_code == 2
    assert "shop/views.py:1: error: " in answer.stderr
