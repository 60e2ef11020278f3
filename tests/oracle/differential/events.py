"""Random statements between the row and the read: each loads, forgets or leaves what the row holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .grammar import UNWRAPPED, WRAPPERS
from .program import Event, Piece
from .schema import MODELS, Relation

if TYPE_CHECKING:
    from random import Random

    from .reads import Target


def choose_events(rng: Random, model: str, wanted: Target, weights: tuple[int, ...]) -> tuple[Event, ...]:
    """Write as many events as a draw from `weights` says."""
    count = rng.choices(range(len(weights)), weights)[0]
    return tuple(_choose_event(rng, model, wanted) for _ in range(count))


def _choose_event(rng: Random, model: str, wanted: Target) -> Event:
    pieces = [*_general(model)]
    if wanted.field and wanted.field != "pk" and not wanted.path:
        pieces += _on_field(model, wanted.field) * 3
    relations = MODELS[model].relations
    for relation in relations:
        repeat = 4 if wanted.path and relation.name == wanted.path[0] else 1
        made = _on_manager(relation) if relation.many else _on_relation(model, relation)
        pieces += made * repeat
    if len(wanted.path) > 1:
        pieces += _on_path(wanted) * 4
    piece = rng.choice(pieces)
    rebinds = piece.text.startswith("row = ")
    wrap = rng.choice(WRAPPERS) if rng.random() < 0.3 and not rebinds else UNWRAPPED
    return Event(piece, wrap)


def _general(model: str) -> list[Piece]:
    pieces = [
        Piece("refresh", "await row.arefresh_from_db()"),
        Piece("refresh in a thread", "await sync_to_async(row.refresh_from_db)()"),
        Piece("save", "await row.asave()"),
        Piece("save in a thread", "await sync_to_async(row.save)()"),
        Piece("copy", "row = copy.copy(row)"),
        Piece("deepcopy", "row = copy.deepcopy(row)"),
        Piece("another row", f"other@N = await {model}.objects.aget(pk=2)\nprint(other@N.pk)"),
        Piece(
            "another row refreshed",
            f"other@N = await {model}.objects.aget(pk=2)\nawait other@N.arefresh_from_db()",
        ),
        Piece("alias refreshed", "alias@N = row\nawait alias@N.arefresh_from_db()"),
        Piece("key is read", "print(row.pk)"),
        Piece("kept", "kept@N = [row]\nrow = kept@N[0]"),
        Piece("refresh full clean", "await row.arefresh_from_db(fields=[])"),
    ]
    if MODELS[model].fields:
        name = MODELS[model].fields[0]
        pieces += [
            Piece("refresh of a field", f'await row.arefresh_from_db(fields=["{name}"])'),
            Piece("save of a field", f'await row.asave(update_fields=["{name}"])'),
        ]
    return pieces


def _on_field(model: str, name: str) -> list[Piece]:
    return [
        Piece("field assigned", f"row.{name} = row.{name}"),
        Piece("field deleted", f"del row.{name}"),
        Piece("field refreshed", f'await row.arefresh_from_db(fields=["{name}"])'),
        Piece("field read in a thread", f"await sync_to_async(lambda: row.{name})()"),
        Piece("field of another row", f"other@N = await {model}.objects.aget(pk=2)\ndel other@N.{name}"),
        Piece(
            "refresh from a queryset",
            f'await row.arefresh_from_db(from_queryset={model}.objects.only("{name}"))',
        ),
    ]


def _on_relation(model: str, relation: Relation) -> list[Piece]:
    name, target = relation.name, relation.target
    pieces = [
        Piece("relation read in a thread", f"await sync_to_async(lambda: row.{name})()"),
        Piece("relation read in a thread by getattr", f'await sync_to_async(getattr)(row, "{name}")'),
        Piece(
            "relation read in a thread by a function",
            f"def touch@N() -> None:\n    print(row.{name} is None)\nawait sync_to_async(touch@N)()",
        ),
        Piece(
            "relation read by a local coroutine",
            f"async def load@N(one: {model}) -> None:\n    await sync_to_async(lambda: one.{name})()\n"
            "await load@N(row)",
        ),
        Piece(
            "relation of an alias read in a thread",
            f"alias@N = row\nawait sync_to_async(lambda: alias@N.{name})()",
        ),
        Piece(
            "relation of another row read in a thread",
            f"other@N = await {model}.objects.aget(pk=2)\nawait sync_to_async(lambda: other@N.{name})()",
        ),
        Piece("prefetch_related_objects", f'await aprefetch_related_objects([row], "{name}")'),
        Piece(
            "prefetch_related_objects in a list",
            f'rows@N = [row]\nawait aprefetch_related_objects(rows@N, "{name}")',
        ),
        Piece(
            "refresh from a queryset",
            f'await row.arefresh_from_db(from_queryset={model}.objects.prefetch_related("{name}"))',
        ),
    ]
    if relation.selectable:
        pieces.append(
            Piece(
                "refresh from a queryset",
                f'await row.arefresh_from_db(from_queryset={model}.objects.select_related("{name}"))',
            )
        )
    if relation.assignable:
        pieces += [
            Piece("relation assigned", f"row.{name} = await {target}.objects.aget(pk=2)"),
            Piece(
                "relation of an alias assigned",
                f"alias@N = row\nalias@N.{name} = await {target}.objects.aget(pk=2)",
            ),
            Piece(
                "relation assigned by setattr", f'setattr(row, "{name}", await {target}.objects.aget(pk=2))'
            ),
        ]
        inner = [other for other in MODELS[target].relations if other.selectable]
        if inner:
            loaded = f'{target}.objects.select_related("{inner[0].name}").aget(pk=2)'
            pieces.append(Piece("relation assigned with its own", f"row.{name} = await {loaded}"))
    if relation.attname:
        key = relation.attname
        pieces += [
            Piece("key assigned", f"row.{key} = {relation.other_key}"),
            Piece("relation refreshed", f'await row.arefresh_from_db(fields=["{name}"])'),
            Piece("key refreshed", f'await row.arefresh_from_db(fields=["{key}"])'),
            Piece("relation saved", f'await row.asave(update_fields=["{name}"])'),
        ]
    if relation.nullable:
        pieces.append(Piece("None assigned", f"row.{name} = None"))
        if relation.attname:
            pieces.append(Piece("None assigned to the key", f"row.{relation.attname} = None"))
    return pieces


def _on_manager(relation: Relation) -> list[Piece]:
    name, target = relation.name, relation.target
    pieces = [
        Piece("prefetch_related_objects", f'await aprefetch_related_objects([row], "{name}")'),
        Piece("manager read in a thread", f"await sync_to_async(lambda: list(row.{name}.all()))()"),
        Piece("manager added to", f"await row.{name}.aadd(await {target}.objects.aget(pk=2))"),
        Piece("manager filtered", f"print(await row.{name}.filter(pk=1).acount())"),
        Piece("manager read async", f"print([one.pk async for one in row.{name}.all()])"),
        Piece(
            "manager in a Prefetch",
            f'await aprefetch_related_objects([row], Prefetch("{name}", {target}.objects.order_by("pk")))',
        ),
    ]
    if name in ("tags", "books", "chapters", "notes") and relation.new:
        pieces.append(Piece("manager created", f"await row.{name}.acreate({relation.new})"))
    if name in ("tags",):
        pieces += [
            Piece("manager set", f"await row.{name}.aset([await {target}.objects.aget(pk=2)])"),
            Piece("manager removed from", f"await row.{name}.aremove(await {target}.objects.aget(pk=2))"),
            Piece("manager cleared", f"await row.{name}.aclear()"),
        ]
    return pieces


def _on_path(wanted: Target) -> list[Piece]:
    names, relations = wanted.path, wanted.relations
    if any(relation.many for relation in relations[:-1]):
        return []
    path = "__".join(names)
    pieces = [
        Piece("prefetch_related_objects over a path", f'await aprefetch_related_objects([row], "{path}")')
    ]
    if not any(relation.nullable for relation in relations[:-1]):
        dotted = ".".join(names) + (".all()" if relations[-1].many else "")
        pieces.append(Piece("path read in a thread", f"await sync_to_async(lambda: row.{dotted})()"))
    first, second = relations[0], relations[1]
    if first.assignable and second.selectable:
        loaded = f'{first.target}.objects.select_related("{second.name}").aget(pk=2)'
        pieces.append(Piece("relation assigned with the path", f"row.{first.name} = await {loaded}"))
    if not first.nullable and second.assignable:
        text = f"row.{first.name}.{second.name} = await {second.target}.objects.aget(pk=2)"
        pieces.append(Piece("end of the path assigned", text))
    if not first.nullable:
        pieces.append(Piece("middle of the path refreshed", f"await row.{first.name}.arefresh_from_db()"))
    return pieces
