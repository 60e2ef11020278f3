"""Runs Django's ``runtests.py`` with the fast paths under its own synchronous API.

``python -m tests.foreign.django_suites.installed tests/runtests.py ...``: what follows is Django's. The
suites know nothing of ``aobjects``, so Django's methods are made to go the way of an awaited queryset:

- each queryset of model instances is evaluated, and streamed, by ``HydratingIterable``,
- ``Manager.get`` asks ``plans.get`` first,
- ``Manager.filter`` returns the queryset of ``plans.filtered``, whose iteration takes the rows of the plan,
- a relation to one is read by ``reading.read``, one to many by ``reading.related_rows``.

When a plan of ``get``, ``filter`` or a relation to many ran, Django's own compiler is asked as well: other
SQL or other parameters than Django's raise ``AssertionError`` in the test. How often each path was taken, and
how often it was compared, is written to stderr.
"""

from __future__ import annotations

import functools
import json
import runpy
import sys
import threading
import types
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from aobjects import fastpaths, hydration, plans, reading
from django.db import connections
from django.db.models import Manager, QuerySet, manager, query
from django.db.models.fields import related_descriptors
from django.db.models.query import MAX_GET_RESULTS, ModelIterable

from tests.foreign.django_suites import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


compared: Counter[str] = Counter()
# What finds the rows of a queryset, instead of its own loop.
_finders: WeakKeyDictionary[QuerySet[Any], Callable[[], list[Any] | None]] = WeakKeyDictionary()


class Inside(threading.local):
    """Whether a plan is at work in this thread: what it asks of Django is Django's to do."""

    plan = 0

    def __enter__(self) -> None:
        self.plan += 1

    def __exit__(self, *exception: object) -> None:
        self.plan -= 1


_inside = Inside()


def put(owner: Any, name: str, replacement: Callable[..., Any], module: types.ModuleType) -> None:
    """Replace a method, so that the guards take it for Django's own: they ask for its globals."""
    original = getattr(owner, name)
    inside = _inside

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if inside.plan:
            return original(self, *args, **kwargs)
        return replacement(original, self, *args, **kwargs)

    made = types.FunctionType(method.__code__, vars(module), name, None, method.__closure__)
    setattr(owner, name, functools.update_wrapper(made, original))


class Executed(list[tuple[str, Any]]):
    """The queries of a block."""

    def __call__(self, execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        self.append((sql, parameters))
        return execute(sql, parameters, many, context)


@contextmanager
def comparing(what: str, queryset: Any) -> Iterator[None]:
    """Raise where a block runs another query than Django would for this queryset."""
    executed = Executed()
    with connections[queryset.db].execute_wrapper(executed), _inside:
        yield
    if executed:
        with _inside:
            sql, parameters = queryset.query.get_compiler(using=queryset.db).as_sql()
        if [(sql, tuple(parameters))] != executed:
            raise AssertionError(f"a plan ran {executed}, Django would run {sql, parameters}")
        compared[what] += 1


def get(original: Any, objects: Any, *args: Any, **conditions: Any) -> Any:
    if args or not conditions or type(objects).get_queryset is not manager.BaseManager.get_queryset:
        return original(objects, *args, **conditions)
    with comparing("get", _limited(objects, conditions)):
        row = plans.get(objects, conditions)
    return original(objects, **conditions) if row is plans.UNPLANNED else row


class _limited:  # noqa: N801  # made only when it is asked for
    """The queryset of ``get()``."""

    def __init__(self, objects: Any, conditions: dict[str, Any]) -> None:
        self._objects, self._conditions = objects, conditions
        self.db = objects.db

    @property
    def query(self) -> Any:
        found = self._objects.filter(**self._conditions).order_by().query
        found.set_limits(high=MAX_GET_RESULTS)
        return found


def filter_(original: Any, objects: Any, *args: Any, **conditions: Any) -> Any:
    with _inside:
        filtered = None if args else plans.filtered(objects, conditions)
        if filtered is None:
            return original(objects, *args, **conditions)
        queryset = filtered.make()
    _finders[queryset] = filtered.evaluate
    return queryset


def all_(original: Any, objects: Any) -> Any:
    queryset = original(objects)
    if hasattr(objects, "field") and isinstance(queryset, QuerySet):
        _finders[queryset] = lambda: reading.related_rows(objects)
    return queryset


def read(original: Any, descriptor: Any, instance: Any, cls: Any = None) -> Any:
    relation = getattr(descriptor, "related", None)
    name = (descriptor.field.name if relation is None else relation.get_accessor_name()) or ""
    if instance is None or getattr(type(instance), name, None) is not descriptor:
        return original(descriptor, instance, cls)
    with _inside:
        return reading.read(instance, name)


class Iterable(hydration.HydratingIterable):
    """Takes the rows of a plan where there is one for the queryset as it is now."""

    def __iter__(self) -> Iterator[Any]:
        queryset = self.queryset
        find = _finders.pop(queryset, None)
        if find is not None and not self.chunked_fetch and not queryset.query.is_empty():
            with comparing("rows", queryset):
                rows = find()
            if rows is not None:
                yield from rows
                return
        yield from super().__iter__()


def fetch_all(original: Any, queryset: Any) -> None:
    if queryset._iterable_class is not ModelIterable:
        original(queryset)
        return
    queryset._iterable_class = Iterable
    try:
        original(queryset)
    finally:
        queryset._iterable_class = ModelIterable


def iterator(original: Any, queryset: Any, *args: Any, **kwargs: Any) -> Any:
    return original(hydration.streaming(queryset), *args, **kwargs)


def install() -> None:
    put(QuerySet, "_fetch_all", fetch_all, query)
    put(QuerySet, "iterator", iterator, query)
    put(Manager, "get", get, manager)
    put(Manager, "filter", filter_, manager)
    put(manager.BaseManager, "all", all_, manager)
    for descriptor in reading._PLANNED:
        if "__get__" in vars(descriptor):
            put(descriptor, "__get__", read, related_descriptors)
    # The guards compare with what Django had when they were imported.
    vars(plans)["_ORIGINALS"] = plans._originals()


def main() -> None:
    install()
    script = sys.argv[1]
    sys.argv[:] = sys.argv[1:]
    sys.path.insert(0, str(Path(script).parent))
    try:
        runpy.run_path(script, run_name="__main__")
    finally:
        print(WORDS + json.dumps({"taken": fastpaths.taken, "compared": compared}), file=sys.stderr)


if __name__ == "__main__":
    main()
