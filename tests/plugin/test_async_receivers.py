"""Who waits for a row stands in a module that its writer does not import: their order is no matter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.mypy_project import MypyProject, StubCache

MODELS: Final = """
    from django.db import models


    class Author(models.Model):
        name = models.CharField(max_length=50)


    class Book(models.Model):
        author = models.ForeignKey(Author, on_delete=models.CASCADE)
    """
RECEIVER: Final = """
    from django.db.models.signals import post_save
    from django.dispatch import receiver

    from shop.models import Book


    @receiver(post_save, sender=Book)
    async def tell(sender: type[Book], instance: Book, **kwargs: object) -> None:
        print(instance.author.name)
    """
WRITER: Final = """
    from shop.models import Book


    async def writes() -> None:
        book = await Book.objects.aget(pk=1)
        await book.asave()
    """
CONFIG: Final = """
    from importlib import import_module

    from django.apps import AppConfig


    class ShopConfig(AppConfig):
        name = "shop"

        def ready(self) -> None:
            import_module("shop.RECEIVERS")
    """


@pytest.mark.any_django("the order in which mypy checks modules")
@pytest.mark.parametrize(("receivers", "writer"), [("aaa", "zzz"), ("zzz", "aaa")])
def test_the_receiver_is_run_whichever_module_comes_first(
    receivers: str, writer: str, project: MypyProject, stubs: StubCache
) -> None:
    project.stubs = stubs.with_models(MODELS)
    project.write(
        {
            "shop/models.py": MODELS,
            f"shop/{receivers}.py": RECEIVER,
            f"shop/{writer}.py": WRITER,
            "shop/apps.py": CONFIG.replace("RECEIVERS", receivers),
        }
    )
    project.configure()
    result = project.mypy()
    assert [(error.file, error.code) for error in result.errors] == [
        (f"shop/{writer}.py", "async-unsafe-call")
    ]
