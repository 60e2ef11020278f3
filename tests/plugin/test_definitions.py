"""A function is found wherever a module defines it, whoever calls it, in cold, warm and daemon runs."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Final

import pytest

from tests.mypy_project import SETTINGS, MypyProject, Result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.mypy_project import StubCache

pytestmark = pytest.mark.any_django("what mypy makes of definitions and names")

CALL: Final = "async-unsafe-call"
HOLE: Final = "DEFINITION"

STATEMENTS: Final = {
    "plain": "DEFINITION",
    "if": "if flag():\n    DEFINITION",
    "elif": "if flag():\n    pass\nelif not flag():\n    DEFINITION",
    "else": "if flag():\n    pass\nelse:\n    DEFINITION",
    "try": "try:\n    DEFINITION\nexcept NameError:\n    pass",
    "except": "try:\n    flag()\nexcept NameError:\n    DEFINITION",
    "try_else": "try:\n    flag()\nexcept NameError:\n    pass\nelse:\n    DEFINITION",
    "finally": "try:\n    flag()\nfinally:\n    DEFINITION",
    "with": "with suppress(NameError):\n    DEFINITION",
    "for": "for _ in range(3):\n    DEFINITION",
    "for_else": "for _ in range(3):\n    pass\nelse:\n    DEFINITION",
    "while": "while flag():\n    DEFINITION",
    "while_else": "while flag():\n    pass\nelse:\n    DEFINITION",
    "case": "match flag():\n    case True:\n        pass\n    case False:\n        DEFINITION",
    "nested": "if flag():\n    with suppress(NameError):\n        try:\n            DEFINITION\n"
    "        except NameError:\n            pass",
    "branches": "if flag():\n    DEFINITION\nelse:\n    DEFINITION",
}
"""Every statement that can hold a definition."""


def placed(statement: str, definition: str) -> str:
    """Put a definition where the statement has its hole."""
    lines = []
    for line in STATEMENTS[statement].splitlines():
        space = line.removesuffix(HOLE)
        lines.append(indent(definition.rstrip(), space) if line.endswith(HOLE) else line)
    return "\n".join(lines) + "\n"


def module() -> str:
    """Return a module with a function that queries and one that does not in every statement, and callers."""
    parts = [
        "from contextlib import suppress",
        "from shop.models import Book",
        "",
        "def flag() -> bool:",
        "    return len(__name__) > 3",
        "",
    ]
    for name in STATEMENTS:
        parts.append(placed(name, f"def f_{name}() -> int:\n    return Book.objects.count()"))
        parts.append(placed(name, f"def quiet_f_{name}() -> int:\n    return 3"))
        method = "def run(self) -> int:\n    return Book.objects.count()\n"
        quiet = "def rest(self) -> int:\n    return 3\n"
        parts.append(f"class C_{name}:\n" + indent(placed(name, method) + placed(name, quiet), "    "))
        parts.append(
            placed(name, f"class In_{name}:\n" + indent(method + quiet, "    ")) if name != "branches" else ""
        )
    return "\n".join(parts)


def callers(prefix: str = "") -> str:
    parts = []
    for name in STATEMENTS:
        classes = [f"C_{name}", *([f"In_{name}"] if name != "branches" else [])]
        unsafe = [f"{prefix}f_{name}()", *(f"{prefix}{of}().run()" for of in classes)]
        safe = [f"{prefix}quiet_f_{name}()", *(f"{prefix}{of}().rest()" for of in classes)]
        for number, call in enumerate(unsafe):
            parts.append(f"async def unsafe_{name}_{number}() -> int:\n    return {call}  # {name} {call}\n")
        for number, call in enumerate(safe):
            parts.append(f"async def safe_{name}_{number}() -> int:\n    return {call}\n")
    return "\n".join(parts)


MODELS: Final = """
    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
    """


def reported(project: MypyProject, result: Result) -> set[tuple[str, str]]:
    """Return what stands in the comment of each line that is reported, and in which file."""
    result.assert_no_crash()
    found = set()
    for error in result.errors:
        line = (project.root / error.file).read_text(encoding="utf-8").splitlines()[error.line - 1]
        name = line.partition("  # ")[2]
        found.add((error.file, name if error.code == CALL and name else f"{error.line} {error.message}"))
    return found


def marked(project: MypyProject, *files: str) -> set[tuple[str, str]]:
    lines = [(name, line) for name in files for line in (project.root / name).read_text().splitlines()]
    return {(name, line.partition("  # ")[2]) for name, line in lines if "  # " in line}


def write(project: MypyProject, files: dict[str, str]) -> None:
    project.configure()
    project.write({"shop/settings.py": SETTINGS, "shop/models.py": MODELS, **files})


@pytest.fixture(scope="module")
def everywhere(
    tmp_path_factory: pytest.TempPathFactory, stubs: StubCache
) -> dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]]:
    """Return what is reported and what is marked, by module and kind of run: one run for all statements."""
    project = MypyProject(tmp_path_factory.mktemp("everywhere"), stubs=stubs)
    here, there = "shop/queries.py", "shop/views.py"
    write(
        project,
        {here: module() + "\n" + callers(), there: "from shop import queries\n\n" + callers("queries.")},
    )
    cold = reported(project, project.mypy("shop"))
    project.edit(there, "from shop import queries", "import shop\nfrom shop import queries")
    warm = reported(project, project.mypy("shop"))
    return {
        "same module": ({one for one in cold if one[0] == here}, marked(project, here)),
        "other module": ({one for one in cold if one[0] == there}, marked(project, there)),
        "other module, warm": ({one for one in warm if one[0] == there}, marked(project, there)),
    }


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("way", ["same module", "other module", "other module, warm"])
def test_call_is_followed_into_every_statement(
    everywhere: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]], way: str, statement: str
) -> None:
    found, expected = (
        {name for _, name in some if name.partition(" ")[0] == statement} for some in everywhere[way]
    )
    assert len(expected) >= 2
    assert found == expected


@pytest.mark.parametrize("way", ["same module", "other module", "other module, warm"])
def test_nothing_else_is_reported(
    everywhere: dict[str, tuple[set[tuple[str, str]], set[tuple[str, str]]]], way: str
) -> None:
    found, expected = everywhere[way]
    assert found - expected == set()


NAMES: Final = {
    "shop/queries.py": """
        from shop.models import Book

        def count() -> int:
            return 3

        def heading(book: Book) -> str:
            return book.title
        """,
    # Nothing is edited here: what its names stand for changes in the module that they come from.
    "shop/pages.py": """
        import functools
        from contextlib import suppress

        from shop import queries
        from shop.models import Book
        from shop.queries import count, heading

        how_many = count
        how_many_again = how_many
        by_module = queries.count
        shown = functools.partial(heading)
        by_lambda = lambda: count()
        of_book = lambda book: heading(book)

        with suppress(NameError):
            def in_with() -> int:
                return count()

        class Base:
            def run(self) -> int:
                return count()

            @property
            def size(self) -> int:
                return count()

        class Derived(Base):
            def run(self) -> int:
                return super().run()

            @property
            def size(self) -> int:
                return super().size

            rerun = run
            label = staticmethod(heading)
            number = property(lambda self: count())
        """,
    "shop/views.py": """
        from shop import pages
        from shop.models import Book
        from shop.pages import Base, Derived, by_lambda, by_module, how_many, how_many_again, in_with

        async def names() -> None:
            how_many()  # count: how_many
            how_many_again()  # count: how_many_again
            by_module()  # count: by_module
            by_lambda()  # count: by_lambda
            in_with()  # count: in_with
            pages.how_many()  # count: pages.how_many

        async def of_a_row() -> None:
            book = await Book.objects.aget(pk=1)
            pages.shown(book)  # heading: shown

        async def of_a_row_in_a_lambda() -> None:
            book = await Book.objects.aget(pk=1)
            pages.of_book(book)  # heading: of_book

        async def of_a_row_in_a_class() -> None:
            book = await Book.objects.aget(pk=1)
            Derived().label(book)  # heading: label

        async def methods() -> None:
            Derived().run()  # count: run
            Derived().rerun()  # count: rerun
            Derived().size  # count: size
            Derived().number  # count: number

        class Quick(Base):
            async def again(self) -> None:
                super().run()  # count: super().run
                super().size  # count: super().size
        """,
}
EDITS: Final = {
    "count": ("return 3", "return Book.objects.count()"),
    "heading": ("return book.title", "return book.author.name"),
}
VIEWS: Final = "shop/views.py"


def expected_after(project: MypyProject, *edited: str) -> set[tuple[str, str]]:
    return {one for one in marked(project, VIEWS) if one[1].partition(":")[0] in edited}


def edits() -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    """Yield each edit with the functions that run a query after it; at the end none does, as at first."""
    for name, (old, new) in EDITS.items():
        yield (old, new), (name,)
        yield (new, old), ()


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_warm_run_sees_what_a_name_stands_for(
    project: MypyProject, stubs: StubCache, workers: tuple[str, ...]
) -> None:
    write(project, NAMES)
    project.stubs = stubs
    assert reported(project, project.mypy("shop", *workers)) == set()
    for (old, new), querying in edits():
        project.edit("shop/queries.py", old, new)
        warm = project.mypy("shop", *workers)
        assert reported(project, warm) == expected_after(project, *querying), warm.output
        if querying:
            project.edit("shop/views.py", "from shop import pages", "import shop; from shop import pages")
            again = project.mypy("shop", *workers)
            assert again.lines == warm.lines
            assert project.mypy_anew("shop").lines == warm.lines
            project.edit("shop/views.py", "import shop; from shop import pages", "from shop import pages")


def test_daemon_sees_what_a_name_stands_for(project: MypyProject) -> None:
    write(project, NAMES)
    try:
        project.mypy("start", module="mypy.dmypy")
        assert reported(project, project.mypy("check", "shop", module="mypy.dmypy")) == set()
        for (old, new), querying in edits():
            project.edit("shop/queries.py", old, new)
            result = project.mypy("check", "shop", module="mypy.dmypy")
            assert reported(project, result) == expected_after(project, *querying), result.output
    finally:
        project.stop_dmypy()


CHECKED: Final = {
    "shop/queries.py": """
        from typing import TYPE_CHECKING

        from shop.models import Book

        if TYPE_CHECKING:
            def below_if() -> int:
                return Book.objects.count()
        else:
            def below_if():
                return 3

        if not TYPE_CHECKING:
            def below_else():
                return 3
        else:
            def below_else() -> int:
                return Book.objects.count()

        class Counter:
            if TYPE_CHECKING:
                def method(self) -> int:
                    return Book.objects.count()

            def other(self) -> int:
                return Book.objects.count()
        """,
    VIEWS: """
        from shop import queries

        async def names() -> None:
            queries.below_if()
            queries.below_else()
            queries.Counter().method()
            queries.Counter().other()  # other
        """,
}


def test_what_only_a_type_checker_reads_is_not_run_where_the_module_is_read_from_the_cache(
    project: MypyProject, stubs: StubCache
) -> None:
    write(project, {**CHECKED, "shop/views.py": ""})
    project.stubs = stubs
    assert reported(project, project.mypy("shop")) == set()
    project.write({"shop/views.py": CHECKED[VIEWS]})
    assert reported(project, project.mypy("shop")) == marked(project, VIEWS)
    assert reported(project, project.mypy_anew("shop")) == marked(project, VIEWS)
