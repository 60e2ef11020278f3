"""After any sequence of edits, a warm run and a running dmypy say what a run that remembers nothing says."""

from __future__ import annotations

import os
import shutil
import string
from dataclasses import replace
from textwrap import dedent
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import sampled_from

from tests.mypy_project import SETTINGS, MypyProject

if TYPE_CHECKING:
    from tests.mypy_project import StubCache

pytestmark = pytest.mark.any_django("mypy's cache and daemon after edits")

FIRST: Final = {
    "related": "books",
    "loads": ".order_by('pk')",
    "helper": "label",
    "runs": "book.author.name",
    "imports": "",
    "around": "",
}
OTHER: Final = {
    "related": "written",
    "loads": ".select_related('author')",
    "helper": "caption",
    "runs": "book.title",
    "imports": "import json",
    "around": "@transaction.atomic",
}
# Each "$name" is what the edits so far have made of it.
FILES: Final = {
    "shop/models.py": """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=50)

        class Book(models.Model):
            title = models.CharField(max_length=50)
            author = models.OneToOneField(Author, on_delete=models.CASCADE, related_name="$related")
        """,
    "shop/rows.py": """
        from shop.models import Book

        $here
        def title(book: Book) -> str:
            return book.title
        """,
    "shop/texts.py": """
        $imports
        from shop.models import Book

        $there
        """,
    "shop/views.py": """
        from django.db import transaction
        from shop import rows, texts
        from shop.models import Author, Book

        async def show(pk: int) -> None:
            book = await Book.objects.all()$loads.aget(pk=pk)
            print($module.$helper(book))
            author = await Author.objects.aget(pk=pk)
            print(author.books)

        $around
        async def nothing() -> None:
            pass
        """,
}
DEFINITION: Final = """def $helper(book: Book) -> str:
    return $runs
"""


# Without a seed, what is drawn hangs on the text of this class: it may be one edit, again and again.
@seed(20)
class Edits(RuleBasedStateMachine):
    """A small project, a daemon that lives as long as the test, and a cache that does so too."""

    project: MypyProject
    stubs: StubCache
    seen: set[tuple[str, ...]]
    written = 0

    @initialize()
    def write_first(self) -> None:
        self.slots = dict(FIRST)
        self.is_moved = False
        self._write()

    @rule(slot=sampled_from(sorted(FIRST)))
    def switch(self, slot: str) -> None:
        self.slots[slot] = OTHER[slot] if self.slots[slot] == FIRST[slot] else FIRST[slot]
        self._write()

    @rule()
    def move_helper(self) -> None:
        self.is_moved = not self.is_moved
        self._write()

    @rule()
    def touch(self) -> None:
        for name in FILES:
            self._stamp(name)

    @invariant()
    def every_run_says_the_same(self) -> None:
        if not hasattr(self, "slots"):
            return
        warm = self.project.mypy("shop", "--cache-dir=warm")
        daemon = self.project.dmypy()
        shutil.rmtree(self.project.root / "_".join([".cache", *self.project.plugins]), ignore_errors=True)
        cold = replace(self.project, stubs=self.stubs).mypy("shop")
        for result in (warm, daemon, cold):
            result.assert_no_crash()
        assert warm.lines == cold.lines
        assert daemon.lines == cold.lines
        self.seen.add(tuple(cold.lines))

    def _write(self) -> None:
        module, definition = ("texts", "rows")[not self.is_moved], DEFINITION
        slots = {
            **self.slots,
            "module": module,
            "here": "" if self.is_moved else definition,
            "there": definition if self.is_moved else "",
        }
        for name, text in FILES.items():
            # The definition has slots of its own.
            once = string.Template(dedent(text).lstrip()).safe_substitute(slots)
            source = string.Template(once).safe_substitute(slots)
            path = self.project.root / name
            if not path.exists() or path.read_text() != source:
                path.write_text(source)
                self._stamp(name)

    def _stamp(self, name: str) -> None:
        # mypy takes a file of the same size and second for the same file.
        Edits.written += 2
        time = FIRST_TIME + Edits.written
        os.utime(self.project.root / name, (time, time))


FIRST_TIME: Final = 1_700_000_000


def test_runs_agree_after_each_edit(project: MypyProject, stubs: StubCache) -> None:
    project.write({"shop/settings.py": SETTINGS})
    shutil.copytree(stubs.cache_for(project), project.root / "warm")
    Edits.project, Edits.stubs, Edits.seen = project, stubs, set()
    try:
        run_state_machine_as_test(
            Edits,
            settings=settings(
                max_examples=3,
                stateful_step_count=7,
                deadline=None,
                database=None,
                derandomize=True,
                # Each step is three runs of mypy: what failed is told as it is, and not made smaller.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        project.stop_dmypy()
    assert len(Edits.seen) > 2, "the edits are meant to matter"
