"""Queries that are compiled once: ``get()`` and ``filter()`` of fields that equal plain values."""

# Django's own machinery is generic in types that nobody names here, and private.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportMissingTypeArgument=false, reportAttributeAccessIssue=false
# pyright: reportMissingParameterType=false, reportPrivateUsage=false

from __future__ import annotations

import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections, router
from django.db.models import Model, QuerySet
from django.db.models.manager import BaseManager
from django.db.models.query import MAX_GET_RESULTS, ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

from aobjects import fastpaths, hydration
from aobjects.compiled import (
    COMPILER_METHODS,
    LOOKUPS,
    PLAIN_VALUES,
    NoPlanError,
    Plan,
    compiler_methods,
    lookups_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    _Key = tuple[type[Model], str, type[BaseDatabaseWrapper], bool, tuple[str, ...]]

UNPLANNED: Final = object()
"""What stands for the result of a query that is Django's to run."""
MOST_PLANS: Final = 2_000

# What a plan passes by. Whoever replaces one of these, as profilers and caches do, wants to be called.
_OF_QUERYSETS: Final = (
    "__getattribute__", "__init__", "__iter__", "__len__", "_chain", "_clone", "_fetch_all",
    "_filter_or_exclude", "_filter_or_exclude_inplace", "db", "filter", "get", "order_by", "query",
)  # fmt: skip
_OF_QUERIES: Final = ("add_q", "build_filter", "build_lookup", "get_compiler", "set_limits")
_of_queryset: Final = attrgetter(*_OF_QUERYSETS)
_of_query: Final = attrgetter(*_OF_QUERIES)


def _is_original(owner: type[Any], names: Sequence[str]) -> bool:
    functions = [getattr(owner, name) for name in names]
    return all(
        fastpaths.is_written_in(getattr(function, "fget", function), owner.__module__)
        or function is object.__getattribute__
        for function in functions
    )


def _originals() -> tuple[Any, ...]:
    return _of_queryset(QuerySet), compiler_methods(SQLCompiler), _of_query(Query), ModelIterable.__iter__


# As of this import, and empty where something had been replaced by then: that is not Django's own.
_ORIGINALS: Final = (
    _originals()
    if _is_original(QuerySet, _OF_QUERYSETS)
    and _is_original(SQLCompiler, COMPILER_METHODS)
    and _is_original(Query, _OF_QUERIES)
    and fastpaths.is_written_in(ModelIterable.__iter__, ModelIterable.__module__)
    else ()
)

_plans: Final = dict["_Key", Plan]()
# Of whatever database: what is prepared is the same for all of them.
_last_of_filter: Final = dict["tuple[type[Model], tuple[str, ...]]", Plan]()
found: Final = dict[tuple[Any, ...], Any]()
"""What ``aobjects.planned`` has found of them."""


def forget() -> None:
    """Let each query be compiled again."""
    _plans.clear()
    _last_of_filter.clear()
    found.clear()


def is_plain_manager(manager: Any, method: str) -> bool:
    """Tell whether a manager's method makes a queryset of all rows, and calls Django's method of that."""
    kind = type(manager)
    return (
        isinstance(manager, BaseManager)
        and is_untouched(manager, method)
        and kind.get_queryset is BaseManager.get_queryset
        and fastpaths.is_written_in(BaseManager.get_queryset, BaseManager.__module__)
        and fastpaths.is_written_in(getattr(kind, method), BaseManager.__module__)
        and has_plain_querysets(manager)
    )


def is_untouched(manager: Any, method: str) -> bool:
    """Tell whether a manager itself, not its class, has no such method."""
    own: dict[str, Any] = vars(manager)
    return own.keys().isdisjoint(("_queryset_class", "get_queryset", method))


def watch(manager: Any, method: str) -> fastpaths.Watch:
    """Watch what ``is_plain_manager`` looks at, but the manager itself."""
    kind = type(manager)
    return fastpaths.Watch(
        (kind, ["_queryset_class", "get_queryset", method]),
        (BaseManager, ["get_queryset"]),
        *((queryset, _OF_QUERYSETS) for queryset in {QuerySet, kind._queryset_class}),
        (SQLCompiler, COMPILER_METHODS),
        (Query, _OF_QUERIES),
        (ModelIterable, ["__iter__"]),
    )


def has_plain_querysets(manager: Any) -> bool:
    """Tell whether the methods that a plan passes by are Django's, in its querysets and below them."""
    kind = manager._queryset_class
    originals = _originals()
    return originals == _ORIGINALS and (kind is QuerySet or _of_queryset(kind) == originals[0])


def _is_plain_value(value: object) -> bool:
    # A naive time may be warned about, which is to happen once.
    return (type(value) in PLAIN_VALUES or isinstance(value, Model)) and not (
        isinstance(value, datetime.datetime) and value.tzinfo is None
    )


def _is_plain(manager: Any, method: str, conditions: Mapping[str, Any]) -> bool:
    """Tell whether a manager's method with these conditions may be planned."""
    return (
        bool(conditions)
        and all(map(_is_plain_value, conditions.values()))
        and fastpaths.are_on()
        and is_plain_manager(manager, method)
    )


def compiled(key: _Key) -> Plan | None:
    """Return the plan of a query, if there is one."""
    plan = _plans.get(key)
    return plan if plan is not None and plan.is_current() else None


def _plan(model: Any, alias: str, names: tuple[str, ...], one: bool, make: Callable[[], Any]) -> Plan:
    """Return the plan of a query by these names, which is made from such a queryset if there is none yet."""
    key = (model, alias, type(connections[alias]), one, names)
    plan = compiled(key)
    if plan is None:
        queryset = make()._chain()
        if one:
            queryset = queryset.order_by()
            queryset.query.set_limits(high=MAX_GET_RESULTS)
        if len(_plans) >= MOST_PLANS:
            forget()
        plan = _plans[key] = Plan(queryset, alias)
        if not one:
            _last_of_filter[model, names] = plan
    if not plan.is_possible or not hydration.is_plain(model):
        raise NoPlanError
    return plan


def database(manager: Any) -> str:
    """Return the alias of the database in which a manager reads."""
    alias: str = manager._db or router.db_for_read(manager.model, **manager._hints)
    return alias


def get(manager: Any, conditions: Mapping[str, Any]) -> Any:
    """Return the one row of a manager that matches, as its ``get`` would, or ``UNPLANNED``."""
    if not _is_plain(manager, "get", conditions):
        return UNPLANNED
    model, alias = manager.model, database(manager)
    # Django's Q sorts them, too.
    names = tuple(sorted(conditions))
    try:
        plan = _plan(model, alias, names, True, lambda: manager.filter(**conditions))
        lookups = plan.prepare([conditions[name] for name in names])
        rows = plan.run(alias, lookups)
    except (NoPlanError, EmptyResultSet, FullResultSet):
        return UNPLANNED
    return the_one(model, rows)


def the_one(model: Any, rows: Sequence[Any]) -> Any:
    """Return the one row that ``get()`` found; raise what it raises where there is none, or another."""
    fastpaths.taken["get"] += 1
    if len(rows) == 1:
        return rows[0]
    name = model._meta.object_name
    if not rows:
        raise model.DoesNotExist(f"{name} matching query does not exist.")
    number = len(rows) if len(rows) < MAX_GET_RESULTS else f"more than {MAX_GET_RESULTS - 1}"
    raise model.MultipleObjectsReturned(f"get() returned more than one {name} -- it returned {number}!")


def rows_of_relation(
    model: type[Model], alias: str, name: str, value: Any, make: Callable[[], Any]
) -> list[Any] | None:
    """Return the rows whose field has this value, in the model's order, or None where Django has to."""
    try:
        plan = _plan(model, alias, (name,), False, make)
        rows = plan.run(alias, plan.prepare([value]))
    except (NoPlanError, EmptyResultSet, FullResultSet):
        return None
    fastpaths.taken["related rows"] += 1
    return rows


class Filtered:
    """The rows of ``manager.filter(...)``; a Django queryset of them is made when somebody asks for one."""

    def __init__(
        self,
        manager: Any,
        names: tuple[str, ...],
        lookups: list[Any] | None,
        queryset: Any,
        values: Sequence[Any] = (),
    ) -> None:
        self._manager = manager
        self._names = names
        self._lookups = lookups
        self._queryset = queryset
        self._values = values
        self.rows: list[Any] | None = None

    @property
    def conditions(self) -> tuple[Any, tuple[str, ...], list[Any] | None]:
        """The manager, the names of its conditions, and these with their values where all are plain."""
        return self._manager, self._names, self._lookups

    @property
    def kind(self) -> type[Any]:
        """The class of the queryset."""
        kind: type[Any] = self._manager._queryset_class
        return kind

    def make(self) -> Any:
        """Return the queryset, with the rows if they are there."""
        queryset = self._queryset
        if queryset is None:
            queryset = self._manager.filter(**dict(zip(self._names, self._values, strict=True)))
        if self.rows is not None:
            queryset._result_cache = self.rows
        return queryset

    def evaluate(self) -> list[Any] | None:
        """Return the rows, or None where Django's queryset has to find them."""
        if self.rows is None:
            if self._lookups is None or not fastpaths.are_on() or not has_plain_querysets(self._manager):
                return None
            model, alias = self._manager.model, database(self._manager)
            try:
                plan = _plan(model, alias, self._names, False, self.make)
                return self.take(plan.run(alias, self._lookups))
            except (NoPlanError, EmptyResultSet, FullResultSet):
                return None
        return self.rows

    def take(self, rows: list[Any]) -> list[Any]:
        """Keep the rows that were found."""
        fastpaths.taken["filter"] += 1
        self.rows = rows
        return rows


def filtered(manager: Any, conditions: Mapping[str, Any]) -> Filtered | None:
    """Return what ``manager.filter(**conditions)`` will find; None where that cannot be planned.

    What Django raises for a name or a value is raised here.
    """
    if not _is_plain(manager, "filter", conditions):
        return None
    names = tuple(sorted(conditions))
    plan = _last_of_filter.get((manager.model, names))
    if plan is None or not plan.is_current():
        queryset = manager.filter(**conditions)
        try:
            lookups = list(lookups_of(queryset.query.where))
        except NoPlanError:
            lookups = []
        simple = len(lookups) == len(names) and all(type(lookup) in LOOKUPS for lookup in lookups)
        return Filtered(manager, names, lookups if simple else None, queryset)
    if not plan.is_possible:
        return None
    try:
        values = [conditions[name] for name in names]
        return Filtered(manager, names, plan.prepare(values), None, values)
    except NoPlanError:
        return None


__all__ = [
    "UNPLANNED",
    "Filtered",
    "compiled",
    "database",
    "filtered",
    "forget",
    "found",
    "get",
    "has_plain_querysets",
    "is_plain_manager",
    "is_untouched",
    "rows_of_relation",
    "the_one",
    "watch",
]
