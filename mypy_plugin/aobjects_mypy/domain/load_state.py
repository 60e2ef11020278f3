"""What is loaded on a row: the one representation, joined and refined only here.

A name (of a relation, say) is *loaded* (reading it runs no query), *missing* (reading it runs one) or
*unproven* (the origin of the row is not visible).  ``known`` says which of the last two holds for the
names that the state does not list.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping  # noqa: TC003  # json_form reads what a class says of its fields
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy.domain import column_value
from aobjects_mypy.domain.column_value import ColumnValue  # noqa: TC001  # as above
from aobjects_mypy.domain.query_site import QuerySite  # noqa: TC001  # as above
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable


class Status(enum.Enum):
    """What reading one name does; a join keeps the worse of two, in this order."""

    LOADED = 0
    UNPROVEN = 1
    MISSING = 2


@dataclass(frozen=True, slots=True)
class LoadState:
    """The names that are loaded on every row of one origin, nested for the related rows."""

    known: bool = True
    relations: Mapping[str, LoadState] = field(default_factory=dict)
    managers: Mapping[str, LoadState] = field(default_factory=dict)
    """Prefetched managers; the value is the state of their rows."""
    attributes: Mapping[str, LoadState] = field(default_factory=dict)
    """Rows kept by ``Prefetch(to_attr=...)``."""
    deferred: frozenset[str] = frozenset()
    """Attribute names of fields whose value the query left out."""
    unproven: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    selected: frozenset[str] = frozenset()
    """The relations that ``select_related`` joins: ``select_related(None)`` undoes it."""
    prefetched: frozenset[str] = frozenset()
    """The relations on paths of ``prefetch_related``; of a joined one, only what lies behind it counts.

    And the managers that were prefetched, and are no longer.
    """
    mixed: frozenset[str] = frozenset()
    """Missing (or deferred), and loaded on some of the ways that lead here."""
    held: Mapping[str, LoadState] = field(default_factory=dict)
    """What names that are not loaded hold where they are: a read that raises nothing went such a way."""
    ordered: bool = False
    """Fetched in an order that the query asked for: ``first()`` of a prefetched manager needs no query."""
    query: QuerySite | None = None
    """Where the query that loaded the row stands: of two, the one that loads less."""
    loads: int = 0
    """How many relations that query loads."""
    blocks_fetches: bool = False
    """Django 6.1's ``FETCH_RAISE``: a lazy read raises ``FieldFetchBlocked`` before any query."""
    fetches_peers: bool = False
    """Django 6.1's ``FETCH_PEERS``: a lazy read loads the relation of every row of the same query."""
    values: Mapping[str, ColumnValue] = field(default_factory=dict)
    """What is known of the values of columns, and of those that ``annotate()`` puts on the row."""
    model: str = ""
    """Of the rows in an attribute: nothing else says it where mypy does not know the attribute."""

    def __post_init__(self) -> None:
        """Say everything once: two states that know the same are equal, which the laws of ``join`` need."""
        if not (self.missing or self.unproven or self.mixed or self.held):
            return
        loaded = self.relations.keys() | self.managers.keys()
        told = (self.mixed | self.held.keys()) - loaded
        missing = self.missing - loaded
        unproven = self.unproven - loaded - missing
        if self.known:
            # What is not listed is missing anyway, ...
            missing &= told
        else:
            # ... or not proven.
            unproven &= told
        listed = missing | unproven
        held = {name: state for name, state in self.held.items() if name in listed}
        for name, value in (
            ("missing", missing),
            ("unproven", unproven),
            ("mixed", self.mixed & (listed | self.deferred)),
            ("held", held),
        ):
            object.__setattr__(self, name, value)

    def relation_status(self, name: str) -> Status:
        if name in self.relations:
            return Status.LOADED
        return self._unlisted(name)

    def manager_status(self, name: str) -> Status:
        if name in self.managers:
            return Status.LOADED
        return self._unlisted(name)

    def _unlisted(self, name: str) -> Status:
        if name in self.missing:
            return Status.MISSING
        if name in self.unproven or not self.known:
            return Status.UNPROVEN
        return Status.MISSING

    def with_relation(self, name: str, related: LoadState) -> LoadState:
        return replace(
            self,
            relations={**self.relations, name: related},
            unproven=self.unproven - {name},
            missing=self.missing - {name},
        )

    def with_manager(self, name: str, rows: LoadState) -> LoadState:
        return replace(
            self,
            managers={**self.managers, name: rows},
            unproven=self.unproven - {name},
            missing=self.missing - {name},
        )

    def with_attribute(self, name: str, rows: LoadState) -> LoadState:
        return replace(self, attributes={**self.attributes, name: rows})

    def with_value(self, name: str, value: ColumnValue) -> LoadState:
        """Return the state in which this holds of a value, too."""
        known = self.values.get(name)
        return replace(self, values={**self.values, name: known.and_also(value) if known else value})

    def without_values(self, names: Iterable[str]) -> LoadState:
        """Forget what is known of the values of columns: they are assigned."""
        gone = frozenset(names)
        if gone.isdisjoint(self.values):
            return self
        return replace(self, values={name: value for name, value in self.values.items() if name not in gone})

    def with_deferred(self, names: Iterable[str]) -> LoadState:
        return replace(self, deferred=frozenset(names))

    def without(self, names: Iterable[str]) -> LoadState:
        """Forget what is loaded under ``names``: the next read runs a query."""
        gone = frozenset(names)
        return replace(
            self,
            relations={name: state for name, state in self.relations.items() if name not in gone},
            managers={name: state for name, state in self.managers.items() if name not in gone},
            unproven=self.unproven - gone,
            missing=self.missing | gone,
            mixed=self.mixed - gone,
            held={name: state for name, state in self.held.items() if name not in gone},
        )

    def silent_on(self, names: Iterable[str]) -> LoadState:
        """Return the state that says nothing of ``names``, which something else does."""
        gone = frozenset(names)
        return replace(self.without(gone), missing=self.missing - gone)

    def reloaded(self) -> LoadState:
        """Return the state after ``refresh_from_db()``: every cached relation is gone."""
        return replace(
            self,
            known=True,
            relations={},
            managers={},
            unproven=frozenset(),
            missing=frozenset(),
            values={},
            prefetched=self.prefetched | self.managers.keys(),
        )

    def unproved(self) -> LoadState:
        """Return the state after code that may have loaded anything: what is loaded stays so."""
        return replace(self, known=False, missing=frozenset(), deferred=frozenset(), values={})

    def mixed_as_unproven(self, known: Iterable[str]) -> LoadState:
        """Return the state of one of several rows, where only some lack what they lack.

        What was ``known`` to be mixed before is so for each of the rows.
        """
        names = (self.mixed - set(known)) & self.missing
        return replace(self, missing=self.missing - names, unproven=self.unproven | names)

    def without_selections(self) -> LoadState:
        """Return the state after ``select_related(None)``: what is prefetched, a query of its own fetches."""
        kept = {name: related for name, related in self.relations.items() if name not in self.selected}
        for name in self.selected & self.prefetched & set(self.relations):
            kept[name] = self.relations[name].only_prefetches()
        return replace(self, relations=kept, selected=frozenset())

    def without_prefetches(self) -> LoadState:
        """Return the state after ``prefetch_related(None)``."""
        kept = {
            name: related.without_prefetches() if name in self.selected else related
            for name, related in self.relations.items()
            if name in self.selected or name not in self.prefetched
        }
        return replace(self, relations=kept, managers={}, attributes={}, prefetched=frozenset())

    def only_prefetches(self) -> LoadState:
        """Return the state of a row of the same prefetches, fetched anew and whole."""
        kept = {name: related for name, related in self.relations.items() if name in self.prefetched}
        return LoadState(
            relations=kept,
            managers=self.managers,
            attributes=self.attributes,
            prefetched=self.prefetched,
            query=self.query,
        )

    def deep_copied(self) -> LoadState:
        """Return the state of ``copy.deepcopy(row)``: a copied queryset has no result cache."""
        relations = {name: related.deep_copied() for name, related in self.relations.items()}
        return replace(
            self, relations=relations, managers={}, prefetched=self.prefetched | self.managers.keys()
        )

    def forgiven(self, known: Iterable[str]) -> LoadState:
        """Return the state where nothing but what was ``known`` to be mixed is held against the row."""
        names = (self.mixed - set(known)) & self.missing
        return replace(
            self, missing=self.missing - names, unproven=self.unproven | names, mixed=self.mixed - names
        )

    def perhaps_with(self, name: str) -> LoadState:
        """Return the state of a row that may have been given what stands under a name."""
        return replace(self, missing=self.missing - {name}, unproven=self.unproven | {name})

    def perhaps(self, loaded: LoadState) -> LoadState:
        """Return the state of a query that may have loaded what ``loaded`` has beside this one."""
        return join(self, loaded).forgiven(self.mixed)

    @property
    def lacking_on_some(self) -> frozenset[str]:
        """The names that some rows of a container lack, as ``mixed_as_unproven`` left them."""
        return self.mixed & self.unproven

    def with_missing(self, names: frozenset[str]) -> LoadState:
        return replace(self, missing=self.missing | names, unproven=self.unproven - names)

    @property
    def line(self) -> int | None:
        """Return where the query stands, if that is in the module that is judged."""
        return self.query.line if self.query is not None and self.query.is_here else None

    def at_query(self, query: QuerySite | None) -> LoadState:
        loads = len(self.relations) if query is not None else 0
        return replace(self, query=query, loads=loads) if query != self.query else self

    def at_query_of(self, other: LoadState) -> LoadState:
        return replace(self, query=other.query, loads=other.loads)


UNKNOWN: Final = LoadState(known=False)
FRESH: Final = LoadState()


def join(one: LoadState, other: LoadState) -> LoadState:
    """Return what both sides have loaded; what one side is proven not to have is missing.

    A semilattice, held by hypothesis: associative, commutative and idempotent, so that the order of branches
    changes no verdict.  For that each name remembers what it holds where it is loaded (``held``).
    """
    if one is other or one == other:
        return one
    held: dict[str, LoadState] = {}
    kept: dict[str, LoadState] = {}
    missing, unproven = set(), set()
    mixed = set(one.mixed | other.mixed)
    for name in _listed(one) | _listed(other):
        values = [value for value in (_held(one, name), _held(other, name)) if value is not None]
        value = join(*values) if len(values) == 2 else values[0] if values else None
        worst = max(_status(one, name), _status(other, name), key=lambda status: status.value)
        if value is not None:
            (kept if worst is Status.LOADED else held)[name] = value
        if worst is Status.MISSING:
            missing.add(name)
            if value is not None:
                mixed.add(name)
        elif worst is Status.UNPROVEN:
            unproven.add(name)
    first = min((state for state in (one, other)), key=_place)
    return LoadState(
        known=one.known or other.known,
        relations={name: kept[name] for name in one.relations if name in kept},
        managers={name: kept[name] for name in one.managers if name in kept},
        attributes=_join_common(one.attributes, other.attributes),
        values={
            name: column_value.join(value, other.values[name])
            for name, value in one.values.items()
            if name in other.values
        },
        model=one.model if one.model == other.model else "",
        deferred=one.deferred | other.deferred,
        selected=one.selected | other.selected,
        prefetched=one.prefetched | other.prefetched,
        mixed=frozenset(mixed | (one.deferred ^ other.deferred)),
        held=held,
        ordered=one.ordered and other.ordered,
        unproven=frozenset(unproven),
        missing=frozenset(missing),
        query=first.query,
        loads=first.loads,
        blocks_fetches=one.blocks_fetches and other.blocks_fetches,
        fetches_peers=one.fetches_peers or other.fetches_peers,
    )


def _place(state: LoadState) -> tuple[bool, int, int, bool, QuerySite | None]:
    # A line that a message can name comes first.
    return state.line is None, state.loads, state.line or 0, state.query is None, state.query


def _listed(state: LoadState) -> set[str]:
    return {*state.relations, *state.managers, *state.unproven, *state.missing}


def _held(state: LoadState, name: str) -> LoadState | None:
    for states in (state.relations, state.managers, state.held):
        if name in states:
            return states[name]
    return None


def _status(state: LoadState, name: str) -> Status:
    if name in state.relations or name in state.managers:
        return Status.LOADED
    return state._unlisted(name)


def _join_common(one: Mapping[str, LoadState], other: Mapping[str, LoadState]) -> Mapping[str, LoadState]:
    return {name: join(state, other[name]) for name, state in one.items() if name in other}
