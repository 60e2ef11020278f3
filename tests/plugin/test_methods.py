"""The table of methods is held against Django as it runs, our runtime, and the page about queries."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import django
import pytest
from aobjects_mypy.orm import methods
from aobjects_mypy.orm.methods import Does, Method, Owner

ROOT: Final = Path(__file__).resolve().parents[2]
COMPLETENESS: Final = ROOT / "tests" / "runtime" / "test_completeness.py"
PAGE: Final = ROOT / "docs" / "errors" / "async-unsafe-query.md"
ROWS: Final = [*methods.OF_ROWS, *methods.OF_INSTANCES]
OWNERS: Final = [Owner.QUERYSET, Owner.MANAGER, Owner.RELATED, Owner.RAW, Owner.INSTANCE]
"""Of the manager of users only what creates one has a row: it has no class of its own among the querysets."""

Names = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def api() -> Names:
    """Return the methods of Django, of our runtime, and those of the latter that are awaited, by owner."""
    script = Path(__file__).with_name("api_of_django.py")
    paths = os.pathsep.join([str(ROOT / "typecheck_cases"), os.environ.get("PYTHONPATH", "")])
    settings = {"DJANGO_SETTINGS_MODULE": "library.settings", "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    found: Names = json.loads(done.stdout)
    return found


def row_of(owner: Owner, name: str) -> tuple[Method | None, bool]:
    return methods.of_instance(name) if owner is Owner.INSTANCE else methods.of_rows(name)


def is_here(method: Method) -> bool:
    """Tell whether the Django that runs has the method, as its row says."""
    return method.since <= django.VERSION and (method.until is None or method.until > django.VERSION)


def row_id(method: Method) -> str:
    return f"{'instance.' if Owner.INSTANCE in method.of else ''}{method.name}"


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: str(owner.name))
def test_every_public_method_of_django_has_a_row(api: Names, owner: Owner) -> None:
    names = api["django"][str(owner.name)]
    assert len(names) > 3
    for name in names:
        method, _ = row_of(owner, name)
        assert method is not None, name
        assert owner in method.of, name
        assert is_here(method), name


@pytest.mark.parametrize("method", ROWS, ids=row_id)
def test_row_is_about_a_method_of_django(api: Names, method: Method) -> None:
    for owner in method.of:
        names = api["django"][str(owner.name)]
        if method.per_field:
            assert any(name.startswith(method.name) for name in api["django"]["per field"])
        else:
            assert (method.name in names) == is_here(method), owner


@pytest.mark.parametrize("method", [row for row in ROWS if row.twin], ids=row_id)
def test_twin_that_a_message_names_exists(api: Names, method: Method) -> None:
    for owner in method.of & ~Owner.RAW if method.does is Does.ITERATES else method.of:
        assert method.twin in api["django"][str(owner.name)]


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: str(owner.name))
def test_method_without_a_twin_has_none_in_django(api: Names, owner: Owner) -> None:
    names = api["django"][str(owner.name)]
    for name in names:
        method, is_twin = row_of(owner, name)
        if method is not None and not is_twin and not method.twin:
            assert f"a{name}" not in names


@pytest.mark.parametrize("rows", [methods.OF_ROWS, methods.OF_INSTANCES], ids=["rows", "instances"])
def test_names_are_distinct(rows: tuple[Method, ...]) -> None:
    names = [method.name for method in rows]
    assert sorted(names) == sorted(set(names))


def left_out() -> set[str]:
    """Return what the test of the runtime's completeness names as left out."""
    for node in ast.parse(COMPLETENESS.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "LEFT_OUT":
            assert isinstance(node.value, ast.Dict)
            return {ast.literal_eval(key) for key in node.value.keys if key is not None}
    raise AssertionError


@pytest.mark.parametrize("method", methods.OF_ROWS, ids=row_id)
def test_runtime_awaits_what_queries_and_nothing_that_builds(api: Names, method: Method) -> None:
    for owner in method.of & ~Owner.USERS:
        if method.name in left_out() and method.name not in api["ours"][str(owner.name)]:
            continue
        if is_here(method):
            assert method.name in api["ours"][str(owner.name)], owner
        is_awaited = method.name in api["awaited"][str(owner.name)]
        assert is_awaited == (method.does is Does.QUERIES), owner


def test_what_the_runtime_leaves_out_has_a_row_unless_it_is_no_method(api: Names) -> None:
    django_methods = set().union(*(api["django"][str(owner.name)] for owner in OWNERS))
    for name in left_out() & django_methods:
        assert methods.of_rows(name)[0] is not None, name


LINE: Final = re.compile(r"^- (?P<of>[\w ,']+): (?P<names>`.*`)", re.MULTILINE | re.DOTALL)


def names_on_the_page() -> dict[str, set[str]]:
    section = PAGE.read_text(encoding="utf-8").partition("## Which methods")[2].partition("\n## ")[0]
    found = [LINE.match(f"- {item}") for item in section.split("\n- ")[1:]]
    return {
        line["of"]: set(re.findall(r"`(\w+)(?:\.\.\.)?`", line["names"]))
        for line in found
        if line is not None
    }


def names_of(owner: Owner, *does: Does) -> set[str]:
    return {method.name for method in ROWS if owner & method.of and method.does in does}


def test_page_names_what_queries() -> None:
    assert names_on_the_page() == {
        "managers and querysets": names_of(Owner.QUERYSET | Owner.MANAGER | Owner.RAW, Does.QUERIES),
        "managers behind a relation, beside those": names_of(Owner.RELATED, Does.QUERIES),
        "the manager of users, beside those": names_of(Owner.USERS, Does.QUERIES),
        "model instances": names_of(Owner.INSTANCE, Does.QUERIES),
        "model instances, where a field needs it": names_of(Owner.INSTANCE, Does.VALIDATES),
    }
