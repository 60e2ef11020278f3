"""The page of the runtime shows what mypy with the plugin says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject

PAGE: Final = Path(__file__).parents[2] / "docs" / "runtime.md"
_SHOWN: Final = re.compile(r"## With the mypy plugin.*?```python\n(.*?)```\n\n```\n(.*?)```", re.DOTALL)

MODELS: Final = """
    from typing import Self

    from aobjects import AsyncModel
    from django.db import models

    class BookQuerySet(models.QuerySet["Book"]):
        def published(self) -> Self:
            return self.filter(pages__gt=0)

    class Author(AsyncModel):
        name = models.CharField(max_length=50)

    class Book(AsyncModel):
        title = models.CharField(max_length=50)
        pages = models.IntegerField()
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

        objects = BookQuerySet.as_manager()
    """
SETTINGS: Final = """
    INSTALLED_APPS = ["library"]
    DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    """


def test_page_shows_what_mypy_says(project: MypyProject) -> None:
    shown = _SHOWN.search(PAGE.read_text(encoding="utf-8"))
    assert shown is not None
    project.configure(settings="library.settings")
    project.write(
        {"library/settings.py": SETTINGS, "library/models.py": MODELS, "library/shelves.py": shown[1]}
    )
    assert project.mypy("library").lines == shown[2].splitlines()
