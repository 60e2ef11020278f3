"""Our tables of Django's own functions that run a query are held against Django's source."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django
import pytest
from aobjects_mypy.orm import methods
from aobjects_mypy.rules.django import operations

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE: Final = Path(django.__file__).parent
CONNECTION: Final = "django.db.backends.base.base.BaseDatabaseWrapper"

# Where a synchronous function has an asynchronous twin beside it, and no table names it: why not.
ELSEWHERE: Final = {
    "django.contrib.sessions.backends.": "rules/django/sessions.py knows when a session reads its store",
    "django.core.cache.backends.": "rules/django/caches.py: a query only where the cache is in the database",
    "django.contrib.auth.backends.": "called by authenticate() and has_perm(), hardly by anybody else",
    "django.contrib.auth.middleware.": "called by Django's handler",
    "django.contrib.auth.hashers.": "computes",
    "django.contrib.auth.base_user.AbstractBaseUser.check_password": "saves when the hasher has changed",
    "django.contrib.auth.models.AnonymousUser.": "asks the backends, and those ask nobody",
    "django.dispatch.dispatcher.Signal.": "runs what the receivers run",
    "django.test.client.closing_iterator_wrapper": "closes a response",
    "django.db.models.query.prefetch_related_objects": "rules/django/functions.py looks at the rows",
    "django.db.models.query.QuerySet.iterator": "runs its query when the first row is asked for",
}

if django.VERSION >= (6, 0):
    ELSEWHERE.update(
        {
            "django.tasks.": "a backend of Django's own keeps nothing in the database",
            "django.utils.text.compress_sequence": "computes",
            "django.contrib.auth.check_password_with_timing_attack_mitigation": "computes",
        }
    )


def bodies(path: Path) -> Iterator[tuple[str, list[ast.stmt]]]:
    """Yield the full name and the body of a module and of each class in it."""
    module = ".".join(["django", *path.relative_to(SOURCE).with_suffix("").parts]).removesuffix(".__init__")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield module, tree.body
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield f"{module}.{node.name}", node.body


def functions_with_a_twin() -> Iterator[str]:
    """Yield each function of Django's beside which its asynchronous twin is defined."""
    for path in sorted(SOURCE.rglob("*.py")):
        for owner, body in bodies(path):
            twins = {node.name for node in body if isinstance(node, ast.AsyncFunctionDef)}
            for node in body:
                if isinstance(node, ast.FunctionDef) and f"a{node.name}" in twins:
                    yield f"{owner}.{node.name}"


def functions_marked_unsafe() -> Iterator[str]:
    """Yield each method of a database connection that Django marks with ``async_unsafe``."""
    for owner, body in bodies(SOURCE / "db" / "backends" / "base" / "base.py"):
        for node in body:
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(decorator, ast.Name) and decorator.id == "async_unsafe"
                for decorator in node.decorator_list
            ):
                yield f"{owner}.{node.name}"


WITH_TWIN: Final = list(functions_with_a_twin())
MARKED: Final = list(functions_marked_unsafe())


def is_known(full_name: str) -> bool:
    owner, _, name = full_name.rpartition(".")
    class_name = owner.rpartition(".")[2]
    if (
        full_name in operations.FUNCTIONS
        or full_name in operations.METHODS
        or full_name in operations.ATTRIBUTES
    ):
        return True
    method: methods.Method | None = None
    if (
        class_name in ("QuerySet", "UserManager")
        or class_name.endswith("RelatedManager")
        or "ObjectManager" in class_name
    ):
        method, _ = methods.of_rows(name)
    elif class_name == "Model":
        method, _ = methods.of_instance(name)
    return method is not None and method.does is methods.QUERIES


def test_source_is_found() -> None:
    assert "django.db.models.query.QuerySet.count" in WITH_TWIN
    assert f"{CONNECTION}.cursor" in MARKED


@pytest.mark.parametrize("full_name", WITH_TWIN)
def test_function_with_an_asynchronous_twin_is_known(full_name: str) -> None:
    reasons = [reason for start, reason in ELSEWHERE.items() if full_name.startswith(start)]
    assert is_known(full_name) != bool(reasons), "neither in a table nor explained, or both"


@pytest.mark.parametrize("full_name", MARKED)
def test_connection_method_that_is_marked_unsafe_is_known(full_name: str) -> None:
    assert full_name in operations.METHODS


@pytest.mark.parametrize("start", ELSEWHERE)
def test_explained_functions_exist(start: str) -> None:
    assert any(full_name.startswith(start) for full_name in WITH_TWIN)


@pytest.mark.parametrize(
    ("full_name", "twin"), [(name, twin) for name, twin in operations.FUNCTIONS.items() if twin]
)
def test_twin_that_a_message_names_exists(full_name: str, twin: str) -> None:
    assert full_name in WITH_TWIN
    assert twin == f"a{full_name.rpartition('.')[2]}"
