"""A seeded stream of random programs."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from . import grammar
from .detours import choose_detour
from .events import choose_events
from .program import Arm, Piece, Program, Query
from .queries import choose_query
from .reads import Target, choose_queryset_read, choose_read, choose_target
from .schema import MODELS, Relation, owner_key, table

_MODEL_WEIGHTS = {
    "Book": 10,
    "Author": 7,
    "Chapter": 3,
    "Publisher": 2,
    "Profile": 2,
    "Note": 2,
    "Node": 3,
    "Tag": 2,
    "Place": 1,
    "Restaurant": 2,
    "City": 1,
    "Region": 1,
    "AuthorProxy": 1,
    "Gen": 1,
}

# How many programs read in a detour.
_DETOURED = 0.5

# A program is executed with every mixture of them.
MOST_FLAGS = 3


def generate(count: int, seed: int) -> list[Program]:
    """Draw `count` different programs."""
    rng = Random(seed)
    found: dict[str, Program] = {}
    while len(found) < count:
        program = generate_one(rng)
        if len(program.flags) > MOST_FLAGS:
            continue
        found.setdefault(program.render("program"), program)
    return list(found.values())


def generate_one(rng: Random) -> Program:
    model = rng.choices(list(_MODEL_WEIGHTS), list(_MODEL_WEIGHTS.values()))[0]
    target = choose_target(rng, model)
    if rng.random() < 0.08:
        return _queryset_program(rng, model, target)
    if rng.random() < 0.05:
        shelf = _shelf_program(rng, model)
        if shelf:
            return shelf
    read = choose_read(rng, target)
    read = Piece(read.kind, read.text.replace("@T", target.end), read.args, read.simpler)
    events = choose_events(rng, model, target, (11, 6, 2, 1))
    detour = choose_detour(rng, read.text) if rng.random() < _DETOURED else None
    draw = rng.random()
    if draw < 0.55:
        arms = (_choose_arm(rng, model, target, around=True),)
        return Program(model, grammar.STRAIGHT, arms, read, events, detour)
    if draw < 0.68:
        flow = rng.choice(grammar.ONE_ARM)
        return Program(model, flow, (_choose_arm(rng, model, target),), read, events, detour)
    flow = rng.choice(grammar.TWO_ARMS)
    arms = (_choose_arm(rng, model, target), _choose_arm(rng, model, target))
    return Program(model, flow, arms, read, events, detour)


def _choose_arm(rng: Random, model: str, target: Target, *, around: bool = False) -> Arm:
    events = choose_events(rng, model, target, (8, 2))
    draw = rng.random()
    if draw < 0.12 and not (target.relations and target.relations[-1].many):
        # The managers of a new row are empty: what a read of their rows does would depend on data.
        made = _made_row(rng, model)
        if made:
            return Arm(made, None, events)
    if draw < 0.3:
        held = _held_row(rng, model, target, around=around)
        if held:
            return Arm(held[0], held[1], events)
    query = choose_query(rng, model, target)
    ways = [*grammar.WHOLE, grammar.AFIRST]
    if not any(step.kind in ("slice", "slice from one", "union") for step in query.steps):
        ways += [*grammar.FILTERING, *[grammar.AGET] * 12]
    if around:
        ways += grammar.AROUND * 2
    way = rng.choice(ways)
    if not query.steps and way not in grammar.FILTERING:
        # A manager is not iterable.
        query = replace(query, steps=(Piece("all", "@@.all()"),))
    return Arm(way, query, events)


def _made_row(rng: Random, model: str) -> Piece | None:
    """Make a row without a query for it: constructor, acreate, raw."""
    definition = MODELS[model]
    arguments = [definition.new] if definition.new else []
    for relation in definition.relations:
        if not relation.assignable or relation.many or relation.name == "profile":
            continue
        forms = [f"{relation.name}=await {relation.target}.objects.aget(pk=1)"]
        if relation.attname:
            forms.append(f"{relation.attname}={relation.other_key}")
        arguments.append(rng.choice(forms))
    given = ", ".join(argument for argument in arguments if argument)
    columns = ", ".join(["id", *definition.fields[:1]])
    raw = f"row = (await sync_to_async(list)({model}.objects.raw"
    kinds = {"raw": f'{raw}("SELECT * FROM {table(definition)}")))[0]'}
    if model not in ("Restaurant",):
        kinds["raw, some columns"] = f'{raw}("SELECT {columns} FROM {table(definition)}")))[0]'
    else:
        kinds = {}
    if definition.new is not None:
        kinds["constructor"] = f"row = {model}({given})"
        # Never saved: a NULL in the database would make later reads depend on data.
        kinds["constructor, nothing given"] = f"row = {model}()"
        kinds["constructor, saved"] = f"row = {model}({given})\nawait row.asave()"
        kinds["acreate"] = f"row = await {model}.objects.acreate({given})"
        kinds["abulk_create"] = f"row = (await {model}.objects.abulk_create([{model}({given})]))[0]"
    assignments = [argument for argument in arguments[1:] if argument and "=" in argument]
    if model == "Book" and assignments:
        kinds["aget_or_create, got"] = (
            f'row, _ = await Book.objects.aget_or_create(title="b1", defaults=dict({", ".join(assignments)}))'
        )
        kinds["aget_or_create with the relation, got"] = (
            'row, _ = await Book.objects.aget_or_create(title="b1", author=await Author.objects.aget(pk=1))'
        )
        values = ", ".join(f'"{a.split("=", 1)[0]}": {a.split("=", 1)[1]}' for a in assignments)
        kinds["aupdate_or_create, got"] = (
            f'row, _ = await Book.objects.aupdate_or_create(title="b1", defaults={{{values}}})'
        )
    if not kinds:
        return None
    kind = rng.choice(list(kinds))
    return Piece(kind, kinds[kind])


def _held_row(rng: Random, model: str, target: Target, *, around: bool) -> tuple[Piece, Query] | None:
    """Take the row from a relation or a manager of another row."""
    holders: list[tuple[str, Relation]] = [
        (owner.name, relation)
        for owner in MODELS.values()
        for relation in owner.relations
        if relation.target == model and relation.name != "obj"
    ]
    if not holders:
        return None
    owner, relation = rng.choice(holders)
    wanted = Target(owner, (relation.name, *target.path), target.field)
    query = choose_query(rng, owner, wanted)
    # Without its loader the program would stop here.
    if relation.many:
        loader = Piece("prefetch_related", "@@.prefetch_related(@ARGS)", (f'"{relation.name}"',))
    else:
        loader = Piece("select_related", "@@.select_related(@ARGS)", (f'"{relation.name}"',))
    if not any(f'"{relation.name}' in step.filled for step in query.steps):
        query = Query(owner, query.source, (loader, *query.steps), query.style)
    if any(step.kind in ("slice", "slice from one", "union") for step in query.steps):
        query = Query(owner, query.source, query.steps[:-1], query.style)
    key = owner_key(owner, relation.name)
    holder = rng.choice(
        [
            f"holder_@N = await @Q.aget(pk={key})\n",
            f"holder_@N = [one async for one in @Q if one.pk == {key}][0]\n",
        ]
    )
    if not relation.many:
        if relation.nullable:
            text = f"found_@N = holder_@N.{relation.name}\nassert found_@N is not None\nrow = found_@N"
            return Piece("relation of a row", holder + text), query
        return Piece("relation of a row", f"{holder}row = holder_@N.{relation.name}"), query
    rows = f"holder_@N.{relation.name}.all()"
    ways = {
        "prefetched manager, list": f"row = list({rows})[0]",
        "prefetched manager, index": f"row = {rows}[0]",
        "prefetched manager, comprehension": f"row = [one for one in {rows}][0]",
        "prefetched manager, variable": f"rows_@N = {rows}\nrow = rows_@N[0]",
        "prefetched manager, first": (
            f"found_@N = {rows}.first()\nassert found_@N is not None\nrow = found_@N"
        ),
        "prefetched manager, async": f"row = [one async for one in {rows}][0]",
        "prefetched manager, dict": f"row = {{one.pk: one for one in {rows}}}[1]",
    }
    if around:
        ways["prefetched manager, for"] = f"for row in {rows}:\n    @BODY"
        ways["prefetched manager, async for"] = f"async for row in {rows}:\n    @BODY"
    kind = rng.choice(list(ways))
    simple = Piece("prefetched manager, list", f"holder_@N = await @Q.aget(pk={key})\nrow = list({rows})[0]")
    return Piece(kind, holder + ways[kind], simpler=(simple,)), query


def _queryset_program(rng: Random, model: str, target: Target) -> Program:
    """Hold a queryset, let something happen to it, evaluate it."""
    query = choose_query(rng, model, target)
    happens = [
        ("unread queryset", ""),
        ("queryset read async", "async for _ in rows:\n    pass"),
        ("queryset, afirst", "await rows.afirst()"),
        ("queryset, acount", "await rows.acount()"),
        ("queryset, aexists", "await rows.aexists()"),
        ("queryset read in a thread", "await sync_to_async(list)(rows)"),
        ("queryset length in a thread", "await sync_to_async(len)(rows)"),
        ("queryset read async, then copied", "async for _ in rows:\n    pass\nrows = rows.all()"),
        ("queryset read by a comprehension", "print([one.pk async for one in rows])"),
        ("queryset read if flag", "if flag:\n    async for _ in rows:\n        pass"),
        ("queryset read through an alias", "same = rows\nasync for _ in same:\n    pass"),
    ]
    kind, text = rng.choice(happens)
    way = Piece(kind, "rows = @Q.all()\n" + text)
    return Program(
        model,
        grammar.STRAIGHT,
        (Arm(way, query),),
        choose_queryset_read(rng, "rows", model, target),
    )


def _shelf_program(rng: Random, model: str) -> Program | None:
    """Prefetch into a list of one's own and read that."""
    relations = [relation for relation in MODELS[model].relations if relation.many]
    if not relations:
        return None
    relation = rng.choice(relations)
    inner_model = MODELS[relation.target]
    inner = f"{relation.target}.objects" + rng.choice(
        [
            ".all()",
            *[f'.select_related("{r.name}")' for r in inner_model.relations if r.selectable],
            *[f'.prefetch_related("{r.name}")' for r in inner_model.relations],
        ]
    )
    step = Piece("to_attr", f'@@.prefetch_related(Prefetch("{relation.name}", {inner}, to_attr="shelf"))')
    simple = Piece("shelf", "print(row.shelf[0].pk)@READ")
    reads = [simple]
    for other in inner_model.relations:
        if other.many:
            reads.append(
                Piece("shelf, manager", f"print([list(one.{other.name}.all()) for one in row.shelf])@READ")
            )
        else:
            reads.append(
                Piece("shelf, relation", f"print([one.{other.name} is None for one in row.shelf])@READ")
            )
            reads.append(Piece("shelf, relation by index", f"print(row.shelf[0].{other.name} is None)@READ"))
    reads.append(Piece("shelf, manager beside", f"print(list(row.{relation.name}.all()))@READ"))
    query = choose_query(rng, model, Target(model, (relation.name,)))
    query = Query(model, query.source, (*query.steps[:1], step), "inline")
    way = Piece("aget", f"row = await @Q.aget(pk={owner_key(model, relation.name)})")
    return Program(model, grammar.STRAIGHT, (Arm(way, query),), rng.choice(reads))
