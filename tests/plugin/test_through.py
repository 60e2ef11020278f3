"""Calls are judged by what the bodies behind them hold now, in cold, warm, parallel and daemon runs."""

from __future__ import annotations

import os
from itertools import cycle
from typing import TYPE_CHECKING, Final

import pytest

from tests import edits
from tests.edits import Edit
from tests.mypy_project import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set

    from tests.mypy_project import MypyProject, Result, StubCache

pytestmark = pytest.mark.any_django("mypy's cache, workers and daemon")

CALL: Final = "async-unsafe-call"

# A comment names the line for the expectations below.
SHOP: Final = {
    "shop/models.py": """
        from django.db import models

        class Author(models.Model):
            name = models.CharField(max_length=50)

        class Book(models.Model):
            title = models.CharField(max_length=50)
            author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

            def __str__(self) -> str:
                return self.title

            def byline(self) -> str:
                return self.author.name

            @property
            def label(self) -> str:
                return self.title
        """,
    "shop/queries.py": """
        from shop.models import Book

        def titles() -> list[str]:
            return [book.title for book in Book.objects.all()]

        def greeting() -> str:
            return "hello"

        def heading(book: Book) -> str:
            return book.title
        """,
    # Nothing in this module changes: what it runs changes in the module that it calls.
    "shop/pages.py": """
        from shop.models import Book
        from shop.queries import greeting, heading, titles

        def index() -> str:
            return ", ".join(titles())

        def front() -> str:
            return greeting().title()

        def page(book: Book) -> str:
            return heading(book).upper()
        """,
    "shop/views.py": """
        from shop.models import Book
        from shop.pages import front, index, page
        from shop.queries import greeting, heading, titles

        async def lists() -> list[str]:
            return titles()  # titles

        async def shows_the_index() -> str:
            return index()  # index

        async def greets() -> str:
            return greeting()  # greeting

        async def shows_the_front() -> str:
            return front()  # front

        async def shows_heading() -> str:
            book = await Book.objects.aget(pk=1)
            return heading(book)  # heading

        async def shows_page() -> str:
            book = await Book.objects.aget(pk=1)
            return page(book)  # page

        async def shows_text() -> str:
            book = await Book.objects.aget(pk=1)
            return f"the {book}"  # text

        async def shows_label() -> str:
            book = await Book.objects.aget(pk=1)
            return book.label  # label

        async def shows_byline() -> str:
            book = await Book.objects.aget(pk=1)
            return book.byline()  # byline

        async def shows_loaded_heading() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return heading(book)  # loaded heading

        async def shows_loaded_page() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return page(book)  # loaded page

        async def shows_loaded_text() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return f"the {book}"  # loaded text

        async def shows_loaded_label() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return book.label  # loaded label

        async def shows_loaded_byline() -> str:
            book = await Book.objects.select_related("author").aget(pk=1)
            return book.byline()  # loaded byline
        """,
}

BEFORE: Final = frozenset({"titles", "index", "byline"})


def changed(*, errors: Set[str] = frozenset(), repaired: Set[str] = frozenset()) -> frozenset[str]:
    """Return the lines that are reported when some have become errors and others no longer are."""
    return (BEFORE | errors) - repaired


MODELS, QUERIES, PAGES, VIEWS = "shop/models.py", "shop/queries.py", "shop/pages.py", "shop/views.py"

EDITS: Final = {
    "function gets a query": Edit(
        QUERIES,
        'return "hello"',
        'return f"hello to {Book.objects.count()} books"',
        changed(errors={"greeting", "front"}),
    ),
    "function loses its query": Edit(
        QUERIES,
        "return [book.title for book in Book.objects.all()]",
        'return ["one"]',
        changed(repaired={"titles", "index"}),
    ),
    "function's query moves into a branch": Edit(
        QUERIES,
        "return [book.title for book in Book.objects.all()]",
        "return [book.title for book in Book.objects.all()] if len(__name__) > 100 else []",
        BEFORE,
    ),
    "function's query moves behind what is never true": Edit(
        QUERIES,
        "return [book.title for book in Book.objects.all()]",
        "return [book.title for book in Book.objects.all()] if 0 > 1 else []",
        changed(repaired={"titles", "index"}),
    ),
    "function reads a relation": Edit(
        QUERIES,
        "return book.title\n",
        "return book.author.name\n",
        changed(errors={"heading", "page"}),
    ),
    "function between stops calling": Edit(
        PAGES,
        'return ", ".join(titles())',
        "return titles.__name__",
        changed(repaired={"index"}),
    ),
    "function between calls another": Edit(
        PAGES,
        "return greeting().title()",
        "return titles()[0]",
        changed(errors={"front"}),
    ),
    "method stops reading the relation": Edit(
        MODELS,
        "return self.author.name",
        "return self.title.upper()",
        changed(repaired={"byline"}),
    ),
    "method queries": Edit(
        MODELS,
        "return self.author.name",
        "return str(Author.objects.count())",
        changed(errors={"loaded byline"}),
    ),
    "text reads the relation": Edit(
        MODELS,
        "def __str__(self) -> str:\n        return self.title",
        "def __str__(self) -> str:\n        return self.author.name",
        changed(errors={"text"}),
    ),
    "property queries": Edit(
        MODELS,
        "def label(self) -> str:\n        return self.title",
        "def label(self) -> str:\n        return str(Book.objects.count())",
        changed(errors={"label", "loaded label"}),
    ),
    "caller stops calling": Edit(
        VIEWS,
        "return titles()",
        "return [titles.__name__]",
        changed(repaired={"titles"}),
    ),
    "caller calls a second time": Edit(
        VIEWS,
        "return greeting()",
        "return greeting() + titles()[0]",
        changed(errors={"greeting"}),
    ),
}


def project_of(folder: MypyProject, files: Mapping[str, str]) -> MypyProject:
    folder.configure()
    folder.write({"shop/settings.py": SETTINGS, **files})
    return folder


@pytest.fixture
def shop(project: MypyProject) -> MypyProject:
    return project_of(project, SHOP)


def verdict(project: MypyProject, result: Result) -> set[str]:
    """Return the names of the lines that are reported; anything else that is reported stands as itself."""
    result.assert_no_crash()
    found = set()
    for error in result.errors:
        line = (project.root / error.file).read_text(encoding="utf-8").splitlines()[error.line - 1]
        name = line.partition("  # ")[2]
        found.add(name if error.code == CALL and name else f"{error.file}:{error.line} {error.code}")
    return found


@pytest.fixture(scope="module")
def shop_stubs(stubs: StubCache) -> StubCache:
    return stubs.with_models(SHOP[MODELS])


@pytest.fixture(scope="module")
def cold_lines(
    tmp_path_factory: pytest.TempPathFactory, shop_stubs: StubCache
) -> Callable[[str | None], list[str]]:
    """What a run says after the named edit that knows nothing of the project; it serves every mode."""
    return edits.cold_lines(SHOP, EDITS, shop_stubs, tmp_path_factory)


def parsed(project: MypyProject, *arguments: str) -> set[str]:
    """Run mypy and return the files of the app that it read again: the others it took from its cache."""
    result = project.mypy("shop", "-v", *arguments)
    result.assert_no_crash()
    lines = (line.removeprefix("LOG:").split() for line in result.output.splitlines())
    return {words[1] for words in lines if words[:1] == ["Parsing"] and words[1].startswith("shop/")}


def test_cold_run_follows_calls(shop: MypyProject, cold_lines: Callable[[str | None], list[str]]) -> None:
    """With nothing remembered, of the library neither: every other mode has to say the same."""
    result = shop.mypy()
    assert verdict(shop, result) == BEFORE, result.output
    assert result.lines == shop.mypy("shop", "--no-incremental").lines
    assert result.lines == cold_lines(None)


@pytest.mark.parametrize(
    "arguments",
    [(), ("-n", "2"), ("--cache-fine-grained",)],
    ids=["one process", "two workers", "fine-grained"],
)
def test_warm_run_repeats_the_cold_one(
    shop: MypyProject, cold_lines: Callable[[str | None], list[str]], arguments: tuple[str, ...]
) -> None:
    cold, warm = [shop.mypy("shop", *arguments) for _ in range(2)]
    assert verdict(shop, cold) == BEFORE, cold.output
    assert warm.lines == cold.lines
    assert cold.lines == cold_lines(None)


def test_run_that_keeps_no_cache_follows_calls(
    shop: MypyProject, cold_lines: Callable[[str | None], list[str]]
) -> None:
    result = shop.mypy("shop", f"--cache-dir={os.devnull}")
    assert verdict(shop, result) == BEFORE, result.output
    assert result.lines == cold_lines(None)


def test_warm_run_follows_each_edited_body(
    shop: MypyProject, shop_stubs: StubCache, cold_lines: Callable[[str | None], list[str]]
) -> None:
    """One process and two workers by turns, which read each other's cache."""
    shop.stubs = shop_stubs
    before = shop.mypy("shop")
    for (name, edit), workers in zip(EDITS.items(), cycle([("-n", "2"), ()]), strict=False):
        edit.apply(shop)
        warm = shop.mypy("shop", *workers)
        assert verdict(shop, warm) == edit.expected, name
        assert warm.lines == cold_lines(name)
        edit.revert(shop)
    assert shop.mypy("shop").lines == before.lines


def test_one_process_reads_the_summaries_of_two_workers(shop: MypyProject) -> None:
    parallel = shop.mypy("shop", "-n", "2")
    shop.edit(VIEWS, "# titles", "# the titles")
    alone = shop.mypy("shop")
    assert alone.lines == parallel.lines
    assert verdict(shop, alone) == {"the titles", "index", "byline"}


def test_caller_alone_reads_the_summaries_from_the_cache(shop: MypyProject, shop_stubs: StubCache) -> None:
    shop.stubs = shop_stubs
    shop.mypy("shop")
    shop.edit(VIEWS, "return greeting()  #", "return titles()[0]  #")
    assert parsed(shop) == {VIEWS}
    assert verdict(shop, shop.mypy("shop")) == BEFORE | {"greeting"}


# What is checked again -------------------------------------------------------------------------------------


def test_unchanged_project_is_not_read_again(shop: MypyProject, shop_stubs: StubCache) -> None:
    shop.stubs = shop_stubs
    assert parsed(shop) >= {MODELS, QUERIES, PAGES, VIEWS}
    assert parsed(shop) == set()
    assert verdict(shop, shop.mypy("shop")) == BEFORE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('return "hello"', 'return "good morning"'),
        ("return book.title\n", "return book.title.strip()\n"),
        ("for book in Book.objects.all()]", "for book in Book.objects.all() if book.pk]"),
    ],
    ids=["another value", "another column", "another condition"],
)
def test_body_that_runs_the_same_is_looked_at_by_those_who_were_judged_by_it(
    shop: MypyProject, shop_stubs: StubCache, old: str, new: str
) -> None:
    """The sync functions between are no concern of it."""
    shop.stubs = shop_stubs
    shop.mypy("shop")
    shop.edit(QUERIES, old, new)
    assert parsed(shop) == {QUERIES, VIEWS}
    assert verdict(shop, shop.mypy("shop")) == BEFORE


def test_helper_that_moves_down_leaves_its_callers_alone(shop: MypyProject, shop_stubs: StubCache) -> None:
    shop.stubs = shop_stubs
    shop.mypy("shop")
    shop.edit(QUERIES, "from shop.models import Book", "# A comment.\nfrom shop.models import Book")
    assert parsed(shop) == {QUERIES}
    assert verdict(shop, shop.mypy("shop")) == BEFORE


def test_way_names_the_line_where_the_helper_stands_now(shop: MypyProject, shop_stubs: StubCache) -> None:
    shop.stubs = shop_stubs
    context = "--show-error-context"
    shop.mypy("shop", context)
    shop.edit(QUERIES, "from shop.models import Book", "# A comment.\nfrom shop.models import Book")
    shop.edit(VIEWS, "return titles()", "return sorted(titles())")
    assert shop.mypy("shop", context).lines == shop.mypy("shop", context, "--no-incremental").lines
    line = shop.line(QUERIES, "Book.objects.all()")
    here = f"{VIEWS}:{shop.line(VIEWS, '# titles')}: note: The way: "
    [way] = [line for line in shop.mypy("shop", context).lines if line.startswith(here)]
    assert f"(queries.py:{line})" in way


def test_body_that_runs_a_query_has_its_callers_read_again(shop: MypyProject, shop_stubs: StubCache) -> None:
    shop.stubs = shop_stubs
    shop.mypy("shop")
    EDITS["function gets a query"].apply(shop)
    # What was judged by the body, and no module that imports it beside.
    assert parsed(shop) == {QUERIES, VIEWS}


def test_warm_run_sees_an_edit_behind_a_chain_too_long_to_be_run(
    shop: MypyProject, shop_stubs: StubCache
) -> None:
    """What a summary was made from counts as well: bodies are run a dozen calls deep."""
    shop.stubs = shop_stubs
    links = [f"def link_{n}() -> str:\n    return link_{n + 1}()\n\n" for n in range(30)]
    links.append("def link_30() -> str:\n    return greeting()\n")
    view = "async def view() -> str:\n    return link_0()  # chain\n"
    shop.write(
        {
            "shop/chain.py": "\n".join(["from shop.queries import greeting\n", *links]),
            "shop/ends.py": f"from shop.chain import link_0\n\n{view}",
        }
    )
    assert verdict(shop, shop.mypy("shop")) == BEFORE
    edit = EDITS["function gets a query"]
    edit.apply(shop)
    assert verdict(shop, shop.mypy("shop")) == edit.expected | {"chain"}
    edit.revert(shop)
    assert verdict(shop, shop.mypy("shop")) == BEFORE


def test_new_model_leaves_the_standard_library_alone(shop: MypyProject, shop_stubs: StubCache) -> None:
    shop.stubs = shop_stubs
    shop.mypy("shop")
    shop.edit(MODELS, "class Author", "class Shelf(models.Model):\n    pass\n\nclass Author")
    result = shop.mypy("shop", "-v")
    read = [line for line in result.output.splitlines() if line.startswith("LOG:") and "Parsing" in line]
    assert [line for line in read if VIEWS in line], result.output
    assert not [line for line in read if "typeshed/stdlib/builtins.pyi" in line]
    assert verdict(shop, shop.mypy("shop")) == BEFORE


def test_relation_of_a_new_model_to_one_of_django_is_known_in_a_warm_run(shop: MypyProject) -> None:
    """django-stubs alone does not analyse the stub of that model again."""
    shop.write(
        {
            "shop/notes.py": """
                from django.contrib.auth.models import User

                async def listed() -> None:
                    user = await User.objects.aget(pk=1)
                    for note in user.notes.all():
                        print(note)
                """
        }
    )
    assert any('has no attribute "notes"' in line for line in shop.mypy("shop").lines)
    note = 'owner = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notes")'
    shop.edit(MODELS, "class Author", f"class Note(models.Model):\n    {note}\n\nclass Author")
    warm = shop.mypy("shop")
    assert "shop/notes.py:5 async-unsafe-iteration" in verdict(shop, warm), warm.output
    assert warm.lines == shop.mypy("shop", "--no-incremental").lines


# Import cycles ---------------------------------------------------------------------------------------------

CYCLE: Final = {
    "shop/models.py": SHOP["shop/models.py"],
    # The module of the functions imports the module of the callers, as services and views often do.
    "shop/queries.py": """
        from shop import views
        from shop.models import Book

        def titles() -> list[str]:
            return [book.title for book in Book.objects.all()]

        def name() -> str:
            return views.constant()

        def greeting() -> str:
            return "hello"

        def even(number: int) -> bool:
            return number == 0 or views.odd(number - 1)

        async def shows_a_constant() -> str:
            return views.constant()  # constant
        """,
    "shop/views.py": """
        from shop import queries

        def constant() -> str:
            return ""

        def odd(number: int) -> bool:
            return number != 0 and queries.even(number - 1)

        async def lists() -> list[str]:
            return queries.titles()  # titles

        async def names() -> str:
            return queries.name()  # name

        async def greets() -> str:
            return queries.greeting()  # greeting

        async def asks() -> bool:
            return queries.even(4)  # even
        """,
}
CYCLE_EDITS: Final = {
    "function gets a query": Edit(
        QUERIES, 'return "hello"', "return str(Book.objects.count())", {"titles", "greeting"}
    ),
    "function loses its query": Edit(
        QUERIES, "return [book.title for book in Book.objects.all()]", 'return ["one"]', set[str]()
    ),
    "function there calls a function here that calls one there": Edit(
        VIEWS, 'return ""', 'return ", ".join(queries.titles())', {"titles", "name", "constant"}
    ),
    "one of two that call each other queries": Edit(
        QUERIES, "return number == 0 or", "return not Book.objects.exists() or", {"titles", "even"}
    ),
}


@pytest.mark.parametrize("arguments", [(), ("-n", "2"), ("--no-incremental",)], ids=["one", "two", "none"])
def test_import_cycle_hides_nothing(
    project: MypyProject, shop_stubs: StubCache, arguments: tuple[str, ...]
) -> None:
    circle = project_of(project, CYCLE)
    circle.stubs = shop_stubs
    result = circle.mypy("shop", *arguments)
    assert verdict(circle, result) == {"titles"}, result.output


def test_edits_in_an_import_cycle_are_followed(project: MypyProject, shop_stubs: StubCache) -> None:
    circle = project_of(project, CYCLE)
    circle.stubs = shop_stubs
    before = circle.mypy("shop")
    for (name, edit), workers in zip(CYCLE_EDITS.items(), cycle([("-n", "2"), ()]), strict=False):
        edit.apply(circle)
        assert verdict(circle, circle.mypy("shop", *workers)) == edit.expected, name
        edit.revert(circle)
    assert circle.mypy("shop").lines == before.lines


# The daemon ------------------------------------------------------------------------------------------------


def test_daemon_repeats_itself(daemon: MypyProject, cold_lines: Callable[[str | None], list[str]]) -> None:
    first, *later = [daemon.dmypy() for _ in range(3)]
    assert verdict(daemon, first) == BEFORE, first.output
    assert [run.lines for run in later] == [first.lines] * 2
    assert first.lines == cold_lines(None)


def test_daemon_follows_each_edited_body(
    daemon: MypyProject, cold_lines: Callable[[str | None], list[str]]
) -> None:
    before = daemon.dmypy()
    for name, edit in EDITS.items():
        edit.apply(daemon)
        after = daemon.dmypy()
        assert verdict(daemon, after) == edit.expected, name
        assert after.lines == cold_lines(name)
        edit.revert(daemon)
    assert daemon.dmypy().lines == before.lines


def test_restarted_daemon_follows_an_edited_body(
    daemon: MypyProject, cold_lines: Callable[[str | None], list[str]]
) -> None:
    daemon.dmypy()
    EDITS["function gets a query"].apply(daemon)
    daemon.stop_dmypy()
    assert daemon.dmypy().lines == cold_lines("function gets a query")
