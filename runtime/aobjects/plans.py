"""Queries that are compiled once: ``get()`` and ``filter()`` of fields that equal plain values."""

# Django's own machinery is generic in types that nobody names here, and private.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownParameterType=false
# pyright: reportUnknownVariableType=false, reportMissingTypeArgument=false, reportAttributeAccessIssue=false
# pyright: reportMissingParameterType=false, reportPrivateUsage=false

from __future__ import annotations

import datetime
import decimal
import uuid
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections, router
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.db.models.expressions import Col
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.lookups import Exact, IntegerFieldExact, Lookup
from django.db.models.manager import BaseManager
from django.db.models.query import MAX_GET_RESULTS, ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, WhereNode

from aobjects import fastpaths, hydration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

    _Key = tuple[type[Model], str, type[BaseDatabaseWrapper], bool, tuple[str, ...]]

UNPLANNED: Final = object()
"""What stands for the result of a query that is Django's to run."""

# Django looks into others for expressions, rows or further values. A subclass may do anything.
PLAIN_VALUES: Final = frozenset({
    bool, bytes, datetime.date, datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal, float,
    int, str, uuid.UUID,
})  # fmt: skip
# That of foreign keys is for databases that take empty strings for nothing.
PLAIN_CONVERTERS: Final = (Field.get_db_converters, ForeignKey.get_db_converters)
LOOKUPS: Final = frozenset({Exact, IntegerFieldExact, RelatedExact})
MOST_PLANS: Final = 2_000

# What a plan passes by. Whoever replaces one of these, as profilers and caches do, wants to be called.
_OF_QUERYSETS: Final = (
    "__getattribute__", "__init__", "__iter__", "__len__", "_chain", "_clone", "_fetch_all",
    "_filter_or_exclude", "_filter_or_exclude_inplace", "db", "filter", "get", "order_by", "query",
)  # fmt: skip
_OF_COMPILERS: Final = (
    "apply_converters", "as_sql", "execute_sql", "get_converters", "get_default_columns", "get_order_by",
    "pre_sql_setup", "results_iter",
)  # fmt: skip
_OF_QUERIES: Final = ("add_q", "build_filter", "build_lookup", "get_compiler", "set_limits")
_of_queryset: Final = attrgetter(*_OF_QUERYSETS)
_of_compiler: Final = attrgetter(*_OF_COMPILERS)
_of_query: Final = attrgetter(*_OF_QUERIES)
_of_options: Final = attrgetter("concrete_fields", "db_table", "ordering", "pk")


def _is_original(owner: type[Any], names: Sequence[str]) -> bool:
    functions = [getattr(owner, name) for name in names]
    return all(
        fastpaths.is_written_in(getattr(function, "fget", function), owner.__module__)
        or function is object.__getattribute__
        for function in functions
    )


def _originals() -> tuple[Any, ...]:
    return _of_queryset(QuerySet), _of_compiler(SQLCompiler), _of_query(Query), ModelIterable.__iter__


# As of this import, and empty where something had been replaced by then: that is not Django's own.
_ORIGINALS: Final = (
    _originals()
    if _is_original(QuerySet, _OF_QUERYSETS)
    and _is_original(SQLCompiler, _OF_COMPILERS)
    and _is_original(Query, _OF_QUERIES)
    and fastpaths.is_written_in(ModelIterable.__iter__, ModelIterable.__module__)
    else ()
)


class Plan:
    """The SQL of one query, and what it was made from; also that there is none for such a query."""

    def __init__(self, queryset: Any, alias: str) -> None:
        query = queryset.query
        compiler = query.get_compiler(using=alias)
        self.sql, parameters = compiler.as_sql()
        self.model = queryset.model
        self.query = query
        self.compiler_class = type(compiler)
        self.columns = [column for column, _, _ in compiler.select]
        self.lookups = list(_lookups(query.where))
        self._options = _of_options(self.model._meta)
        self._columns = [field.column for field in self.model._meta.concrete_fields]
        names = [column.target.attname for column in self.columns if isinstance(column, Col)]
        self.names = hydration.names_in_order(self.model, names)
        self._may_convert = _may_convert(self.columns, compiler.connection)
        self.is_possible = self._selects_model_alone(compiler) and self._takes_values_alone(
            compiler, parameters
        )

    def _selects_model_alone(self, compiler: Any) -> bool:
        meta = self.model._meta
        query = self.query
        tables = [query.alias_map[alias].table_name for alias, used in query.alias_refcount.items() if used]
        return (
            type(query) is Query
            and _is_plain_compiler(self.compiler_class)
            and compiler.klass_info["model"] is self.model
            and not compiler.klass_info.get("related_klass_infos")
            and not compiler.annotation_col_map
            and not compiler.has_extra_select
            and len(self.names) == len(self.columns)
            # Another model may be changed without this one knowing.
            and {meta.db_table, *(parent._meta.db_table for parent in meta.all_parents)}.issuperset(tables)
        )

    def _takes_values_alone(self, compiler: Any, parameters: Sequence[Any]) -> bool:
        """Tell whether each condition compares a column with one parameter, whatever the value."""
        return (
            not compiler.connection.features.interprets_empty_strings_as_nulls
            and all(type(lookup) in LOOKUPS and _is_plain_column(lookup.lhs) for lookup in self.lookups)
            and list(parameters) == [_parameter(lookup, compiler) for lookup in self.lookups]
        )

    def is_current(self) -> bool:
        """Tell whether the model and its lookups are still what this was made from."""
        options = self.model._meta
        return (
            self._options == _of_options(options)
            # Django forgets the list when the model gets a field.
            and self._options[0] is options.concrete_fields
            and self._columns == [field.column for field in options.concrete_fields]
            and all(lookup.lhs.get_lookup("exact") is type(lookup) for lookup in self.lookups)
        )

    def prepare(self, values: Sequence[Any]) -> list[Any]:
        """Return the lookups of these values, prepared by their fields as ``filter()`` does at once."""
        prepared = []
        for lookup, value in zip(self.lookups, values, strict=True):
            if type(value) not in PLAIN_VALUES:
                _check_row(value, lookup.lhs.output_field)
            prepared.append(type(lookup)(lookup.lhs, value))
        return prepared

    def run(self, alias: str, lookups: Sequence[Any], fetch_mode: Any) -> list[Any]:
        """Run the query with these values, and return its rows; ``_NoPlanError`` comes before it ran."""
        connection = connections[alias]
        compiler = self.compiler_class(self.query, connection, alias)
        parameters = tuple([_parameter(lookup, compiler) for lookup in lookups])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows = _rows(cursor)
            if self._may_convert and (converters := compiler.get_converters(self.columns)):
                rows = compiler.apply_converters(rows, converters)
            build = hydration.builder(self.model, self.names, alias, fetch_mode)
            return [build(row) for row in rows]


def _rows(cursor: Any) -> Iterator[Any]:
    """Yield the rows as Django reads them: a job lets others have their turn there."""
    chunk = cursor.fetchmany(GET_ITERATOR_CHUNK_SIZE)
    while len(chunk) == GET_ITERATOR_CHUNK_SIZE:
        yield from chunk
        chunk = cursor.fetchmany(GET_ITERATOR_CHUNK_SIZE)
    yield from chunk


class _NoPlanError(Exception):
    """The query is Django's to run."""


def _is_plain_compiler(kind: type[Any]) -> bool:
    if vars(kind).get("only_pauses"):
        kind = kind.__mro__[1]
    return kind.__module__.startswith("django.db.") and _of_compiler(kind) == _of_compiler(SQLCompiler)


def _lookups(where: Any) -> Iterator[Lookup[Any]]:
    """Yield the conditions of a query that must all hold, in the order of their parameters."""
    if where.connector != AND or where.negated:
        raise _NoPlanError
    for child in where.children:
        if isinstance(child, WhereNode):
            yield from _lookups(child)
        else:
            yield child


def _is_plain_column(column: Any) -> bool:
    # PostgreSQL's "WHERE flag" has no parameter where others have "WHERE flag = 1".
    return type(column) is Col and not column.conditional


def _may_convert(columns: Sequence[Any], connection: BaseDatabaseWrapper) -> bool:
    """Tell whether a field or the database has functions for values that come from the database."""
    return type(connection.ops).get_db_converters is not BaseDatabaseOperations.get_db_converters or any(
        type(column.output_field).get_db_converters not in PLAIN_CONVERTERS
        or hasattr(column.output_field, "from_db_value")
        for column in columns
    )


def _check_row(value: Model, field: Any) -> None:
    if not field.is_relation or type(value) is not field.related_model:
        raise _NoPlanError


def _parameter(lookup: Any, compiler: Any) -> Any:
    """Return what the database gets for the value of a lookup."""
    placeholder, parameters = lookup.process_rhs(compiler, compiler.connection)
    if placeholder != "%s" or len(parameters) != 1 or lookup.rhs is None:
        raise _NoPlanError
    return parameters[0]


_plans: Final = dict["_Key", Plan]()
# Of whatever database: what is prepared is the same for all of them.
_last_of_filter: Final = dict["tuple[type[Model], tuple[str, ...]]", Plan]()


def forget() -> None:
    """Let each query be compiled again."""
    _plans.clear()
    _last_of_filter.clear()


def _is_plain_manager(manager: Any, method: str) -> bool:
    """Tell whether a manager's method makes a queryset of all rows, and calls Django's method of that."""
    kind = type(manager)
    return (
        isinstance(manager, BaseManager)
        and vars(manager).keys().isdisjoint(("get_queryset", method))
        and kind.get_queryset is BaseManager.get_queryset
        and fastpaths.is_written_in(BaseManager.get_queryset, BaseManager.__module__)
        and fastpaths.is_written_in(getattr(kind, method), BaseManager.__module__)
        and has_plain_querysets(manager)
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
    return (
        bool(conditions)
        and all(map(_is_plain_value, conditions.values()))
        and fastpaths.are_on()
        and _is_plain_manager(manager, method)
    )


def _plan(model: Any, alias: str, names: tuple[str, ...], one: bool, make: Callable[[], Any]) -> Plan:
    """Return the plan of a query by these names, which is made from such a queryset if there is none yet."""
    key = (model, alias, type(connections[alias]), one, names)
    plan = _plans.get(key)
    if plan is None or not plan.is_current():
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
        raise _NoPlanError
    return plan


def _database(manager: Any) -> str:
    alias: str = manager._db or router.db_for_read(manager.model, **manager._hints)
    return alias


def get(manager: Any, conditions: Mapping[str, Any]) -> Any:
    """Return the one row of a manager that matches, as its ``get`` would, or ``UNPLANNED``."""
    if not _is_plain(manager, "get", conditions):
        return UNPLANNED
    model, alias = manager.model, _database(manager)
    # Django's Q sorts them, too.
    names = tuple(sorted(conditions))
    try:
        plan = _plan(model, alias, names, True, lambda: manager.filter(**conditions))
        lookups = plan.prepare([conditions[name] for name in names])
        rows = plan.run(alias, lookups, hydration.DEFAULT_FETCH_MODE)
    except (_NoPlanError, EmptyResultSet, FullResultSet):
        return UNPLANNED
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
        rows = plan.run(alias, plan.prepare([value]), hydration.DEFAULT_FETCH_MODE)
    except (_NoPlanError, EmptyResultSet, FullResultSet):
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
            model, alias = self._manager.model, _database(self._manager)
            try:
                plan = _plan(model, alias, self._names, False, self.make)
                self.rows = plan.run(alias, self._lookups, hydration.DEFAULT_FETCH_MODE)
            except (_NoPlanError, EmptyResultSet, FullResultSet):
                return None
            fastpaths.taken["filter"] += 1
        return self.rows


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
            lookups = list(_lookups(queryset.query.where))
        except _NoPlanError:
            lookups = []
        simple = len(lookups) == len(names) and all(type(lookup) in LOOKUPS for lookup in lookups)
        return Filtered(manager, names, lookups if simple else None, queryset)
    if not plan.is_possible:
        return None
    try:
        values = [conditions[name] for name in names]
        return Filtered(manager, names, plan.prepare(values), None, values)
    except _NoPlanError:
        return None


__all__ = [
    "UNPLANNED",
    "Filtered",
    "Plan",
    "filtered",
    "forget",
    "get",
    "has_plain_querysets",
    "rows_of_relation",
]
