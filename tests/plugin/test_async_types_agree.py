"""What mypy says of a query on ``aobjects`` is what it says of the same query on ``objects``."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.mypy_project import SAME_HASHES, MypyProject

SOURCES: Final = Path(__file__).parent / "async_types"

MANAGERS: Final = {
    "Book.objects": "Book.aobjects",
    "Book.objects.long()": "Book.aobjects.long()",
    "Book.plain": "aio(Book.plain)",
    "Book.objects.using('default')": "Book.aobjects.using('default')",
    "author.books": "author.abooks",
    "shelf.books": "shelf.abooks",
    "tome.author.books.long()": "(await tome.aauthor).abooks.long()",
    "Tome.objects": "Tome.aobjects",
    "Leaflet.objects.exclude(pages=1)": "Leaflet.aobjects.exclude(pages=1)",
}
"""Managers and querysets of books, and their async twins."""

ROWS: Final = [
    "all()",
    "filter(title='Dune', author__name='Herbert')",
    "filter(titel='Dune')",
    "filter(author__nam='Herbert')",
    "exclude(author=1.5)",
    "filter(author__in=Author.objects.all())",
    "complex_filter({})",
    "order_by('-pages', 'author__name')",
    "order_by('page')",
    "distinct('nope')",
    "only('title').defer('pages')",
    "only('nope')",
    "defer('nope')",
    "select_related('author__profile')",
    "select_related('nope')",
    "prefetch_related('shelves__owner')",
    "prefetch_related('nope')",
    "prefetch_related(Prefetch('tags', to_attr='loaded'))",
    "values()",
    "values('title', 'author__name')",
    "values('title', lower=Lower('title'))",
    "values('nope')",
    "values_list()",
    "values_list('title', 'pages')",
    "values_list('title', flat=True)",
    "values_list('title', 'pages', flat=True)",
    "values_list('title', 'pages', named=True)",
    "values_list('published_on', 'editor__name')",
    "values_list('nope')",
    "values_list('title').order_by('title').distinct()",
    "annotate(tags_count=Count('tags'))",
    "annotate(tags_count=Count('tags')).filter(tags_count=1)",
    "annotate(tags_count=Count('tags')).values_list('tags_count', 'title')",
    "annotate(tags_count=Count('tags')).order_by('tags_count')",
    "annotate(pages=Count('tags'))",
    "values('author').annotate(total=Count('pk'))",
    "alias(tags_count=Count('tags'))",
    "dates('published_on', 'year')",
    "none()",
    "reverse()",
    "raw('SELECT 1')",
]
"""What is called on each to get rows: a list of them is what ``await`` gives."""

RESULTS: Final = [
    "get(title='Dune')",
    "get(titel='Dune')",
    "first()",
    "last()",
    "earliest('pages')",
    "latest('nope')",
    "count()",
    "exists()",
    "contains(tome)",
    "aggregate(Count('pk'))",
    "in_bulk(field_name='pages')",
    "create(title='Dune', pages=1)",
    "create(titel='Dune')",
    "create(pages='many')",
    "get_or_create(title='Dune', defaults={'page': 1})",
    "update_or_create(titel='Dune')",
    "update(titel='Dune')",
    "bulk_update([], ['titel'])",
    "bulk_create([], update_fields=['titel'])",
    "values('title').get()",
    "values_list('title', flat=True).first()",
    "annotate(tags_count=Count('tags')).get().tags_count",
    "explain()",
]
"""What runs a query on each."""

HEADER: Final = """
from aobjects import aio
from django.db.models import Count, Prefetch
from django.db.models.functions import Lower

from library.models import Shelf
from shop.models import Author, Book, Leaflet, Tome


{kind}def check(author: Author, shelf: Shelf, tome: Tome) -> None:
"""
_OUTPUT = re.compile(r"^shop/(?P<file>\w+)\.py:(?P<line>\d+): (?P<message>.*)$")


def sync_expression(manager: str, method: str) -> str:
    query = f"{manager}.{method}"
    return f"[row for row in {query}]" if method in ROWS else query


def async_expression(manager: str, method: str) -> str:
    query = f"{MANAGERS[manager]}.{method}"
    if method in QUERYSETS:
        return f"{query}.sync()"
    call, attribute = re.fullmatch(r"(.*\))(\.\w+)?", query).groups()  # type: ignore[union-attr]  # ends so
    return f"(await {call}){attribute or ''}"


QUERYSETS: Final = [f"{method}.all()" for method in ROWS if not method.startswith("raw")]
"""The class of the queryset: that of the async one shows where it is turned back into Django's."""

CASES: Final = [(manager, method) for manager in MANAGERS for method in [*ROWS, *QUERYSETS, *RESULTS]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[int, list[str]]]:
    """Return what mypy says of each line, the sync and the async one."""
    project = MypyProject(tmp_path_factory.mktemp("agree"), hash_seed=SAME_HASHES)
    shutil.copytree(SOURCES, project.root, dirs_exist_ok=True)
    project.configure()
    for file, kind, write in (("sync", "", sync_expression), ("async_", "async ", async_expression)):
        lines = [f"    reveal_type({write(*case)})" for case in CASES]
        project.write({f"shop/{file}.py": HEADER.format(kind=kind).strip() + "\n" + "\n".join(lines)})
    result = project.mypy("shop/sync.py", "shop/async_.py")
    first = len(HEADER.strip().splitlines()) + 1
    found: dict[str, dict[int, list[str]]] = {"sync": {}, "async_": {}}
    for line in result.lines:
        match = _OUTPUT.match(line)
        if match is not None and match["file"] in found:
            message = re.sub(r"shop\.(sync|async_)\.Row\d*", "Row", match["message"])
            found[match["file"]].setdefault(int(match["line"]) - first, []).append(message)
    assert len(found["sync"]) == len(CASES), result.output
    return found


@pytest.mark.parametrize(("manager", "method"), CASES)
def test_type_and_errors_are_the_same(
    answers: dict[str, dict[int, list[str]]], manager: str, method: str
) -> None:
    number = CASES.index((manager, method))
    assert answers["async_"].get(number) == answers["sync"][number]
