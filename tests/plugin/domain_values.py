"""Hypothesis strategies for the values of the plugin's domain, made by operations of the plugin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from aobjects_mypy.analysis.analysis import Analysis
from aobjects_mypy.analysis.expression_types import DeclaredTypes
from aobjects_mypy.analysis.sinks import Reporter
from aobjects_mypy.domain import column_value, effects, heap, load_state
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.domain.column_value import ColumnValue
from aobjects_mypy.domain.effects import Effects, Precondition, Returned, Runs, Step, Summary
from aobjects_mypy.domain.load_state import FRESH, UNKNOWN, LoadState
from aobjects_mypy.domain.prefetch import Lookup, Prefetch
from aobjects_mypy.domain.query_site import QuerySite
from aobjects_mypy.domain.taken_step import TakenStep
from aobjects_mypy.models.schema import Schema
from aobjects_mypy.types import addresses
from aobjects_mypy.types import instances as members
from hypothesis import strategies as st
from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, TupleType, Type, TypeOfAny, UninhabitedType, UnionType

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from aobjects_mypy.analysis.callees import Question, Receiver

RELATIONS: Final = ("author", "publisher", "cover")
MANAGERS: Final = ("pages", "tags")
COLUMNS: Final = ("title", "author_id")
MODELS: Final = ("shop.models.Book", "shop.models.Author")
OBJECTS: Final = (Address("a"), Address("b"), Address("c"))

flags = st.booleans()
queries = st.none() | st.builds(
    QuerySite,
    module=st.sampled_from(["shop.views", "shop.queries"]),
    line=st.integers(1, 3),
    model=st.sampled_from(["", *MODELS]),
    is_here=flags,
)


def names(*choices: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(choices))


literals = st.sampled_from([column_value.NONE, ("builtins.str", ""), ("builtins.str", "a")])
column_values = st.builds(
    ColumnValue,
    one_of=st.frozensets(literals),
    none_of=st.frozensets(literals),
    same_as=names("a.pk", "b.pk"),
    unlike=names("a.pk", "b.pk"),
)


def _changed(states: st.SearchStrategy[LoadState]) -> st.SearchStrategy[LoadState]:
    """Return states that one operation makes of others."""
    relation, manager = st.sampled_from(RELATIONS), st.sampled_from(MANAGERS)
    some = names(*RELATIONS, *MANAGERS)
    return st.one_of(
        st.builds(LoadState.with_relation, states, relation, states),
        st.builds(LoadState.with_manager, states, manager, states),
        st.builds(LoadState.with_attribute, states, st.just("kept"), states),
        st.builds(LoadState.with_deferred, states, names(*COLUMNS)),
        st.builds(LoadState.with_value, states, st.sampled_from(COLUMNS), column_values),
        st.builds(LoadState.without, states, some),
        st.builds(LoadState.mixed_as_unproven, states, some),
        st.builds(LoadState.with_missing, states, names(*RELATIONS)),
        st.builds(LoadState.at_query, states, queries),
        st.builds(LoadState.unproved, states),
        st.builds(load_state.join, states, states),
        st.builds(lambda state, some: replace(state, selected=some), states, names(*RELATIONS)),
        st.builds(lambda state, some: replace(state, prefetched=some), states, some),
        st.builds(lambda state, yes: replace(state, ordered=yes), states, flags),
        st.builds(lambda state, yes: replace(state, fetches_peers=yes), states, flags),
        st.builds(lambda state, yes: replace(state, blocks_fetches=yes), states, flags),
    )


states = st.recursive(st.sampled_from([FRESH, UNKNOWN]), _changed, max_leaves=6)

links = st.dictionaries(st.sampled_from(RELATIONS), st.sampled_from(OBJECTS), max_size=2)
rows = st.builds(
    heap.Row,
    model=st.sampled_from(MODELS),
    state=states,
    links=links,
    path=st.sampled_from(["", "book"]),
    given=st.none() | names(*COLUMNS),
    origin=st.none() | st.integers(0, 1),
)
querysets = st.builds(
    heap.QuerySet,
    model=st.sampled_from(MODELS),
    state=states,
    cache=st.sampled_from(heap.Cache),
    is_manager=flags,
    ordered=flags,
    empty=flags,
    related=links,
    only=st.none() | names(*COLUMNS),
    defer=names(*COLUMNS),
    selects_every=flags,
    owner=st.none() | st.sampled_from(OBJECTS),
    name=st.sampled_from(["", "pages"]),
    query=queries,
    classes=st.sampled_from([(), ("shop.models.Q",)]),
    origin=st.none() | st.integers(0, 1),
)
pagers = st.builds(heap.Pager, queries=flags, rows=st.none() | st.sampled_from(OBJECTS))
forms = st.builds(
    heap.ModelForm, fields=st.none() | names(*COLUMNS), model=st.sampled_from(MODELS), bound=flags
)
iterators = st.builds(
    heap.LazyIterator, st.lists(st.sampled_from(OBJECTS), unique=True).map(sorted).map(tuple), flags
)
prefetches = st.builds(
    Prefetch,
    st.dictionaries(
        st.builds(Lookup, st.sampled_from(["pages", "pages__tags"]), st.sampled_from(["", "kept"]), flags),
        states,
        min_size=1,
        max_size=2,
    ),
)
entries = st.one_of(
    rows,
    querysets,
    prefetches,
    pagers,
    forms,
    iterators,
    st.just(heap.UNKNOWN),
    st.builds(heap.Session, flags),
    st.builds(heap.LazyUser, flags),
    st.builds(heap.FormSet, flags, flags),
    st.builds(heap.Named, st.sampled_from(["sdk.config", "sdk.config.theme"])),
    st.builds(heap.Anything, st.integers(0, 1), st.sampled_from(["", "author"])),
)
heaps = st.fixed_dictionaries(dict.fromkeys(OBJECTS, st.builds(heap.Row, model=st.just("m"), state=states)))

steps = st.lists(
    st.builds(
        Step, st.sampled_from(["get()", "helper()"]), st.just("shop.views"), st.just("f"), st.integers(0, 3)
    ),
    min_size=1,
    max_size=2,
).map(tuple)
needs = st.builds(
    Precondition,
    st.integers(0, 1),
    st.sampled_from([effects.unloaded("author"), effects.UNEVALUATED, effects.GIVEN]),
    steps,
    flags,
)
runs = st.builds(
    Effects,
    st.none() | steps,
    st.lists(needs, max_size=3).map(lambda found: {(need.parameter, need.condition): need for need in found}),
)
returned = st.builds(
    Returned,
    st.sampled_from(MODELS),
    flags,
    states,
    parameter=st.none() | st.integers(0, 1),
    is_evaluated=flags,
    is_ordered=flags,
    only=st.none() | names(*COLUMNS),
    defer=names(*COLUMNS),
    classes=st.sampled_from([(), ("shop.models.Q",)]),
    prefetch=st.none() | prefetches,
)
summaries = st.recursive(
    st.just(Summary()),
    lambda inner: st.builds(
        Summary,
        query=st.none() | steps,
        preconditions=st.lists(needs, max_size=2).map(tuple),
        changes=st.sampled_from([(), (0,), (0, 1)]),
        virtual=st.sampled_from([(), ("run",)]),
        runs=st.sampled_from(Runs),
        before_first=st.none() | inner,
        returned=st.lists(returned, max_size=2).map(tuple),
        wrappers=st.lists(runs, max_size=2).map(tuple),
        keeps=st.sampled_from([(), (0,)]),
    ),
    max_leaves=2,
)


def _class(fullname: str, *bases: nodes.TypeInfo) -> nodes.TypeInfo:
    module, _, name = fullname.rpartition(".")
    definition = nodes.ClassDef(name, nodes.Block([]))
    definition.fullname = fullname
    info = nodes.TypeInfo(nodes.SymbolTable(), definition, module)
    info.bases = [Instance(base, []) for base in bases]
    info.mro = [info, *dict.fromkeys(ancestor for base in bases for ancestor in base.mro)]
    return info


_OBJECT = _class("builtins.object")
_MODEL = _class("django.db.models.base.Model", _OBJECT)
_BOOK, _AUTHOR = (_class(name, _MODEL, _OBJECT) for name in MODELS)
_LIST, _TUPLE = _class("builtins.list", _OBJECT), _class("builtins.tuple", _OBJECT)


def _union(parts: list[Type]) -> Type:
    """Return a union as mypy writes one: a class has one member, and there is no ``Never``."""
    found = [item for part in parts for item in members.items(part) if not isinstance(item, UninhabitedType)]
    one_each = {str(getattr(item, "type", type(item))): item for item in found}
    return members.union(list(one_each.values())) if len(one_each) > 1 else parts[0]


_instances = st.builds(
    lambda info, name: addresses.with_address(Instance(info, []), name) if name else Instance(info, []),
    st.sampled_from([_BOOK, _AUTHOR]),
    st.none() | st.sampled_from(OBJECTS),
)
_simple = _instances | st.sampled_from([NoneType(), UninhabitedType()])
types = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(_union),
        st.builds(lambda item: Instance(_LIST, [item]), inner),
        st.builds(lambda one, two: TupleType([one, two], Instance(_TUPLE, [])), inner, inner),
    ),
    max_leaves=4,
) | st.just(AnyType(TypeOfAny.special_form))


_T = TypeVar("_T")


class _NoCallees:
    """No function is known."""

    seek_proof = False

    def of(self, node: nodes.Node | None, accessor: str = "") -> None:
        return None

    def definition(self, node: nodes.Node | None) -> nodes.Node | None:
        return node

    def body(self, node: nodes.Node | None) -> None:
        return None

    def decorated(self, module: str, owner: nodes.TypeInfo | None) -> Iterator[nodes.Decorator]:
        return iter(())

    def top_level(self, module: str, mentioned: Sequence[str]) -> Sequence[nodes.Statement]:
        return ()

    def classes(self, module: str) -> Iterator[nodes.TypeInfo]:
        return iter(())

    def named(self, module: str, name: str) -> None:
        return None

    def consult(self, path: str) -> None:
        return None

    def assigned(self, variable: nodes.Var) -> None:
        return None

    def receivers(self, signal: str) -> list[Receiver]:
        return []

    def is_chained(self, name: str, managers: frozenset[str]) -> bool:
        return False

    def once(self, key: Hashable, find: Callable[[], _T], nothing: _T, kind: Question) -> _T:
        return nothing

    def call(
        self,
        key: Hashable,
        run: Callable[[], _T],
        holds: Callable[[_T], bool],
        is_kept: Callable[[_T], bool],
    ) -> tuple[_T, bool]:
        return run(), False

    def class_value(self, info: nodes.TypeInfo, name: str) -> None:
        return None

    def assigned_attributes(self, function: nodes.FuncDef) -> frozenset[str]:
        return frozenset()

    def filled_attributes(self, function: nodes.FuncDef) -> frozenset[str]:
        return frozenset()

    def filled_names(self, function: nodes.FuncDef) -> frozenset[str]:
        return frozenset()

    def module(self, name: str) -> nodes.MypyFile | None:
        return None

    def imported(self, expr: nodes.Node) -> str:
        return ""

    def request_of(self, function: nodes.FuncDef, decorator: nodes.Decorator | None, module: str) -> None:
        return None

    def taken(self, step: Step) -> TakenStep:
        return TakenStep(step.words, step.module)


def analysis(objects: heap.Heap) -> Analysis:
    """Return an analysis of no function, with these objects in its heap."""
    function = nodes.FuncDef("f", [], nodes.Block([]))
    found = Analysis(
        DeclaredTypes(),
        Schema(),
        lambda name: None,
        _NoCallees(),
        Reporter(),
        module="shop",
        function=function,
        name="f",
        decorator=None,
    )
    found.state.heap.update(objects)
    return found


def meaning(analysis: Analysis, typ: Type | None) -> object:
    """Return what a type says, with the objects in place of their names."""
    if isinstance(typ, UnionType):
        return tuple(sorted((meaning(analysis, item) for item in typ.items), key=repr))
    if isinstance(typ, TupleType):
        return "tuple", *(meaning(analysis, item) for item in typ.items)
    if isinstance(typ, Instance):
        name = addresses.address_of(typ)
        return (
            typ.type.fullname,
            analysis.state.heap.get(name or NOWHERE),
            *(meaning(analysis, item) for item in typ.args),
        )
    return str(typ)
