"""The plugin survives every program that mypy and django-stubs survive, and hides none of their words.

By hand: what is expected is what mypy says without us, which a case in YAML cannot ask.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Final

import pytest

from tests.both import run_both

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, Result, StubCache

pytestmark = pytest.mark.any_django("odd code, and what mypy says of it")

MODELS: Final = """
    from __future__ import annotations

    from django.db import models

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
        editor = models.ForeignKey(Author, null=True, on_delete=models.CASCADE, related_name="edited")
    """

UNSAFE: Final = """
    from shop.models import Book

    async def unsafe() -> Book:
        return Book.objects.get(pk=1)
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs.with_models(MODELS)
    project.write({"shop/models.py": MODELS})
    return project


def mypy(project: MypyProject, *arguments: str) -> Result:
    """Run with our plugin and without it: no crash, and every line of the latter's output."""
    both = run_both(project, *arguments)
    both.assert_only_ours_are_new()
    return both.ours


def our_codes(result: Result) -> list[tuple[str, str]]:
    return [(file, code) for file, _, code in result.codes if code.startswith("async-")]


def test_syntax_error_is_reported_as_mypy_reports_it(shop: MypyProject) -> None:
    shop.write({"shop/views.py": UNSAFE, "shop/broken.py": "def broken(:\n    pass\n"})
    result = mypy(shop)
    assert result.status == 2
    assert {code for file, _, code in result.codes if file == "shop/broken.py"} == {"syntax"}


def test_repaired_syntax_error_lets_the_daemon_go_on(shop: MypyProject) -> None:
    shop.write({"shop/views.py": UNSAFE, "shop/broken.py": "def broken(:\n    pass\n"})
    try:
        shop.dmypy()
        shop.edit("shop/broken.py", "broken(:", "broken():")
        result = shop.dmypy()
    finally:
        shop.stop_dmypy()
    result.assert_no_crash()
    assert our_codes(result) == [("shop/views.py", "async-unsafe-query")]


def test_models_in_an_import_cycle(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/models.py": """
                from shop.people import Author
                from shop.things import Book, Shelf

                __all__ = ["Author", "Book", "Shelf"]
                """,
            "shop/people.py": """
                from __future__ import annotations

                from typing import TYPE_CHECKING

                from django.db import models

                if TYPE_CHECKING:
                    from shop.things import Book

                class Author(models.Model):
                    name = models.CharField(max_length=50)
                    best = models.ForeignKey("shop.Book", null=True, on_delete=models.SET_NULL)

                    async def title_of_best(self, pk: int) -> str:
                        me = await Author.objects.select_related("best").aget(pk=pk)
                        return me.best.author.name if me.best else ""

                    def pick(self) -> Book | None:
                        return self.best
                """,
            "shop/things.py": """
                from django.db import models

                from shop.people import Author

                class Shelf(models.Model):
                    owner = models.OneToOneField(Author, on_delete=models.CASCADE)
                    neighbour = models.ForeignKey("self", null=True, on_delete=models.SET_NULL)

                class Book(models.Model):
                    author = models.ForeignKey(Author, on_delete=models.CASCADE)
                    shelf = models.ForeignKey(Shelf, null=True, on_delete=models.SET_NULL)
                """,
            "shop/views.py": """
                from shop.people import Author

                async def view() -> str:
                    author = await Author.objects.select_related("best__author").aget(pk=1)
                    return author.best.author.name if author.best else ""

                async def reverse() -> str:
                    author = await Author.objects.aget(pk=1)
                    return str(author.shelf.owner.pk)
                """,
        }
    )
    assert our_codes(mypy(shop)) == [
        ("shop/people.py", "async-unsafe-relation"),
        ("shop/views.py", "async-unsafe-relation"),
    ]
    assert mypy(shop, "shop", "-n", "2").lines == mypy(shop, "shop").lines


def test_model_without_fields(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/models.py": """
                from django.db import models

                class Empty(models.Model):
                    pass

                class Child(Empty):
                    pass

                class Abstract(models.Model):
                    class Meta:
                        abstract = True

                class Concrete(Abstract):
                    pass
                """,
            "shop/views.py": """
                from shop.models import Child, Concrete, Empty

                async def view() -> None:
                    row = await Empty.objects.only("pk").afirst()
                    print(row, await Child.objects.select_related().aget(), await Concrete.objects.acount())
                    few = Empty.objects.values_list()[:1]
                    print(few.query, Empty.objects.in_bulk())
                """,
        }
    )
    assert our_codes(mypy(shop)) == [("shop/views.py", "async-unsafe-query")]


def test_project_without_any_app_of_django(shop: MypyProject) -> None:
    """Where contenttypes is not installed, its modules cannot be imported."""
    shop.write(
        {
            "shop/settings.py": "SECRET_KEY = ''\nINSTALLED_APPS = ['shop']\n",
            "shop/views.py": """
                from shop.models import Author, Book

                async def relation() -> str:
                    book = await Book.objects.select_related("editor").aget(pk=1)
                    return book.author.name

                async def manager() -> int:
                    author = await Author.objects.prefetch_related("books").aget(pk=1)
                    return len(author.books.all()) + len(author.edited.all())
                """,
        }
    )
    found = our_codes(mypy(shop))
    assert found == [("shop/views.py", "async-unsafe-relation"), ("shop/views.py", "async-unsafe-iteration")]


def test_settings_that_are_not_named(shop: MypyProject) -> None:
    """Whatever django-stubs makes of a project that names no settings, it does with us too."""
    outputs = []
    for plugins in ['"aobjects_mypy", "mypy_django_plugin.main"', '"mypy_django_plugin.main"']:
        shop.write({"pyproject.toml": f"[tool.mypy]\nplugins = [{plugins}]\n"})
        outputs.append(shop.mypy())
    ours, alone = outputs
    assert ours.status == alone.status
    assert ours.output.strip().splitlines()[-1:] == alone.output.strip().splitlines()[-1:]


def test_files_without_django(shop: MypyProject) -> None:
    shop.write(
        {
            "plain/work.py": """
                import asyncio

                class Shelf:
                    def __init__(self) -> None:
                        self.author = "x"

                    def save(self) -> None: ...
                    def get(self, pk: int) -> str: return self.author
                    def delete(self, *, save: bool) -> None: ...
                    def values(self) -> list[str]: return []

                class Objects:
                    objects = Shelf()

                async def main() -> None:
                    shelf = Shelf()
                    shelf.save()
                    shelf.delete(save=False)
                    print(shelf.get(1), shelf.author, Objects.objects.get(pk=1), list(shelf.values()))
                    for value in shelf.values():
                        print(value, {}.get("x"), f"{shelf}", len(shelf.values()))
                    if shelf:
                        await asyncio.sleep(0)
                """
        }
    )
    assert our_codes(mypy(shop, "plain")) == []


@pytest.mark.parametrize(
    ("first_line", "expected"),
    [
        ("# mypy: ignore-errors", []),
        ("# type: ignore", []),
        ("# an ordinary comment", [("shop/views.py", "async-unsafe-query")]),
    ],
)
def test_ignored_file_is_silent(shop: MypyProject, first_line: str, expected: list[tuple[str, str]]) -> None:
    shop.write({"shop/views.py": first_line + dedent(UNSAFE)})
    assert our_codes(mypy(shop)) == expected


def test_stub_files(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/views.py": "async def unsafe(): ...\n",
            "shop/views.pyi": """
                from django.db.models import QuerySet
                from shop.models import Book

                async def unsafe(row: Book = ..., rows: QuerySet[Book] = ...) -> Book: ...
                def rows() -> QuerySet[Book]: ...
                """,
            "shop/urls.py": """
                from shop.views import rows, unsafe

                async def call() -> None:
                    book = await unsafe()
                    print(book.title)
                    for row in rows():
                        print(row.pk)
                """,
        }
    )
    assert our_codes(mypy(shop)) == [("shop/urls.py", "async-unsafe-iteration")]


UNTYPED: Final = """
    from shop.models import Book

    async def untyped(request, pk, *args, book=None, **kwargs):
        found = Book.objects.get(pk=pk)
        for row in Book.objects.all():
            print(row.author.name, book.author, found.author)
        return [row for row in Book.objects.filter(**kwargs)]

    def plain(request):
        return Book.objects.first().author
    """


@pytest.mark.parametrize("option", ["--check-untyped-defs", "--no-check-untyped-defs"])
def test_untyped_function_is_judged_whether_mypy_checks_it_or_not(shop: MypyProject, option: str) -> None:
    shop.write({"shop/views.py": UNTYPED})
    codes = {code for _, code in our_codes(mypy(shop, "shop", option))}
    assert {"async-unsafe-query", "async-unsafe-iteration"} <= codes


def test_python_3_12_generics(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/views.py": """
                from django.db.models import Manager, Model, QuerySet
                from shop.models import Book

                type Rows[T: Model] = QuerySet[T]
                type Books = Rows[Book]

                class Repository[M: Model]:
                    def __init__(self, model: type[M], manager: Manager[M]) -> None:
                        self.model = model
                        self.manager = manager

                    async def one(self, pk: int) -> M:
                        return await self.manager.aget(pk=pk)

                    async def unsafe(self, pk: int) -> M:
                        return self.manager.get(pk=pk)

                    async def rows[K](self, key: K, rows: Rows[M]) -> dict[K, list[M]]:
                        return {key: [row async for row in rows]}

                async def first[M: Model](rows: Rows[M]) -> M | None:
                    return await rows.afirst()

                async def use(books: Books) -> str:
                    book = await Repository(Book, Book._default_manager).one(1)
                    other = await first(Book.objects.select_related("author"))
                    return f"{book.title} {other.author.name if other else ''}"
                """
        }
    )
    assert our_codes(mypy(shop, "shop", "--python-version", "3.12")) == [
        ("shop/views.py", "async-unsafe-query")
    ]


ODD_CODE: Final = sorted((Path(__file__).parent / "odd_code").glob("*.py"))


@pytest.mark.parametrize("source", ODD_CODE, ids=[path.stem for path in ODD_CODE])
def test_odd_but_correct_code_is_silent(shop: MypyProject, source: Path) -> None:
    shop.write({"shop/views.py": source.read_text(encoding="utf-8")})
    assert our_codes(mypy(shop)) == []


def test_deeply_nested_code(shop: MypyProject) -> None:
    depth = 18
    lines = [
        "from shop.models import Book",
        "async def view() -> None:",
        '    book = await Book.objects.select_related("author").aget()',
        *(f"{'    ' * level}{'for _ in range(2)' if level % 2 else 'if book'}:" for level in range(1, depth)),
        f"{'    ' * depth}print(book.author)",
        "    print(" + "[" * 60 + "book.author" + "]" * 60 + ")",
        "    print(book.pk" + " + 1" * 300 + ")",
        "    print(" + "(lambda: " * 20 + "book.author" + ")" * 20 + ")",
        *(f"{'    ' * level}async def level{level}() -> None:" for level in range(1, 16)),
        f"{'    ' * 16}print((await Book.objects.aget()).title)",
        "    rows = Book.objects" + '.filter(pk=1).select_related("author")' * 60,
        "    print([row.author async for row in rows])",
    ]
    shop.write({"shop/views.py": "\n".join(lines) + "\n"})
    assert our_codes(mypy(shop)) == []


def test_async_methods_of_classes(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/views.py": """
                from __future__ import annotations

                from typing import Protocol, overload

                from django.db import models
                from django.views import View
                from shop.models import Book

                class Reads(Protocol):
                    async def read(self, pk: int) -> Book: ...

                class Detail(View):
                    book = Book.objects.first
                    rows = [row.pk for row in Book.objects.all()]

                    async def get(self, pk: int) -> Book:
                        return Book.objects.get(pk=pk)

                    @staticmethod
                    async def static() -> None: ...

                    @property
                    async def author(self) -> str:
                        return "x"

                    @overload
                    async def find(self, key: int) -> Book: ...
                    @overload
                    async def find(self, key: str) -> None: ...
                    async def find(self, key: int | str) -> Book | None:
                        return None

                class Log(models.Model):
                    book = models.ForeignKey(Book, on_delete=models.CASCADE)

                    async def describe(self) -> str:
                        return f"{self.pk}"

                    async def asave(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]
                        await super().asave()
                """
        }
    )
    assert our_codes(mypy(shop)) == [("shop/views.py", "async-unsafe-query")]


def test_names_that_cannot_be_resolved(shop: MypyProject) -> None:
    shop.write(
        {
            "shop/views.py": """
                from nowhere import Thing
                from shop.models import Book, Missing

                class Odd(Missing, Thing): ...

                async def view(thing: Thing, missing: "Undefined") -> None:
                    print(Thing.objects.get(), thing.author.name, missing.author, Book.nothing.get())
                    print(Odd.objects.get().author, Book.objects.nothing().get(), undefined.author)
                    book = await Book.objects.aget()
                    print(book.nothing.author, book.author(), book.title.author, await book, book())
                    async for row in Book.objects:
                        print(row)
                    async for row in thing:
                        print(row.author)
                    for row in undefined:
                        print(row.author)
                    Book.objects.select_related(1, *thing, nope=2).only(*[1], x=3)
                    Book.objects.prefetch_related(None, thing, 5).defer(None, 1)
                    Book.objects.select_related("nope", "author__nope", "").only("nope", "").defer(None)
                    await Book.objects.aget(*thing, **missing)
                """
        }
    )
    mypy(shop)
