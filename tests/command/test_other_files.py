"""Reports whose repair stands in another file: in the query of a helper."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from aobjects_mypy.command.main import aobjects
from click.testing import CliRunner
from lsprotocol import types as lsp

from tests.command.test_server import PATIENCE, Editor, cut
from tests.mypy_project import MANAGE, SETTINGS, MypyProject

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.any_django("what the command does with other files")

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Publisher(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
        publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)
    """
QUERIES: Final = """
    from shop.models import Book

    async def all_books():
        return [book async for book in Book.objects.all()]
    """
VIEWS: Final = """
    from shop.queries import all_books

    async def authors() -> list[str]:
        return [book.author.name for book in await all_books()]

    async def publishers() -> list[str]:
        return [book.publisher.name for book in await all_books()]
    """
PAGES: Final = """
    from shop.queries import all_books

    async def page() -> str:
        return ", ".join([f"{book.title} by {book.author.name}" for book in await all_books()])
    """
FILES: Final = {
    "manage.py": MANAGE,
    "shop/settings.py": SETTINGS,
    "shop/models.py": MODELS,
    "shop/queries.py": QUERIES,
    "shop/views.py": VIEWS,
    "shop/pages.py": PAGES,
}


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MypyProject:
    (tmp_path / "shop").mkdir()
    project = MypyProject(tmp_path / "shop")
    project.write(FILES)
    monkeypatch.chdir(project.root)
    return project


def check(*arguments: str) -> Result:
    return CliRunner().invoke(aobjects, ["check", *arguments])


def reports() -> list[dict[str, Any]]:
    return [json.loads(line) for line in check("--format", "json").stdout.splitlines()]


def test_views_name_the_file_of_the_query(shop: MypyProject) -> None:
    line = shop.line("shop/queries.py", "Book.objects.all()")
    found = reports()
    assert len(found) == 3
    for each in found:
        fix = each["fixes"][0]
        assert fix["title"].endswith(' to the query of "all_books" in shop/queries.py')
        assert [(edit["file"], edit["line"]) for edit in fix["edits"]] == [("shop/queries.py", line)]
        assert each["related"] == [{"file": "shop/queries.py", "line": line, "message": "The query"}]
    said = check().stdout.splitlines()
    assert said.count(f"shop/pages.py:4: note: The query is in shop/queries.py:{line}") == 1
    [run] = json.loads(check("--format", "sarif").stdout)["runs"]
    for result in run["results"]:
        [change] = result["fixes"][0]["artifactChanges"]
        [place] = result["relatedLocations"]
        assert change["artifactLocation"]["uri"] == "shop/queries.py"
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "shop/queries.py"


def test_fix_merges_what_several_files_read(shop: MypyProject) -> None:
    views = shop.root / "shop/views.py", shop.root / "shop/pages.py"
    before = [path.read_text(encoding="utf-8") for path in views]
    diff = check("--diff").stdout
    assert diff.count("+++ ") == 1
    [added] = [line for line in diff.splitlines() if line.startswith("+ ")]
    assert sorted(added.partition("select_related(")[2].removesuffix(")]").split(", ")) == [
        '"author"',
        '"publisher"',
    ]
    answer = check("--fix")
    assert answer.exit_code == 0, answer.output
    assert "3 fixes applied in 1 file\n" in answer.stderr
    assert added[1:] in (shop.root / "shop/queries.py").read_text(encoding="utf-8")
    assert [path.read_text(encoding="utf-8") for path in views] == before


def test_lines_of_the_other_file_are_those_of_now(shop: MypyProject) -> None:
    assert check("--baseline", "known.json", "--update-baseline").exit_code == 0
    shop.edit("shop/queries.py", "    return [book", "    # What is\n    # there.\n    return [book")
    line = shop.line("shop/queries.py", "Book.objects.all()")
    assert {edit["line"] for each in reports() for edit in each["fixes"][0]["edits"]} == {line}
    assert check("--baseline", "known.json").exit_code == 0
    assert check("--fix").exit_code == 0


def test_what_somebody_silenced_stays(shop: MypyProject) -> None:
    shop.edit("shop/pages.py", "all_books()])", "all_books()])  # type: ignore[async-unsafe-relation]")
    assert [each["file"] for each in reports()] == ["shop/views.py"] * 2


def test_a_file_beside_the_project_is_not_changed(shop: MypyProject) -> None:
    other = shop.root.parent / "other"
    other.mkdir()
    (shop.root / "shop/queries.py").rename(other / "queries.py")
    shop.write({"mypy.ini": "[mypy]\nmypy_path = ../other\n"})
    for name in ("shop/views.py", "shop/pages.py"):
        shop.edit(name, "from shop.queries", "from queries")
    before = (other / "queries.py").read_text(encoding="utf-8")
    found = reports()
    assert len(found) == 3
    assert not [edit for each in found for fix in each["fixes"] for edit in fix["edits"] if edit["file"]]
    assert 'Add select_related("author") where the row is loaded' in check().stdout
    check("--fix")
    assert (other / "queries.py").read_text(encoding="utf-8") == before


def test_an_error_in_the_other_file_takes_the_fix_back(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/queries.py": """
                from django.db import models
                from shop.models import Book

                class Strict:
                    def order_by(self, name: str) -> "models.QuerySet[Book]": ...

                def strict() -> Strict | models.QuerySet[Book]:
                    return Book.objects.all()

                async def all_books():
                    return [book async for book in strict().order_by("pk")]

                async def other_books():
                    return [book async for book in Book.objects.all()]
                """,
            "shop/pages.py": PAGES.replace("all_books", "other_books"),
            "mypy.ini": "[mypy]\ncheck_untyped_defs = true\n",
        }
    )
    answer = check("--fix")
    text = (shop.root / "shop/queries.py").read_text(encoding="utf-8")
    assert "strict().order_by" in text, answer.output
    assert 'Book.objects.select_related("author")]' in text, answer.output


async def _session(
    folder: Path,
) -> tuple[lsp.WorkspaceEdit, lsp.Diagnostic, list[lsp.CodeAction], lsp.WorkspaceEdit]:
    """Ask for the fix, then change the other file, and ask again: at once, and when that is checked."""
    editor = Editor(folder)
    edits = lsp.WorkspaceEditClientCapabilities(document_changes=True)
    await editor.open(lsp.ClientCapabilities(lsp.WorkspaceClientCapabilities(workspace_edit=edits)))
    await editor.until(lambda: editor.shown)
    [first, *_] = [each for each in editor.shown if "author" in each.message]
    offered = await editor.actions(first.range)
    assert offered[0].edit is not None
    queries = folder / "shop/queries.py"
    queries.write_text("# More.\n" + queries.read_text(encoding="utf-8"), encoding="utf-8")
    later = await editor.actions(first.range)
    editor.say_saved(queries)
    last = later
    async with asyncio.timeout(PATIENCE):
        while not last[0].title.startswith("Add "):
            await asyncio.sleep(0.1)
            last = await editor.actions(first.range)
    await editor.close()
    assert last[0].edit is not None
    return offered[0].edit, first, later, last[0].edit


def test_an_editor_changes_the_other_file(shop: MypyProject) -> None:
    uri = (shop.root / "shop/queries.py").as_uri()
    text = (shop.root / "shop/queries.py").read_text(encoding="utf-8")
    edit, diagnostic, later, last = asyncio.run(_session(shop.root))
    [change] = edit.document_changes or ()
    assert isinstance(change, lsp.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (uri, None)
    assert [each.new_text for each in change.edits if isinstance(each, lsp.TextEdit)] == [
        '.select_related("author")'
    ]
    assert cut(text, change.edits[0].range) == ".all()"
    [place] = diagnostic.related_information or ()
    assert place.location.uri == uri
    assert cut(text, place.location.range).startswith("return [book async for")
    assert not [each for each in later if each.title.startswith("Add ")]
    [moved] = last.document_changes or ()
    assert isinstance(moved, lsp.TextDocumentEdit)
    assert moved.edits[0].range.start.line == change.edits[0].range.start.line + 1
