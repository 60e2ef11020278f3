"""The examples of the pages about errors are type-checked: the marked lines are reported, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
PAGES: Final = [*sorted((DOCS / "errors").glob("*.md")), DOCS / "how-it-works.md"]
EXAMPLE: Final = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK: Final = re.compile(r"  # E: (?P<code>[\w-]+)$")

MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        price = models.IntegerField()
        stock = models.IntegerField()
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    """


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_examples_say_what_mypy_says(project: MypyProject, stubs: StubCache, page: Path) -> None:
    options = 'enable_error_code = ["async-unsafe-unproven"]'
    project.stubs = stubs.with_models(MODELS, options)
    project.configure(options)
    examples = EXAMPLE.findall(page.read_text(encoding="utf-8"))
    assert examples
    expected = []
    for number, example in enumerate(examples):
        name = f"shop/example_{number}.py"
        project.write({name: example})
        marks = [(line, MARK.search(text)) for line, text in enumerate(example.splitlines(), 1)]
        expected += [(name, line, mark["code"]) for line, mark in marks if mark]
    project.write({"shop/models.py": MODELS})
    result = project.mypy()
    assert result.codes == expected, result.output
    assert page.parent.name != "errors" or {code for _, _, code in expected} <= {page.stem}
