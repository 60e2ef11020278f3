"""Each example in a docstring or on the runtime's page answers what it says; each public name has one."""

from __future__ import annotations

import ast
import contextlib
import datetime
import doctest
import importlib
import inspect
import io
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aobjects
import api
import django
import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.test.utils import isolate_apps
from library import models as library
from library.models import Author, Book, Note, Profile, Reader, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator

DJANGO61 = doctest.register_optionflag("DJANGO61")
COMPARE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def documented() -> Iterator[tuple[str, Any]]:
    """Yield each class, function, method and property that is defined in ``aobjects``, with its name."""
    for found in pkgutil.walk_packages(aobjects.__path__, prefix="aobjects."):
        module = importlib.import_module(found.name)
        for name, thing in vars(module).items():
            if getattr(thing, "__module__", "") != module.__name__:
                continue
            yield f"{found.name}:{name}", thing
            for member, value in vars(thing).items() if inspect.isclass(thing) else ():
                yield f"{found.name}:{name}.{member}", value


def examples(thing: Any) -> list[doctest.Example]:
    return doctest.DocTestParser().get_examples(inspect.getdoc(thing) or "")


PAGE: Final = Path(__file__).parents[2] / "docs" / "runtime.md"
EXAMPLES = {name: found for name, thing in documented() if (found := examples(thing))}
# A fence would be part of the answer before it.
EXAMPLES[PAGE.stem] = doctest.DocTestParser().get_examples(PAGE.read_text().replace("```", "\n"))


@pytest.fixture
def names() -> dict[str, Any]:
    """Return what the examples may name, and make the rows that they find."""
    herbert = Author.objects.create(name="Frank Herbert")
    dune = Book.objects.create(
        title="Dune", author=herbert, pages=612, published_on=datetime.date(1965, 8, 1)
    )
    dune.tags.add(Tag.objects.create(label="desert"))
    Note.objects.create(subject=dune, text="Reread.")
    austen = Author.objects.create(name="Jane Austen")
    Profile.objects.create(author=austen, motto="Know your own happiness.")
    Book.objects.create(title="Emma", author=austen, pages=474, published_on=datetime.date(1815, 12, 23))
    joyce = Author.objects.create(name="James Joyce", mentor=austen)
    Book.objects.create(title="Ulysses", author=joyce, pages=300)
    Reader.objects.create(username="ada")
    public = {name: getattr(aobjects, name) for name in aobjects.__all__}
    return {**vars(models), **vars(library), **public, "User": get_user_model(), "__name__": __name__}


@pytest.mark.parametrize("name", EXAMPLES)
async def test_an_example_answers_what_it_says(name: str, names: dict[str, Any]) -> None:
    module = name.partition(":")[0]
    scope = {**vars(importlib.import_module(module)), **names} if module != PAGE.stem else names
    with isolate_apps("library"):
        for example in EXAMPLES[name]:
            if DJANGO61 in example.options and django.VERSION < (6, 1):
                continue
            got = await answer(example, scope)
            matches = doctest.OutputChecker().check_output(example.want, got, COMPARE)
            assert matches, f"{example.source}expected {example.want}got {got}"


async def answer(example: doctest.Example, scope: dict[str, Any]) -> str:
    """Run an example, which may await, and return what Python's prompt would print."""
    code = compile(example.source, "<example>", "single", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            awaitable = eval(code, scope)
            if awaitable is not None:
                await awaitable
        except Exception as error:
            if example.exc_msg is None:
                raise
            return f"Traceback (most recent call last):\n{type(error).__qualname__}: {error}\n"
    return printed.getvalue()


def public_members(thing: Any) -> Iterator[tuple[str, Any]]:
    yield thing.__name__, thing
    for base in inspect.getmro(thing) if inspect.isclass(thing) else ():
        if base.__module__.startswith("aobjects."):
            for name, value in vars(base).items():
                if not name.startswith("_") and (inspect.isfunction(value) or isinstance(value, property)):
                    yield f"{thing.__name__}.{name}", value


def test_every_public_name_has_an_example() -> None:
    public = [thing for _, thing in api.public() if api.is_ours(thing)]
    members = [member for thing in public for member in public_members(thing)]
    assert [name for name, thing in members if not examples(thing)] == []
