"""What is loaded on a row: the one representation, joined and refined only here.

A name (of a relation, say) is *loaded* (reading it runs no query), *missing* (reading it runs one) or
*unproven* (the origin of the row is not visible).  ``known`` says which of the last two holds for the
names that the state does not list.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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
    """The relations on paths of ``prefetch_related``; of a joined one, only what lies behind it counts."""
    mixed: frozenset[str] = frozenset()
    """Missing, and loaded on some of the ways that lead here."""
    held: Mapping[str, LoadState] = field(default_factory=dict)
    """What the mixed names hold on those ways: a read that raises nothing went one of them."""
    ordered: bool = False
    """Fetched in an order that the query asked for: ``first()`` of a prefetched manager needs no query."""
    line: int | None = None
    """Where the query that loaded the row stands, for the message."""
    blocks_fetches: bool = False
    """Django 6.1's ``FETCH_RAISE``: a lazy read raises ``FieldFetchBlocked`` before any query."""
    fetches_peers: bool = False
    """Django 6.1's ``FETCH_PEERS``: a lazy read loads the relation of every row of the same query."""

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
        )

    def reloaded(self) -> LoadState:
        """Return the state after ``refresh_from_db()``: every cached relation is gone."""
        return replace(self, known=True, relations={}, managers={}, unproven=frozenset(), missing=frozenset())

    def unproved(self) -> LoadState:
        """Return the state after code that may have loaded anything: what is loaded stays so."""
        return replace(self, known=False, missing=frozenset(), deferred=frozenset())

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
            line=self.line,
        )

    def deep_copied(self) -> LoadState:
        """Return the state of ``copy.deepcopy(row)``: a copied queryset has no result cache."""
        relations = {name: related.deep_copied() for name, related in self.relations.items()}
        return replace(self, relations=relations, managers={})

    def forgiven(self, known: Iterable[str]) -> LoadState:
        """Return the state where nothing but what was ``known`` to be mixed is held against the row."""
        names = (self.mixed - set(known)) & self.missing
        return replace(
            self, missing=self.missing - names, unproven=self.unproven | names, mixed=self.mixed - names
        )

    @property
    def lacking_on_some(self) -> frozenset[str]:
        """The names that some rows of a container lack, as ``mixed_as_unproven`` left them."""
        return self.mixed & self.unproven

    def with_missing(self, names: frozenset[str]) -> LoadState:
        return replace(self, missing=self.missing | names, unproven=self.unproven - names)

    def at_line(self, line: int) -> LoadState:
        return replace(self, line=line) if line != self.line else self


UNKNOWN: Final = LoadState(known=False)
FRESH: Final = LoadState()


def join(one: LoadState, other: LoadState) -> LoadState:
    """Return what both sides have loaded; what one side is proven not to have is missing."""
    if one is other or one == other:
        return one
    known = one.known or other.known
    relations = _join_common(one.relations, other.relations)
    managers = _join_common(one.managers, other.managers)
    listed = {
        *one.relations, *other.relations, *one.managers, *other.managers,
        *one.unproven, *other.unproven, *one.missing, *other.missing,
    }  # fmt: skip
    unproven = set()
    missing = set()
    mixed = set(one.mixed | other.mixed)
    held = {**one.held, **other.held}
    for name in listed - {*relations, *managers}:
        statuses = {_status(one, name), _status(other, name)}
        worst = max(statuses, key=lambda status: status.value)
        if worst is Status.MISSING and len(statuses) > 1:
            mixed.add(name)
            side = next((state for state in (one, other) if _status(state, name) is Status.LOADED), None)
            if side is not None:
                held[name] = side.relations[name] if name in side.relations else side.managers[name]
        if worst is Status.MISSING:
            missing.add(name)
        elif worst is Status.UNPROVEN:
            unproven.add(name)
    mixed |= one.deferred ^ other.deferred
    return LoadState(
        known=known,
        relations=relations,
        managers=managers,
        attributes=_join_common(one.attributes, other.attributes),
        deferred=one.deferred | other.deferred,
        selected=one.selected | other.selected,
        prefetched=one.prefetched | other.prefetched,
        mixed=frozenset(mixed),
        held=held,
        ordered=one.ordered and other.ordered,
        unproven=frozenset(unproven),
        missing=frozenset(missing),
        # The query to change is the one that loads less.
        line=one.line if len(one.relations) <= len(other.relations) else other.line,
        blocks_fetches=one.blocks_fetches and other.blocks_fetches,
        fetches_peers=one.fetches_peers or other.fetches_peers,
    )


def _status(state: LoadState, name: str) -> Status:
    if name in state.relations or name in state.managers:
        return Status.LOADED
    return state._unlisted(name)


def _join_common(one: Mapping[str, LoadState], other: Mapping[str, LoadState]) -> Mapping[str, LoadState]:
    return {name: join(state, other[name]) for name, state in one.items() if name in other}


_NESTED: Final = ("relations", "managers", "attributes")
_NAMES: Final = ("deferred", "unproven", "missing", "prefetched", "mixed")
_FLAGS: Final = ("known", "blocks_fetches")


def as_json(state: LoadState) -> dict[str, Any]:
    """Return a state for mypy's cache: what it says otherwise than a fresh one, without the line."""
    found: dict[str, Any] = {name: getattr(state, name) for name in _FLAGS}
    found |= {name: sorted(getattr(state, name)) for name in _NAMES}
    for name in _NESTED:
        found[name] = {key: as_json(inner) for key, inner in getattr(state, name).items()}
    default = {"known": True}
    return {name: value for name, value in found.items() if value != default.get(name, type(value)())}


def from_json(data: dict[str, Any]) -> LoadState:
    values = dict(data)
    values |= {name: frozenset(data[name]) for name in _NAMES if name in data}
    for name in _NESTED:
        values[name] = {key: from_json(inner) for key, inner in data.get(name, {}).items()}
    return LoadState(**values)
