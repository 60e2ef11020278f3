"""Methods whose class does not say of which model they are: modules that import theirs have the models."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache


pytestmark = pytest.mark.any_django("the order of modules")

MODELS: Final = """
    from django.db import models

    from shop.managers import Goods
    from shop.mixins import Counted, Refreshed, Told

    class Author(models.Model):
        name = models.CharField(max_length=50)

    class Book(Refreshed, Counted, models.Model):
        title = models.CharField(max_length=50)
        author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")

        objects = Goods()

    class Novel(Book):
        pages = models.IntegerField(default=0)

    class Poem(Book):
        class Meta:
            proxy = True

    class Letter(Told, models.Model):
        text = models.CharField(max_length=50)

        def told(self):
            return Author.objects.count()
    """
MIXINS: Final = """
    class Refreshed:
        async def reload(self):
            self.refresh_from_db()  # E
            return self

        async def reload_later(self):
            await self.arefresh_from_db()
            return self

        async def forget(self):
            self.delete()  # E

    class Counted:
        async def of_author(self):
            return self.author.name

        async def shown(self):
            return self.title

        async def others(self):
            return await type(self).objects.acount()

    class Told:
        async def tell(self):
            return self.told()  # E

        async def tell_shortly(self):
            return self.text

    class Alone:
        async def refresh(self):
            self.refresh_from_db()
    """
MANAGERS: Final = """
    from django.db import models

    class GoodsQuerySet(models.QuerySet):
        def full(self):
            return self.select_related("author")

    class Goods(models.Manager.from_queryset(GoodsQuerySet)):
        async def authors(self):
            return [row.author.name async for row in self.filter(title="")]  # E

        async def authors_of_full(self):
            return [row.author.name async for row in self.full()]

        async def pair(self):
            rows = self.full()
            return rows[0], rows[1]  # E

        async def first(self):
            return await self.full().afirst()
    """
VIEWS: Final = """
    from shop.models import Author, Book, Letter, Novel, Poem

    async def reloads():
        book = await Book.objects.aget(pk=1)
        await book.reload()
        return await Novel.objects.authors(), await Poem.objects.pair()  # E

    async def reads_what_a_reload_drops():
        book = await Book.objects.full().aget(pk=1)
        await book.reload_later()
        return book.author  # E

    async def reads_what_is_there():
        book = await Book.objects.full().aget(pk=1)
        return await book.of_author()

    async def reads_what_is_not_there():
        book = await Book.objects.aget(pk=1)
        return await book.of_author()  # E

    async def tells():
        return await (await Letter.objects.aget(pk=1)).tell()
    """


@pytest.fixture
def shop(project: MypyProject, stubs: StubCache) -> MypyProject:
    project.stubs = stubs
    project.configure("check_untyped_defs = true\n")
    return project


def test_they_are_judged_on_rows_of_the_models(shop: MypyProject) -> None:
    files = {"managers": MANAGERS, "mixins": MIXINS, "models": MODELS, "views": VIEWS}
    shop.write({f"shop/{name}.py": text for name, text in files.items()})
    result = shop.mypy()
    found = {(file, line) for file, line, code in result.codes if code.startswith("async-")}
    marked = {
        (f"shop/{name}.py", number)
        for name, text in files.items()
        for number, line in enumerate(dedent(text).lstrip("\n").splitlines(), 1)
        if line.endswith("# E")
    }
    assert found == marked, result.output
