"""The last line of a program: what it reads on its row, or on a queryset that it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .program import Piece
from .schema import MODELS, Relation, follow

if TYPE_CHECKING:
    from random import Random


@dataclass(frozen=True, slots=True)
class Target:
    """What is read: relations from the row on, and a field, a key or a manager at the end."""

    model: str
    path: tuple[str, ...] = ()
    field: str = ""

    @property
    def relations(self) -> list[Relation]:
        return follow(self.model, "__".join(self.path)) if self.path else []

    @property
    def end(self) -> str:
        return self.relations[-1].target if self.path else self.model


def choose_target(rng: Random, model: str) -> Target:
    """Walk over at most three relations; at most the last one is a manager."""
    path: list[str] = []
    here = model
    for _ in range(rng.choices((0, 1, 2, 3), (1, 7, 4, 1))[0]):
        if not MODELS[here].relations:
            break
        relation = rng.choice(MODELS[here].relations)
        path.append(relation.name)
        here = relation.target
        if relation.many or relation.name == "obj":
            break
    many = bool(path) and follow(model, "__".join(path))[-1].many
    fields = MODELS[here].fields
    field = ""
    if fields and not many and path[-1:] != ["obj"] and (not path or rng.random() < 0.35):
        field = rng.choice(fields)
    if not path and not field:
        return Target(model, (), "pk")
    return Target(model, tuple(path), field)


def _reach(base: str, relations: list[Relation]) -> tuple[str, str]:
    """Write the way along `relations`, and the test for None that has to stand before it."""
    guards = []
    for relation in relations:
        base = f"{base}.{relation.name}"
        if relation.nullable:
            guards.append(base)
    return base, "".join(f"{guard} and " for guard in guards)


def choose_read(rng: Random, target: Target, base: str = "row") -> Piece:
    """Write the line that reads `target`."""
    relations = target.relations
    if relations and relations[-1].many:
        owner, guard = _reach(base, relations[:-1])
        return _read_manager(rng, f"{owner}.{relations[-1].name}", guard, relations[-1])
    if target.field:
        owner, guard = _reach(base, relations)
        return _read_field(rng, owner, guard, target.field)
    owner, guard = _reach(base, relations[:-1])
    return _read_relation(rng, owner, guard, relations[-1])


def _read_field(rng: Random, owner: str, guard: str, name: str) -> Piece:
    simple = Piece("field", f"print({guard}{owner}.{name})@READ")
    kinds = {
        "field": simple.text,
        "field, f-string": f'print(f"{{{guard}{owner}.{name}}}")@READ',
        "field, getattr": f'print({guard}getattr({owner}, "{name}"))@READ',
        "field, hasattr": f'print({guard}hasattr({owner}, "{name}"))@READ',
        "field, comparison": f'print(({guard}{owner}.{name}) == "b1")@READ',
        "field, in a lambda called at once": f"print((lambda: {guard}{owner}.{name})())@READ",
    }
    return _pick(rng, kinds, (10, 2, 1, 1, 2, 1), simple)


def _read_relation(rng: Random, owner: str, guard: str, relation: Relation) -> Piece:
    name = relation.name
    simple = Piece("relation", f"print({guard}{owner}.{name} is None)@READ")
    kinds = {
        "relation": simple.text,
        "relation, assigned": f"_ = {guard}{owner}.{name}@READ",
        "relation, getattr": f'print({guard}getattr({owner}, "{name}") is None)@READ',
        "relation, getattr with default": f'print({guard}getattr({owner}, "{name}", None) is None)@READ',
        "relation, hasattr": f'print({guard}hasattr({owner}, "{name}"))@READ',
        "relation, key": f"print({guard}{owner}.{name} and {owner}.{name}.pk)@READ",
        "relation, f-string": f'print(f"{{({guard}{owner}.{name}) is None}}")@READ',
        "relation, truth": f"print(1 if {guard}{owner}.{name} else 2)@READ",
        "relation, not": f"print(not ({guard}{owner}.{name}))@READ",
        "relation, in a list": f"print(len([{guard}{owner}.{name}]))@READ",
        "relation, in a lambda called at once": f"print((lambda: {guard}{owner}.{name} is None)())@READ",
        "relation, sort key": f"_ = sorted([1], key=lambda _: 1 if {guard}{owner}.{name} else 2)@READ",
        "relation, in a thread": f"await sync_to_async(lambda: {guard}{owner}.{name})()@READ",
    }
    weights = [12, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1]
    if not guard:
        cls = "Author | Book | Profile | Publisher | Chapter | Place | Region | Node"
        kinds["relation, match"] = (
            f"match {owner}:\n    case object({name}=other):@READ\n        print(other is None)"
        )
        kinds["relation, isinstance"] = f"print(isinstance({owner}.{name}, {cls}))@READ"
        weights += [1, 1]
    if relation.attname:
        kinds["relation's key"] = f"print({guard}{owner}.{relation.attname})@READ"
        weights.append(3)
    return _pick(rng, kinds, weights, simple)


def _read_manager(rng: Random, manager: str, guard: str, relation: Relation) -> Piece:
    everything = f"{manager}.all()"
    wrapped = f"({guard}{everything} or [])" if guard else everything
    simple = Piece("manager, list", f"_ = list({wrapped})@READ")
    kinds = {
        f"manager, {kind}": text
        for kind, text in {**_collections(wrapped), **_queries(manager, guard)}.items()
    }
    weights = [3 if "list" in kind else 1 for kind in kinds]
    inner = MODELS[relation.target].relations
    if inner:
        other = rng.choice(inner)
        step = f"list(one.{other.name}.all())" if other.many else f"one.{other.name} is None"
        kinds["manager, relation of its rows"] = f"print([{step} for one in {wrapped}])@READ"
        kinds["manager, relation of its rows, async"] = (
            f"print([{step} async for one in {everything}])@READ" if not guard else simple.text
        )
        weights += [8, 2]
    return _pick(rng, kinds, weights, simple)


def _collections(rows: str) -> dict[str, str]:
    return {
        "list": f"_ = list({rows})@READ",
        "for": f"for one in {rows}: print(one.pk)@READ",
        "comprehension": f"_ = ([one.pk for one in {rows}])@READ",
        "generator": f"_ = (sum(one.pk for one in {rows}))@READ",
        "len": f"_ = (len({rows}))@READ",
        "bool": f"_ = (bool({rows}))@READ",
        "truth": f"_ = (1 if {rows} else 2)@READ",
        "if": f"if {rows}: print()@READ",
        "not": f"_ = (not {rows})@READ",
        "index": f"_ = ({rows}[0])@READ",
        "slice": f"_ = (list({rows}[:1]))@READ",
        "slice, unread": f"_ = {rows}[:1]@READ",
        "in": f"_ = (None in {rows})@READ",
        "star": f"_ = [*{rows}]@READ",
        "set": f"_ = (set({rows}))@READ",
        "sorted": f"_ = (sorted({rows}, key=lambda one: one.pk))@READ",
        "max": f"_ = (max({rows}, key=lambda one: one.pk))@READ",
        "any": f"_ = (any(one.pk for one in {rows}))@READ",
        "enumerate": f"_ = (list(enumerate({rows})))@READ",
        "zip": f"_ = (list(zip({rows}, (1, 2))))@READ",
        "map": f"_ = (list(map(str, {rows})))@READ",
        "dict": f"_ = ({{one.pk: one for one in {rows}}})@READ",
        "repr": f"_ = (repr({rows}))@READ",
        "f-string": f'print(f"{{{rows}}}")@READ',
        "unread": f"_ = {rows}@READ",
        "unpacked": f"first, *_ = {rows}@READ",
        "next": f"_ = (next(iter({rows})))@READ",
        "assert": f"assert {rows}@READ",
        "while": f"while {rows}: break@READ",
        "list in a thread": f"await sync_to_async(list)({rows})@READ",
    }


def _queries(manager: str, guard: str) -> dict[str, str]:
    return {
        "count": f"print({guard}{manager}.count())@READ",
        "all count": f"print({guard}{manager}.all().count())@READ",
        "exists": f"print({guard}{manager}.exists())@READ",
        "all exists": f"print({guard}{manager}.all().exists())@READ",
        "first": f"print({guard}{manager}.first())@READ",
        "all first": f"print({guard}{manager}.all().first())@READ",
        "last": f"print({guard}{manager}.last())@READ",
        "get": f"print({guard}{manager}.get(pk=1))@READ",
        "contains": f"print({guard}{manager}.all().contains(await @T.objects.aget(pk=1)))@READ",
        "filter": f"_ = ({guard}list({manager}.filter(pk=1)))@READ",
        "order_by": f'_ = ({guard}list({manager}.order_by("pk")))@READ',
        "all all": f"_ = ({guard}list({manager}.all().all()))@READ",
        "select_related": f"_ = ({guard}list({manager}.select_related()))@READ",
        "filter, unread": f"_ = {guard}{manager}.filter(pk=1)@READ",
        "values_list": f'_ = ({guard}list({manager}.values_list("pk", flat=True)))@READ',
        "iterator": f"_ = ({guard}list({manager}.all().iterator(chunk_size=9)))@READ",
        "acount": f"print({guard}await {manager}.acount())@READ",
        "afirst": f"print({guard}await {manager}.afirst())@READ",
    }


def choose_queryset_read(rng: Random, name: str, model: str, target: Target) -> Piece:
    """Write the line that evaluates the queryset in the variable `name`."""
    simple = Piece("queryset, list", f"_ = list({name})@READ")
    kinds = {f"queryset, {kind}": text for kind, text in _collections(name).items()}
    kinds |= {
        "queryset, count": f"print({name}.count())@READ",
        "queryset, exists": f"print({name}.exists())@READ",
        "queryset, first": f"print({name}.first())@READ",
        "queryset, all list": f"_ = list({name}.all())@READ",
        "queryset, filter": f"_ = list({name}.filter(pk=1))@READ",
        "queryset, contains": f"print({name}.contains(await {model}.objects.aget(pk=1)))@READ",
        "queryset, get": f"print({name}.get(pk=1))@READ",
    }
    weights = [2 if "list" in kind else 1 for kind in kinds]
    relations = target.relations
    if relations and not relations[-1].many:
        owner, guard = _reach("one", relations)
        kinds["queryset, relation of its rows"] = f"print([{guard}{owner} is None for one in {name}])@READ"
        weights.append(8)
    return _pick(rng, kinds, weights, simple)


def _pick(rng: Random, kinds: dict[str, str], weights: list[int] | tuple[int, ...], simple: Piece) -> Piece:
    kind = rng.choices(list(kinds), weights)[0]
    if kind == simple.kind:
        return simple
    return Piece(kind, kinds[kind], simpler=(simple,))
