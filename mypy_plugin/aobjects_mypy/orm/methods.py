"""The table: what each public method of Django's querysets, managers and model instances does, one row each.

Whoever wants to know which methods run a query, build a queryset or leave the rows as they are asks here.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Does(enum.Enum):
    """What calling the method does, synchronously."""

    QUERIES = enum.auto()
    BUILDS = enum.auto()
    """Returns a queryset, and runs nothing."""
    ITERATES = enum.auto()
    """Returns an iterator that runs a query of its own when the first row is asked for."""
    VALIDATES = enum.auto()
    """Runs a query where the fields that are validated need one."""
    READS = enum.auto()
    """Reads the attribute that its argument names."""
    NOTHING = enum.auto()
    """Runs no query, and hands out no rows."""


class Owner(enum.Flag):
    """Whose method it is."""

    QUERYSET = enum.auto()
    MANAGER = enum.auto()
    RELATED = enum.auto()
    """Managers behind a relation: of a reverse foreign key, many-to-many, generic."""
    RAW = enum.auto()
    USERS = enum.auto()
    """The manager of ``django.contrib.auth``'s users."""
    INSTANCE = enum.auto()


class Gives(enum.Enum):
    """What a query returns."""

    OTHER = enum.auto()
    NUMBER = enum.auto()
    ONE_ROW = enum.auto()
    ROW_OR_NONE = enum.auto()
    ROWS_BY_KEY = enum.auto()
    NEW_ROW = enum.auto()
    FOUND_OR_NEW_ROW = enum.auto()
    GIVEN_ROWS = enum.auto()
    """The rows of its first argument, saved."""


class Loads(enum.Enum):
    """What a builder changes in the rows of the queryset."""

    THE_SAME = enum.auto()
    FILTERED = enum.auto()
    EXCLUDED = enum.auto()
    ANNOTATED = enum.auto()
    """Values beside the columns."""
    ORDERED = enum.auto()
    EMPTY = enum.auto()
    VALUES = enum.auto()
    """Values in place of rows."""
    COMBINED = enum.auto()
    SELECTED = enum.auto()
    PREFETCHED = enum.auto()
    ONLY = enum.auto()
    DEFERRED = enum.auto()
    RAW = enum.auto()
    FETCH_MODE = enum.auto()


class Asks(enum.Flag):
    """What validation may ask the database for."""

    NOTHING = 0
    ROWS = enum.auto()
    """The row behind a foreign key."""
    UNIQUE = enum.auto()
    CONSTRAINTS = enum.auto()
    ANYTHING = ROWS | UNIQUE | CONSTRAINTS


_EITHER: Final = Owner.QUERYSET | Owner.MANAGER


@dataclass(frozen=True, slots=True)
class Method:
    """One method, under its synchronous name."""

    name: str
    does: Does
    of: Owner = _EITHER
    gives: Gives = Gives.OTHER
    loads: Loads = Loads.THE_SAME
    has_twin: bool = True
    """What queries or iterates: ``aget`` does the same asynchronously."""
    instead: str = ""
    """The method whose twin to await, where it has none of its own."""
    neutral: bool = False
    """Changes which rows come, not what is loaded on them."""
    shares_cache: bool = False
    """On a manager that was prefetched: the rows that are there."""
    takes_users: bool = False
    """Resolves a lazy user among its arguments at once."""
    takes_lookups: bool = False
    """Takes a queryset for the value of a lookup."""
    from_cache: bool = False
    """Answered from the rows of an evaluated queryset."""
    even_when_empty: bool = False
    """Runs on ``none()`` too."""
    skips_nothing: bool = False
    """Runs no query for an empty first argument."""
    clears_cache: bool = False
    changes_related: bool = False
    """A relation that was prefetched is read anew afterwards."""
    asks: Asks = Asks.NOTHING
    per_field: bool = False
    """The name is the beginning of one method for each field of a kind."""
    since: tuple[int, int] = (5, 2)
    """The first Django that has it, of those that are supported."""
    until: tuple[int, int] | None = None
    """The first Django that does not have it any more."""

    @property
    def twin(self) -> str:
        """The asynchronous method to await in its place, where there is one."""
        is_awaited = self.has_twin and self.does in (Does.QUERIES, Does.ITERATES)
        return f"a{self.instead or self.name}" if is_awaited else ""


QUERIES: Final = Does.QUERIES
BUILDS: Final = Does.BUILDS
VALIDATES: Final = Does.VALIDATES
NOTHING: Final = Does.NOTHING

# fmt: off
OF_ROWS: Final = (
    Method("aggregate", QUERIES),
    Method("bulk_create", QUERIES, gives=Gives.GIVEN_ROWS, even_when_empty=True, skips_nothing=True,
           changes_related=True),
    Method("bulk_update", QUERIES, gives=Gives.NUMBER, skips_nothing=True),
    Method("contains", QUERIES, from_cache=True),
    Method("count", QUERIES, gives=Gives.NUMBER, from_cache=True),
    Method("create", QUERIES, gives=Gives.NEW_ROW, takes_users=True, even_when_empty=True,
           changes_related=True),
    Method("delete", QUERIES, Owner.QUERYSET, even_when_empty=True, clears_cache=True, changes_related=True),
    Method("earliest", QUERIES, gives=Gives.ONE_ROW),
    Method("exists", QUERIES, from_cache=True),
    Method("explain", QUERIES),
    Method("first", QUERIES, gives=Gives.ROW_OR_NONE),
    Method("get", QUERIES, gives=Gives.ONE_ROW, takes_users=True, takes_lookups=True),
    Method("get_or_create", QUERIES, gives=Gives.FOUND_OR_NEW_ROW, takes_users=True, even_when_empty=True,
           changes_related=True),
    Method("in_bulk", QUERIES, gives=Gives.ROWS_BY_KEY, skips_nothing=True),
    Method("last", QUERIES, gives=Gives.ROW_OR_NONE),
    Method("latest", QUERIES, gives=Gives.ONE_ROW),
    Method("update", QUERIES, gives=Gives.NUMBER, takes_users=True, clears_cache=True, changes_related=True),
    Method("update_or_create", QUERIES, gives=Gives.FOUND_OR_NEW_ROW, takes_users=True, even_when_empty=True,
           changes_related=True),

    Method("add", QUERIES, Owner.RELATED, even_when_empty=True, changes_related=True),
    Method("clear", QUERIES, Owner.RELATED, even_when_empty=True, changes_related=True),
    Method("remove", QUERIES, Owner.RELATED, even_when_empty=True, changes_related=True),
    Method("set", QUERIES, Owner.RELATED, even_when_empty=True, changes_related=True),
    Method("set_base", QUERIES, Owner.RELATED, instead="set", even_when_empty=True, changes_related=True,
           since=(6, 1)),
    Method("create_user", QUERIES, Owner.USERS),
    Method("create_superuser", QUERIES, Owner.USERS),
    Method("resolve_model_init_order", QUERIES, Owner.RAW, has_twin=False),
    Method("iterator", Does.ITERATES, _EITHER | Owner.RAW),

    Method("alias", BUILDS, neutral=True),
    Method("all", BUILDS, neutral=True, shares_cache=True),
    Method("annotate", BUILDS, loads=Loads.ANNOTATED, neutral=True),
    Method("complex_filter", BUILDS, neutral=True),
    Method("dates", BUILDS, loads=Loads.VALUES),
    Method("datetimes", BUILDS, loads=Loads.VALUES),
    Method("db_manager", BUILDS, Owner.MANAGER),
    Method("defer", BUILDS, loads=Loads.DEFERRED),
    Method("difference", BUILDS, loads=Loads.COMBINED),
    Method("distinct", BUILDS, neutral=True),
    Method("exclude", BUILDS, loads=Loads.EXCLUDED, neutral=True, takes_users=True, takes_lookups=True),
    Method("extra", BUILDS, loads=Loads.ANNOTATED, neutral=True),
    Method("fetch_mode", BUILDS, loads=Loads.FETCH_MODE, since=(6, 1)),
    Method("filter", BUILDS, loads=Loads.FILTERED, neutral=True, takes_users=True, takes_lookups=True),
    Method("get_queryset", BUILDS, Owner.MANAGER, shares_cache=True),
    Method("intersection", BUILDS, loads=Loads.COMBINED),
    Method("none", BUILDS, loads=Loads.EMPTY),
    Method("only", BUILDS, loads=Loads.ONLY),
    Method("order_by", BUILDS, loads=Loads.ORDERED, neutral=True),
    Method("prefetch_related", BUILDS, _EITHER | Owner.RAW, loads=Loads.PREFETCHED),
    Method("raw", BUILDS, loads=Loads.RAW),
    Method("reverse", BUILDS, neutral=True),
    Method("select_for_update", BUILDS, neutral=True),
    Method("select_related", BUILDS, loads=Loads.SELECTED),
    Method("union", BUILDS, loads=Loads.COMBINED),
    Method("using", BUILDS, _EITHER | Owner.RAW, neutral=True),
    Method("values", BUILDS, loads=Loads.VALUES),
    Method("values_list", BUILDS, loads=Loads.VALUES),

    Method("as_manager", NOTHING, Owner.QUERYSET),
    Method("check", NOTHING, Owner.MANAGER),
    Method("contribute_to_class", NOTHING, Owner.MANAGER),
    Method("deconstruct", NOTHING, Owner.MANAGER),
    Method("from_queryset", NOTHING, Owner.MANAGER),
    Method("get_prefetch_cache", NOTHING, Owner.RELATED),
    Method("get_prefetch_queryset", NOTHING, Owner.RELATED, until=(6, 0)),
    Method("get_prefetch_querysets", NOTHING, Owner.RELATED),
    Method("resolve_expression", NOTHING, Owner.QUERYSET),
)
"""Of querysets and managers."""

OF_INSTANCES: Final = (
    Method("delete", QUERIES, Owner.INSTANCE),
    Method("refresh_from_db", QUERIES, Owner.INSTANCE),
    Method("save", QUERIES, Owner.INSTANCE),
    Method("save_base", QUERIES, Owner.INSTANCE, instead="save"),
    Method("get_next_by_", QUERIES, Owner.INSTANCE, gives=Gives.ONE_ROW, has_twin=False, per_field=True),
    Method("get_previous_by_", QUERIES, Owner.INSTANCE, gives=Gives.ONE_ROW, has_twin=False, per_field=True),
    Method("clean_fields", VALIDATES, Owner.INSTANCE, asks=Asks.ROWS),
    Method("full_clean", VALIDATES, Owner.INSTANCE, asks=Asks.ANYTHING),
    Method("validate_constraints", VALIDATES, Owner.INSTANCE, asks=Asks.CONSTRAINTS),
    Method("validate_unique", VALIDATES, Owner.INSTANCE, asks=Asks.UNIQUE),
    Method("serializable_value", Does.READS, Owner.INSTANCE),
    Method("check", NOTHING, Owner.INSTANCE),
    Method("clean", NOTHING, Owner.INSTANCE),
    Method("date_error_message", NOTHING, Owner.INSTANCE),
    Method("from_db", NOTHING, Owner.INSTANCE),
    Method("get_constraints", NOTHING, Owner.INSTANCE),
    Method("get_deferred_fields", NOTHING, Owner.INSTANCE),
    Method("prepare_database_save", NOTHING, Owner.INSTANCE),
    Method("unique_error_message", NOTHING, Owner.INSTANCE),
)
"""Of model instances."""
# fmt: on

_OF_ROWS: Final = {method.name: method for method in OF_ROWS}
_OF_INSTANCES: Final = {method.name: method for method in OF_INSTANCES}
_PER_FIELD: Final = tuple(method for method in OF_INSTANCES if method.per_field)


def of_rows(name: str) -> tuple[Method | None, bool]:
    """Return the row of a queryset's or manager's method, and whether the name is that of its twin."""
    return _with_twin(_OF_ROWS, name)


def of_instance(name: str) -> tuple[Method | None, bool]:
    """Return the row of a model instance's method, and whether the name is that of its twin."""
    found, is_twin = _with_twin(_OF_INSTANCES, name)
    if found is None:
        found = next((method for method in _PER_FIELD if name.startswith(method.name)), None)
    return found, is_twin


def _with_twin(table: Mapping[str, Method], name: str) -> tuple[Method | None, bool]:
    awaited = table.get(name[1:]) if name.startswith("a") else None
    if awaited is not None and awaited.twin == name:
        return awaited, True
    return table.get(name), False


def builds(name: str) -> bool:
    """Tell a method that builds a queryset and runs no query."""
    method = _OF_ROWS.get(name)
    return method is not None and method.does is Does.BUILDS


def iterates(name: str) -> bool:
    """Tell a method whose iterator runs a query of its own."""
    method = _OF_ROWS.get(name)
    return method is not None and method.does is Does.ITERATES


def _names(methods: Iterator[Method]) -> frozenset[str]:
    return frozenset(name for method in methods for name in (method.name, method.twin) if name)


TAKES_USERS: Final = frozenset(method.name for method in OF_ROWS if method.takes_users)
NEUTRAL: Final = _names(method for method in OF_ROWS if method.neutral)
LOOKUPS: Final = _names(method for method in OF_ROWS if method.takes_lookups)
