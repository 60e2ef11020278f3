"""The objects that a function handles, each in the state it has at one point of the flow."""

from __future__ import annotations

import enum
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from aobjects_mypy.domain import load_state, prefetch
from aobjects_mypy.domain.django_caches import ContentType
from aobjects_mypy.domain.load_state import LoadState, Status
from aobjects_mypy.domain.prefetch import Prefetch
from aobjects_mypy.domain.query_site import QuerySite  # noqa: TC001  # json_form reads it
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mypy.nodes import FuncDef, Node
    from mypy.types import Type

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.effects import Summary


class Cache(enum.Enum):
    """Whether evaluating a queryset runs a query; a join keeps the worse, in this order."""

    FILLED = 0
    UNPROVEN = 1
    COLD = 2


@dataclass(frozen=True, slots=True)
class Unknown:
    """The top of the lattice: an object of which nothing is known, and whatever joins it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model instance, or all the instances that one expression yields."""

    model: str
    state: LoadState
    links: Mapping[str, Address] = field(default_factory=dict)
    """Related rows that are objects of the heap themselves."""
    path: str = ""
    """How the query names this row: the prefix of a ``select_related`` path."""
    given: frozenset[str] | None = None
    """The keyword arguments of the constructor, for a row that was never saved."""
    origin: int | None = None
    """The parameter by which it came, while a function is summarized."""

    def __post_init__(self) -> None:
        listed = self.links.keys() & _names(self.state)
        if listed:
            # Of these the link tells: two rows that know the same are equal.
            object.__setattr__(self, "state", self.state.silent_on(listed))

    def status(self, name: str) -> Status:
        return Status.LOADED if name in self.links else self.state.relation_status(name)

    def linked(self, name: str, other: Address) -> Row:
        return replace(self, links={**self.links, name: other})

    def without(self, names: frozenset[str]) -> Row:
        links = {name: other for name, other in self.links.items() if name not in names}
        return replace(self, links=links, state=self.state.without(names))


def _names(state: LoadState) -> frozenset[str]:
    return frozenset({*state.relations, *state.managers, *state.missing, *state.unproven, *state.held})


@dataclass(frozen=True, slots=True)
class QuerySet:
    """A queryset, raw queryset or manager."""

    model: str
    state: LoadState
    cache: Cache = Cache.COLD
    is_manager: bool = False
    ordered: bool = False
    empty: bool = False
    """Known to match nothing, so that Django answers without a query."""
    related: Mapping[str, Address] = field(default_factory=dict)
    """Django's known related objects: every row has them."""
    only: frozenset[str] | None = None
    defer: frozenset[str] = frozenset()
    selects_every: bool = False
    """After ``select_related()`` without names."""
    gives_values: bool = False
    """After ``values()`` and its like: it yields no rows of the model."""
    owner: Address | None = None
    """The row a related manager belongs to, and the manager's name there."""
    name: str = ""
    query: QuerySite | None = None
    """Where it was built."""
    classes: tuple[str, ...] = ()
    """The project's own classes whose methods it has: of the manager, of its querysets."""
    origin: int | None = None
    """The parameter by which it came, while a function is summarized."""
    is_guess: bool = False
    """Only the name of a method says that it is one."""
    defers_on_some: bool = False
    """What it leaves out, it leaves out on some of the ways that lead here."""


@dataclass(frozen=True, slots=True)
class LazyIterator:
    """An iterator that evaluates its querysets when the first item is asked for."""

    sources: tuple[Address, ...]
    query: bool = False
    """``iterator()``: runs its own query whatever the queryset holds."""


@dataclass(frozen=True, slots=True)
class Session:
    """A database session; its first read loads it."""

    loaded: bool
    is_assumed: bool = False
    """Nobody in sight has loaded it: somebody may have."""


@dataclass(frozen=True, slots=True)
class LazyUser:
    """``request.user`` before anything has read it."""

    evaluated: bool
    is_assumed: bool = False
    """Nobody in sight has read it: somebody may have."""


@dataclass(frozen=True, slots=True)
class LazyValue:
    """What a function gives when it is called for, once."""

    function: Type
    value: Type | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An object of an installed package, or an attribute of one, that is known by its full name alone."""

    fullname: str


@dataclass(frozen=True, slots=True)
class Pager:
    """A paginator over a queryset (or over something that runs no query), or an async page of one."""

    queries: bool
    rows: Address | None = None


@dataclass(frozen=True, slots=True)
class ModelForm:
    """A form; validation queries for relations and unique fields."""

    fields: frozenset[str] | None
    model: str
    """Empty for a form without a model."""
    bound: bool
    row: Address | None = None
    """The address of its instance."""
    attributes: Mapping[str, Type] = field(default_factory=dict)
    """What its own methods have assigned, and the fields whose choices are rows, as a dict."""


@dataclass(frozen=True, slots=True)
class FormSet:
    """Several forms of one kind."""

    bound: bool
    has_rows: bool
    """It is one of a model, whose rows it asks for."""


GROWN: Final = "<grown>"
"""A field of a dict that was filled key by key: it may have other keys, too."""


@dataclass(frozen=True, slots=True)
class Record:
    """An object of a class of the project, and what its attributes hold."""

    fields: Mapping[str, Type]
    is_whole: bool = False
    """It was made in sight: what is no field here is what its class says, and no method has assigned it."""
    plain: Mapping[str, Type] | None = None
    """Of a dict of which every key is known: what stands under the keys that are no fields, no objects.

    Where it is not whole, any of these keys may lack: it has no others.
    """

    @property
    def has_all(self) -> bool:
        """Tell a dict that has the keys that are known, and no others."""
        return self.plain is not None and self.is_whole

    @property
    def items(self) -> dict[str, Type]:
        """What stands under the keys that are known, whatever it is."""
        return {**self.fields, **(self.plain or {})}

    def opened(self) -> Record:
        """Return the dict as it is when something may have been put into it."""
        return self if self.plain is None else Record(self.fields)

    def without(self, name: str) -> Record:
        """Return the dict after ``del items[name]``, or the object."""
        fields = {known: held for known, held in self.fields.items() if known != name}
        if self.plain is None:
            return replace(self, fields=fields)
        return replace(self, fields=fields, plain={k: held for k, held in self.plain.items() if k != name})

    def assigned(self, name: str, value: Type | None) -> Record:
        return replace(self, fields=held_after(self.fields, name, value))


def held_after(held: Mapping[str, Type], name: str, value: Type | None) -> dict[str, Type]:
    """Return what an object holds after ``object.name = value``: not what it held, where that is unknown."""
    if value is not None:
        return {**held, name: value}
    return {known: other for known, other in held.items() if known != name}


def opened(entries: Mapping[Address, Entry]) -> dict[Address, Entry]:
    """Return objects as they are when something may have been put into the dicts among them."""
    return {name: entry.opened() if isinstance(entry, Record) else entry for name, entry in entries.items()}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a nested function sees of the functions around it."""

    owner: object
    """The interpreter of the function around it."""
    module: str
    variables: Mapping[AccessPath, Type]
    callables: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Function:
    """One function that a value may be, and what it is called with beside its arguments."""

    node: Node
    """A function, a lambda, the call that made it (``attrgetter("author")``), or ``books.count``."""
    shown: str
    receiver: Type | None = None
    """What the method is bound to."""
    positional: tuple[Type | None, ...] = ()
    keywords: tuple[tuple[str, Type | None], ...] = ()
    """What ``partial`` has given already."""
    scope: Scope | None = None
    in_thread: bool = False
    """Made by ``sync_to_async``: a call runs it in a thread."""
    on_loop: bool = False
    """Made by ``async_to_sync``: a thread has the event loop run it, and waits."""
    is_atomic: bool = False
    """Decorated with ``transaction.atomic``: a call opens a block."""


@dataclass(frozen=True, slots=True)
class Functions:
    """The functions that a value may be."""

    members: tuple[Function, ...]


@dataclass(frozen=True, slots=True)
class Generator:
    """A generator of the project, or a context manager made of one: its body runs where it is consumed."""

    function: FuncDef
    values: Mapping[int, Type | None]
    shown: str
    scope: Scope | None = None
    is_consumed: bool = False
    item: Type | None = None
    """What it yields, once it has run."""


@dataclass(frozen=True, slots=True)
class Anything:
    """A parameter without annotation, or an attribute of one, while a function is summarized."""

    origin: int
    path: str = ""


@dataclass(frozen=True, slots=True)
class Suspended:
    """What a generator or context manager of the project runs when it is iterated or entered."""

    known: Summary
    arguments: Mapping[int, Type | None]
    name: str


Entry = (
    Unknown
    | Row
    | QuerySet
    | Record
    | Anything
    | Suspended
    | Functions
    | Generator
    | LazyIterator
    | Prefetch
    | Session
    | LazyUser
    | LazyValue
    | Named
    | ContentType
    | Pager
    | ModelForm
    | FormSet
)


Heap: TypeAlias = "Mapping[Address, Entry]"
_FUNCTIONS: Final = 24
"""How many functions one value may be: of more, nothing is known."""
_LINK_DEPTH: Final = 3  # Links may lead in circles.
UNKNOWN: Final = Unknown()


def join_entries(one: Entry, other: Entry, left: Heap | None = None, right: Heap | None = None) -> Entry:
    """Return what is true of either; the heaps tell what each side's links lead to."""
    if one == other:
        return one
    match one, other:
        case Row(), Row():
            return _join_rows(one, other, left or {}, right or {})
        case QuerySet(), QuerySet():
            return _join_querysets(one, other)
        case Record(), Record():
            # Values join where both states are at hand, see ``joins``.
            return Record(
                {name: value for name, value in one.fields.items() if other.fields.get(name) == value}
            )
        case Functions(), Functions():
            others = tuple(member for member in other.members if member not in one.members)
            return Functions((*one.members, *others)) if len(others) < _FUNCTIONS else UNKNOWN
        case Generator(), Generator() if one.function is other.function and one.values == other.values:
            return one if one.is_consumed else other
        case Prefetch(), Prefetch():
            return prefetch.join(one, other)
        case Session(), Session():
            return Session(one.loaded and other.loaded, one.is_assumed or other.is_assumed)
        case LazyUser(), LazyUser():
            return LazyUser(one.evaluated and other.evaluated, one.is_assumed or other.is_assumed)
        case LazyIterator(), LazyIterator():
            return LazyIterator(tuple(sorted({*one.sources, *other.sources})), one.query or other.query)
        case ModelForm(), ModelForm() if (one.fields, one.model) == (other.fields, other.model):
            row = one.row if one.row == other.row else None
            same = {
                name: value for name, value in one.attributes.items() if other.attributes.get(name) == value
            }
            return ModelForm(one.fields, one.model, one.bound or other.bound, row, same)
        case FormSet(), FormSet():
            return FormSet(one.bound or other.bound, one.has_rows or other.has_rows)
        case Pager(), Pager():
            return Pager(one.queries or other.queries, one.rows if one.rows == other.rows else None)
        case _:
            return UNKNOWN


def _join_rows(one: Row, other: Row, left_heap: Heap, right_heap: Heap) -> Row:
    links = {name: target for name, target in one.links.items() if other.links.get(name) == target}
    return Row(
        # Of two models, the class of the value tells which.
        one.model if one.model == other.model else "",
        # A link that only one side has is still loaded there; the state says so in terms that join.
        load_state.join(state_with_links(one, left_heap, links), state_with_links(other, right_heap, links)),
        links,
        one.path if one.path == other.path else "",
        one.given if one.given == other.given else None,
        one.origin if one.origin == other.origin else None,
    )


def state_with_links(
    row: Row, heap: Heap, skip: Collection[str] = frozenset(), depth: int = _LINK_DEPTH
) -> LoadState:
    """Return the row's state, with the linked rows' states as those of its relations."""
    state = row.state
    for name, target in row.links.items():
        if name in skip:
            continue
        related = heap.get(target)
        linked = load_state.UNKNOWN
        if isinstance(related, Row) and depth > 0:
            linked = state_with_links(related, heap, depth=depth - 1)
        state = state.with_relation(name, linked)
    return state


def _join_querysets(one: QuerySet, other: QuerySet) -> QuerySet:
    related = {name: target for name, target in one.related.items() if other.related.get(name) == target}
    is_uneven = (one.only, one.defer) != (other.only, other.defer)
    return QuerySet(
        one.model if one.model == other.model else "",
        load_state.join(_state_with_related(one), _state_with_related(other)),
        cache=max(one.cache, other.cache, key=lambda cache: cache.value),
        is_manager=one.is_manager and other.is_manager,
        ordered=one.ordered and other.ordered,
        empty=one.empty and other.empty,
        related=related,
        only=_join_only(one.only, other.only),
        defer=one.defer | other.defer,
        selects_every=one.selects_every and other.selects_every,
        gives_values=one.gives_values or other.gives_values,
        owner=one.owner if one.owner == other.owner else None,
        name=one.name if one.name == other.name else "",
        query=one.query if one.query == other.query else None,
        classes=one.classes if one.classes == other.classes else (),
        origin=one.origin if one.origin == other.origin else None,
        is_guess=one.is_guess or other.is_guess,
        defers_on_some=one.defers_on_some or other.defers_on_some or is_uneven,
    )


def _state_with_related(rows: QuerySet) -> LoadState:
    """Return the state that also says what a side knows to be related: it is loaded there, as a link is."""
    state = rows.state
    for name in rows.related:
        if name not in state.relations:
            state = state.with_relation(name, load_state.UNKNOWN)
    return state


def _join_only(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Return the fields that both sides load; ``None`` loads every field."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def unknown_row(model: str) -> Row:
    return Row(model, load_state.UNKNOWN)
