"""A query that is compiled once: its SQL, what values it takes, and what its rows become."""

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

from django.db import connections
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import (
    AutoField,
    BigAutoField,
    BigIntegerField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    PositiveBigIntegerField,
    PositiveIntegerField,
)
from django.db.models.expressions import Col
from django.db.models.fields.related_lookups import RelatedExact
from django.db.models.lookups import Exact, IntegerFieldExact, Lookup
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE
from django.db.models.sql.query import Query
from django.db.models.sql.where import AND, WhereNode

from aobjects import fastpaths, hydration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper


# Django looks into others for expressions, rows or further values. A subclass may do anything.
PLAIN_VALUES: Final = frozenset({
    bool, bytes, datetime.date, datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal, float,
    int, str, uuid.UUID,
})  # fmt: skip
# That of foreign keys is for databases that take empty strings for nothing.
PLAIN_CONVERTERS: Final = (Field.get_db_converters, ForeignKey.get_db_converters)
LOOKUPS: Final = frozenset({Exact, IntegerFieldExact, RelatedExact})
COMPILER_METHODS: Final = (
    "apply_converters", "as_sql", "execute_sql", "get_converters", "get_default_columns", "get_order_by",
    "pre_sql_setup", "results_iter",
)  # fmt: skip
compiler_methods: Final = attrgetter(*COMPILER_METHODS)
OPTIONS: Final = ("concrete_fields", "db_table", "ordering", "pk")
_of_options: Final = attrgetter(*OPTIONS)

# Whatever of these a value fits, a database has one way to take it.
INTEGER_FIELDS: Final = frozenset({
    AutoField, BigAutoField, BigIntegerField, IntegerField, PositiveBigIntegerField, PositiveIntegerField,
})  # fmt: skip
LARGEST_INTEGER: Final = 2**31 - 1


class NoPlanError(Exception):
    """The query is Django's to run."""


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
        self.lookups = list(lookups_of(query.where))
        self._options = _of_options(self.model._meta)
        self._columns = [field.column for field in self.model._meta.concrete_fields]
        names = [column.target.attname for column in self.columns if isinstance(column, Col)]
        self.names = hydration.names_in_order(self.model, names)
        self._may_convert = _may_convert(self.columns, compiler.connection)
        self.is_djangos = _are_djangos(self.columns, self.lookups)
        self._build = hydration.builder(self.model, self.names, alias, hydration.DEFAULT_FETCH_MODE)
        self._integers = _integers(self.lookups, parameters)
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
            and self.has_current_lookups()
        )

    def has_current_lookups(self) -> bool:
        """Tell whether nobody has registered other lookups for its conditions."""
        return all(lookup.lhs.get_lookup("exact") is type(lookup) for lookup in self.lookups)

    def prepare(self, values: Sequence[Any]) -> list[Any]:
        """Return the lookups of these values, prepared by their fields as ``filter()`` does at once."""
        prepared = []
        for lookup, value in zip(self.lookups, values, strict=True):
            if type(value) not in PLAIN_VALUES:
                _check_row(value, lookup.lhs.output_field)
            prepared.append(type(lookup)(lookup.lhs, value))
        return prepared

    def statement(self, connection: BaseDatabaseWrapper, lookups: Sequence[Any]) -> Statement:
        """Return the query with these values; raise ``NoPlanError`` where it is Django's to run."""
        compiler = self.compiler_class(self.query, connection, connection.alias)
        return Statement(self, connection, tuple([_parameter(lookup, compiler) for lookup in lookups]))

    def statement_of(self, connection: BaseDatabaseWrapper, values: Sequence[Any]) -> Statement:
        """Return the query with values that nobody has prepared."""
        integers = self._integers
        if integers is None:
            return self.statement(connection, self.prepare(values))
        for value in values:
            if type(value) is not int or not 0 <= value <= LARGEST_INTEGER:
                return self.statement(connection, self.prepare(values))
        parameters = [integer(value) for integer, value in zip(integers, values, strict=True)]
        return Statement(self, connection, tuple(parameters))

    def run(self, alias: str, lookups: Sequence[Any]) -> list[Any]:
        """Run the query with these values, and return its rows; ``NoPlanError`` comes before it ran."""
        connection = connections[alias]
        statement = self.statement(connection, lookups)
        with connection.cursor() as cursor:
            cursor.execute(self.sql, statement.parameters)
            return list(statement.instances(_rows(cursor)))

    def instances(self, rows: Iterable[Any], connection: BaseDatabaseWrapper) -> Iterator[Any]:
        """Return what the rows of the database become."""
        if self._may_convert:
            compiler = self.compiler_class(self.query, connection, connection.alias)
            if converters := compiler.get_converters(self.columns):
                rows = compiler.apply_converters(rows, converters)
        return map(self._build, rows)

    def watch(self) -> fastpaths.Watch:
        """Watch what ``is_current`` looks at, and the making of instances."""
        meta = self.model._meta
        fields = meta.concrete_fields
        return fastpaths.Watch(
            (meta, OPTIONS),
            (self.model, [*hydration.MAKING, *(field.attname for field in fields)]),
            *((field, ["column"]) for field in fields),
        )


class Statement:
    """A compiled query with its values, for one connection."""

    __slots__ = ("_plan", "connection", "parameters", "sql")

    def __init__(self, plan: Plan, connection: BaseDatabaseWrapper, parameters: tuple[Any, ...]) -> None:
        self._plan = plan
        self.connection = connection
        self.sql: str = plan.sql
        self.parameters = parameters

    def instances(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Return what the rows of the database become."""
        return self._plan.instances(rows, self.connection)


def _rows(cursor: Any) -> Iterator[Any]:
    """Yield the rows as Django reads them: a job lets others have their turn there."""
    chunk = cursor.fetchmany(GET_ITERATOR_CHUNK_SIZE)
    while len(chunk) == GET_ITERATOR_CHUNK_SIZE:
        yield from chunk
        chunk = cursor.fetchmany(GET_ITERATOR_CHUNK_SIZE)
    yield from chunk


def _is_plain_compiler(kind: type[Any]) -> bool:
    if vars(kind).get("only_pauses"):
        kind = kind.__mro__[1]
    return kind.__module__.startswith("django.db.") and (
        compiler_methods(kind) == compiler_methods(SQLCompiler)
    )


def lookups_of(where: Any) -> Iterator[Lookup[Any]]:
    """Yield the conditions of a query that must all hold, in the order of their parameters."""
    if where.connector != AND or where.negated:
        raise NoPlanError
    for child in where.children:
        if isinstance(child, WhereNode):
            yield from lookups_of(child)
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


def _are_djangos(columns: Sequence[Any], lookups: Sequence[Any]) -> bool:
    """Tell whether all that prepares values for the database, and converts those that come, is Django's."""
    fields = [*(column.output_field for column in columns), *(lookup.lhs.output_field for lookup in lookups)]
    return all(type(field).__module__.startswith("django.") for field in fields)


def _integers(lookups: Sequence[Any], parameters: Sequence[Any]) -> list[type[int]] | None:
    """Return the classes that the database takes integers as, where all values are such; else None."""
    kinds = [type(parameter) for parameter in parameters]
    plain = len(kinds) == len(lookups) and all(
        type(lookup) is not RelatedExact
        and type(lookup.lhs.output_field) in INTEGER_FIELDS
        and type(lookup.rhs) is int
        and issubclass(kind, int)
        and kind(lookup.rhs) == lookup.rhs
        for lookup, kind in zip(lookups, kinds, strict=False)
    )
    return kinds if plain else None


def _check_row(value: Model, field: Any) -> None:
    if not field.is_relation or type(value) is not field.related_model:
        raise NoPlanError


def _parameter(lookup: Any, compiler: Any) -> Any:
    """Return what the database gets for the value of a lookup."""
    placeholder, parameters = lookup.process_rhs(compiler, compiler.connection)
    if placeholder != "%s" or len(parameters) != 1 or lookup.rhs is None:
        raise NoPlanError
    return parameters[0]


__all__ = [
    "COMPILER_METHODS",
    "LOOKUPS",
    "PLAIN_VALUES",
    "NoPlanError",
    "Plan",
    "Statement",
    "compiler_methods",
    "lookups_of",
]
