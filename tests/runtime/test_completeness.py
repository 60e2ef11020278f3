"""Whatever Django's managers and querysets can do, they can do here: nothing public is left out unnamed."""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any, Final

import pytest
from aobjects import (
    AsyncManager,
    AsyncManyRelatedManager,
    AsyncQuerySet,
    AsyncRawQuerySet,
    AsyncRelatedManager,
)
from django.db.models import Manager, Model, QuerySet
from django.db.models.query import RawQuerySet
from library.models import Author, Book, Tag

# What has another name, or no meaning, here.
LEFT_OUT: Final = {
    "as_manager": "a class method, for model classes: AsyncQuerySet has its own",
    "auto_created": "for Django's own managers",
    "check": "for the manager that the model declares: Django's",
    "contribute_to_class": "for the manager that the model declares: Django's",
    "creation_counter": "for the manager that the model declares: Django's",
    "deconstruct": "for the manager that the model declares: Django's",
    "from_queryset": "for the manager that the model declares: Django's",
    "get_queryset": "all()",
    "use_in_migrations": "for the manager that the model declares: Django's",
    "resolve_model_init_order": "RawQuerySet's own business, which runs a query",
    # What related managers have for Django's own use.
    "do_not_call_in_templates": "for templates, which are synchronous",
    "get_prefetch_queryset": "for prefetch_related_objects()",
    "get_prefetch_querysets": "for prefetch_related_objects()",
    "get_prefetch_cache": "for prefetch_related_objects()",
    "set_base": "what set() calls, and what loads fixtures",
    "constrained_target": "what count() and exists() of a many-to-many manager ask",
}
ATTRIBUTES: Final = {"instance", "through", "target_field_name", "source_field_name"}
"""Set on a related manager when it is made; read through."""


def public(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def awaited_twins(names: set[str]) -> set[str]:
    """Return Django's own async methods: what they do is done by the name without ``a``."""
    return {name for name in names if name.startswith("a") and name[1:] in names}


@pytest.fixture
def managers() -> dict[type, type]:
    book = Book(pk=1)
    book.author = Author(pk=1)
    return {
        type(book.author.books): AsyncRelatedManager,
        type(book.tags): AsyncManyRelatedManager,
        type(Tag(pk=1).books): AsyncManyRelatedManager,
        type(book.notes): AsyncRelatedManager,
    }


@pytest.mark.parametrize(
    ("django", "ours"),
    [(Manager, AsyncManager), (QuerySet, AsyncQuerySet), (RawQuerySet, AsyncRawQuerySet)],
    ids=lambda kind: kind.__name__,
)
def test_nothing_public_is_left_out(django: type, ours: type) -> None:
    names = public(django)
    assert names - awaited_twins(names) - public(ours) - LEFT_OUT.keys() == set()


def test_nothing_public_of_a_related_manager_is_left_out(managers: dict[type, type]) -> None:
    for django, ours in managers.items():
        names = public(django)
        own = {"published", "titles"}
        assert names - awaited_twins(names) - public(ours) - LEFT_OUT.keys() - own == set()


def test_each_reason_is_needed(managers: dict[type, type]) -> None:
    everything = set().union(*map(public, (Manager, QuerySet, RawQuerySet, *managers)))
    not_in_every_django = {"get_prefetch_queryset", "get_prefetch_cache", "set_base"}
    assert LEFT_OUT.keys() - everything - not_in_every_django == set()


def parameters(function: Any) -> list[tuple[str, Any]]:
    signature = inspect.signature(inspect.unwrap(function))
    return [(each.name, each.default) for each in signature.parameters.values() if each.name != "self"]


@pytest.mark.parametrize("kind", [QuerySet, RawQuerySet], ids=lambda kind: kind.__name__)
def test_parameters_have_djangos_names_and_defaults(kind: type) -> None:
    ours: type = AsyncQuerySet if kind is QuerySet else AsyncRawQuerySet
    names = {name for name in public(kind) & public(ours) if inspect.isfunction(getattr(kind, name))}
    assert len(names) >= 3
    differing = {name for name in names if parameters(getattr(kind, name)) != parameters(getattr(ours, name))}
    assert differing == set()


def declarations(body: list[ast.stmt]) -> dict[str, str]:
    return {each.name: ast.unparse(each.args) for each in body if isinstance(each, ast.FunctionDef)}


def written(kind: type) -> list[ast.stmt]:
    [tree] = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    assert isinstance(tree, ast.ClassDef)
    return tree.body


def test_what_a_checker_sees_is_what_runs() -> None:
    """Below ``if TYPE_CHECKING``, a queryset declares the methods that it inherits from the manager."""
    blocks = [block.body for block in written(AsyncQuerySet) if isinstance(block, ast.If)]
    declared = {name: arguments for block in blocks for name, arguments in declarations(block).items()}
    assert len(declared) > 15
    runs = declarations(written(AsyncManager))
    assert {name: runs[name] for name in declared.keys() - {"__init__"}} == {
        name: arguments for name, arguments in declared.items() if name != "__init__"
    }


def test_what_runs_a_query_is_a_coroutine_function_and_what_builds_is_not() -> None:
    awaited = {
        name for name in public(AsyncQuerySet) if inspect.iscoroutinefunction(getattr(AsyncQuerySet, name))
    }
    django_awaits = {name[1:] for name in awaited_twins(public(QuerySet))} - {"iterator"}
    assert awaited == django_awaits | {"eval", "item"}
    assert all(
        inspect.iscoroutinefunction(getattr(Book.aobjects, name)) for name in awaited - {"delete", "item"}
    )


def test_the_instances_of_django_keep_their_own_async_methods() -> None:
    assert {"asave", "adelete", "arefresh_from_db"} <= public(Model)
