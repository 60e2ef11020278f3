"""A third plugin, wherever it stands, is asked what it would be asked without ours."""

from __future__ import annotations

from typing import Final

import pytest

from tests.both import is_ours
from tests.mypy_project import DJANGO_STUBS, OURS, MypyProject

pytestmark = pytest.mark.any_django("other plugins of mypy")

NEIGHBOUR: Final = """
    from pathlib import Path

    from mypy.nodes import MDEF, SymbolTableNode, Var
    from mypy.plugin import Plugin


    class Neighbour(Plugin):
        # Like pydantic's: it adds to classes, and answers for calls, attributes and annotations.
        def _note(self, question, fullname):
            if fullname.startswith(("shop.", "asgiref.", "aobjects.", "typing.Annotated")):
                with Path("asked.txt").open("a") as file:
                    file.write(f"{question} {fullname}\\n")

        def _answer(self, question, fullname, result):
            self._note(question, fullname)
            wanted = ("shop.plain.", "asgiref.sync.sync_to_async", "asgiref.sync.async_to_sync", "aobjects.")
            if not fullname.startswith(wanted):
                return None

            def answer(ctx):
                self._note("answered " + question, fullname)
                return result(ctx)

            return answer

        def get_function_hook(self, fullname):
            return self._answer("function", fullname, lambda ctx: ctx.default_return_type)

        def get_function_signature_hook(self, fullname):
            return self._answer("signature", fullname, lambda ctx: ctx.default_signature)

        def get_method_hook(self, fullname):
            return self._answer("method", fullname, lambda ctx: ctx.default_return_type)

        def get_attribute_hook(self, fullname):
            return self._answer("attribute", fullname, lambda ctx: ctx.default_attr_type)

        def get_customize_class_mro_hook(self, fullname):
            self._note("class", fullname)
            return add_member("customized") if fullname == "shop.plain.Plain" else None

        def get_base_class_hook(self, fullname):
            self._note("base", fullname)
            return add_member("from_base") if fullname == "shop.plain.Plain" else None


    def add_member(name):
        def add(ctx):
            var = Var(name, ctx.api.named_type("builtins.int"))
            var.info = ctx.cls.info
            ctx.cls.info.names[name] = SymbolTableNode(MDEF, var, plugin_generated=True)

        return add


    def plugin(version):
        return Neighbour
    """

MODELS: Final = """
    from aobjects import AsyncModel
    from django.db import models

    class Author(AsyncModel):
        name = models.CharField(max_length=50)

    class Book(AsyncModel):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    """

PLAIN: Final = """
    from typing import Annotated

    from aobjects import Loaded
    from asgiref.sync import async_to_sync, sync_to_async

    from shop.models import Author, Book

    class Plain:
        number: Annotated[int, "a number"] = 1

        def double(self) -> int:
            return self.number * 2

    class Below(Plain):
        pass

    reveal_type(Plain().customized)
    reveal_type(Below().from_base)

    def read(pk: int) -> Book:
        return Book.objects.get(pk=pk)

    async def fetch(pk: int) -> Book:
        return await Book.aobjects.get(pk=pk)

    async def bug(book: Loaded[Book, "author"]) -> None:
        reveal_type(await sync_to_async(read)(1))
        reveal_type(await sync_to_async(Book.objects.get)(pk=1))
        reveal_type(await Author.aobjects.filter(books__in=Book.aobjects.all()).first())
        reveal_type(await book.aauthor)
        Book.objects.get(pk=Plain().double())

    reveal_type(async_to_sync(fetch)(1))
    """


WITHOUT_RUNTIME: Final = """
    from typing import Annotated

    from asgiref.sync import async_to_sync, sync_to_async

    from shop.models import Author, Book

    class Plain:
        number: Annotated[int, "a number"] = 1

    class Below(Plain):
        pass

    def read(pk: int) -> Book:
        return Book.objects.filter(author__in=Author.objects.all()).get(pk=pk)

    async def bug(book: Book) -> None:
        await sync_to_async(read)(1)
        await sync_to_async(thread_sensitive=False)(read)(1)

    async_to_sync(Book.objects.aget)(pk=1)
    """


def check(project: MypyProject, *plugins: str) -> tuple[list[str], set[str]]:
    """Return what mypy said, and what the neighbour was asked."""
    asked = project.root / "asked.txt"
    asked.unlink(missing_ok=True)
    project.plugins = plugins
    project.configure()
    result = project.mypy("shop", "--no-incremental")
    result.assert_no_crash()
    return result.lines, set(asked.read_text(encoding="utf-8").splitlines())


@pytest.fixture
def shop(project: MypyProject) -> MypyProject:
    project.write({"neighbour.py": NEIGHBOUR, "shop/models.py": MODELS, "shop/plain.py": PLAIN})
    return project


def test_neighbour_behind_is_asked_all_that_it_is_asked_alone(shop: MypyProject) -> None:
    plain = MODELS.replace("    from aobjects import AsyncModel\n", "").replace("AsyncModel", "models.Model")
    shop.write({"shop/models.py": plain, "shop/plain.py": WITHOUT_RUNTIME})
    _, alone = check(shop, "neighbour.py", DJANGO_STUBS)
    _, with_ours = check(shop, OURS, "neighbour.py", DJANGO_STUBS)
    assert alone - with_ours == set()


@pytest.mark.parametrize(
    "plugins",
    [
        pytest.param(("neighbour.py", OURS, DJANGO_STUBS), id="in front"),
        pytest.param((OURS, "neighbour.py", DJANGO_STUBS), id="between"),
        pytest.param((OURS, DJANGO_STUBS, "neighbour.py"), id="behind"),
    ],
)
def test_neighbour_has_its_say_and_hides_nothing(shop: MypyProject, plugins: tuple[str, ...]) -> None:
    lines, asked = check(shop, *plugins)
    text = "\n".join(lines)
    assert text.count('Revealed type is "int"') == 2, text
    if plugins[0] == OURS:
        assert [line for line in lines if is_ours(line)], text
        assert text.count('Revealed type is "shop.models.Book"') == 3, text
        assert text.count('Revealed type is "shop.models.Author | None"') == 1, text
        assert text.count('Revealed type is "shop.models.Author"') == 1, text
        for question in (
            "function asgiref.sync.sync_to_async",
            "function asgiref.sync.async_to_sync",
            "signature asgiref.sync.sync_to_async",
            "attribute shop.models.Book.aauthor",
        ):
            assert question in asked
        assert "answered function asgiref.sync.sync_to_async" in asked
