"""Random chains on a manager: what they load, what they defer, and steps that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .program import Piece, Query
from .schema import MODELS, follow, owner_key, paths

if TYPE_CHECKING:
    from random import Random

    from .reads import Target


def choose_query(rng: Random, model: str, wanted: Target | None = None) -> Query:
    """Write a query for `model`; its loaders often, not always, load what is `wanted`."""
    steps = [
        _choose_step(rng, model, wanted) for _ in range(rng.choices((0, 1, 2, 3, 4), (2, 5, 4, 2, 1))[0])
    ]
    # A slice and a combination stand at the end; so does most real code.
    if rng.random() < 0.12:
        steps.append(rng.choice(_last_steps(rng, model, wanted)))
    style = rng.choices(("inline", "variable", "rebound", "conditional"), (8, 3, 2, 2))[0]
    if style != "inline":
        # These change the type of the variable: that is another error.
        steps = [step for step in steps if step.kind not in ("annotate", "to_attr")]
    return Query(model, _choose_source(rng, model), tuple(steps), style)


def plain_source(model: str) -> Piece:
    return Piece("objects", f"{model}.objects")


def _choose_source(rng: Random, model: str) -> Piece:
    plain = plain_source(model)
    sources = [plain] * 10 + [Piece("_default_manager", f"{model}._default_manager", simpler=(plain,))]
    sources += [
        Piece("custom manager", f"{model}.{manager}", simpler=(plain,)) for manager in MODELS[model].managers
    ] * 2
    sources.append(Piece("nothing excluded", f"{model}.objects.exclude(pk=0)", simpler=(plain,)))
    for owner, relation in _managers_of(model):
        key = owner_key(owner, relation)
        text = f"owner_@N = await {owner}.objects.aget(pk={key})\nowner_@N.{relation}"
        sources += [Piece("related manager", text, simpler=(plain,))] * 2
    return rng.choice(sources)


def _managers_of(model: str) -> list[tuple[str, str]]:
    return [
        (owner.name, relation.name)
        for owner in MODELS.values()
        for relation in owner.relations
        if relation.many and relation.target == model
    ]


def _choose_step(rng: Random, model: str, wanted: Target | None) -> Piece:
    makers = {
        "select": (_select_related, 8),
        "prefetch": (_prefetch_related, 7),
        "only": (_only, 2),
        "defer": (_defer, 2),
        "neutral": (_neutral, 5),
        "reset": (_reset, 1),
    }
    if wanted:
        if wanted.field and wanted.field != "pk":
            makers["only"], makers["defer"] = (_only, 8), (_defer, 8)
        if wanted.relations and wanted.relations[-1].many:
            makers["prefetch"] = (_prefetch_related, 18)
    names = list(makers)
    name = rng.choices(names, [makers[name][1] for name in names])[0]
    return makers[name][0](rng, model, wanted)


def _wanted_path(rng: Random, wanted: Target | None, *, selectable: bool) -> str | None:
    """Name the path to what is wanted, or the beginning of it."""
    if not wanted or not wanted.path:
        return None
    usable: list[str] = []
    for name, relation in zip(wanted.path, wanted.relations, strict=True):
        if selectable and not relation.selectable:
            break
        usable.append(name)
    if not usable:
        return None
    length = len(usable) if rng.random() < 0.8 else rng.randint(1, len(usable))
    return "__".join(usable[:length])


def _choose_paths(rng: Random, model: str, wanted: Target | None, *, selectable: bool) -> tuple[str, ...]:
    candidates = [
        path
        for path in paths(model, 2)
        if not selectable or all(relation.selectable for relation in follow(model, path))
    ]
    found: list[str] = []
    path = _wanted_path(rng, wanted, selectable=selectable)
    if path and rng.random() < 0.75:
        found.append(path)
    if candidates and (not found or rng.random() < 0.25):
        found.append(rng.choice(candidates))
    rng.shuffle(found)
    return tuple(dict.fromkeys(found))


def _quoted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f'"{name}"' for name in names)


def _select_related(rng: Random, model: str, wanted: Target | None) -> Piece:
    if rng.random() < 0.1:
        return Piece("select_related()", "@@.select_related()")
    names = _choose_paths(rng, model, wanted, selectable=True)
    if not names:
        return _prefetch_related(rng, model, wanted)
    kind = "select_related path" if any("__" in name for name in names) else "select_related"
    return Piece(kind, "@@.select_related(@ARGS)", _quoted(names))


def _prefetch_related(rng: Random, model: str, wanted: Target | None) -> Piece:
    names = _choose_paths(rng, model, wanted, selectable=False)
    if not names:
        return _neutral(rng, model, wanted)
    kind = "prefetch_related path" if any("__" in name for name in names) else "prefetch_related"
    plain = Piece(kind, "@@.prefetch_related(@ARGS)", _quoted(names))
    if rng.random() < 0.6:
        return plain
    path = names[0]
    last = follow(model, path)[-1]
    if last.name == "obj":
        return plain
    inner = _inner(rng, last.target)
    prefetch = Piece("Prefetch", f'@@.prefetch_related(Prefetch("{path}", {inner}))', simpler=(plain,))
    if rng.random() < 0.2:
        return Piece(
            "Prefetch without queryset", f'@@.prefetch_related(Prefetch("{path}"))', simpler=(plain,)
        )
    if rng.random() < 0.15:
        text = f'@@.prefetch_related(Prefetch("{path}", {inner}, to_attr="shelf"))'
        return Piece("to_attr", text, simpler=(prefetch,))
    return prefetch


def _inner(rng: Random, model: str) -> str:
    text = f"{model}.objects"
    choices = ['.order_by("pk")', ".all()"]
    relations = MODELS[model].relations
    choices += [f'.prefetch_related("{relation.name}")' for relation in relations]
    choices += [f'.select_related("{relation.name}")' for relation in relations if relation.selectable] * 2
    if MODELS[model].fields:
        choices.append(f'.defer("{MODELS[model].fields[0]}")')
    return text + rng.choice(choices)


def _field_names(rng: Random, model: str, wanted: Target | None) -> tuple[str, ...]:
    found: list[str] = []
    if wanted and wanted.field and wanted.field != "pk" and rng.random() < 0.7:
        found.append("__".join([*wanted.path, wanted.field]))
    elif wanted and wanted.relations and wanted.relations[0].attname and rng.random() < 0.5:
        found.append(wanted.path[0])
    own = MODELS[model].fields
    if own and (not found or rng.random() < 0.3):
        found.append(rng.choice(own))
    return tuple(dict.fromkeys(found))


def _only(rng: Random, model: str, wanted: Target | None) -> Piece:
    names = _field_names(rng, model, wanted)
    if not names:
        return _neutral(rng, model, wanted)
    path = _wanted_path(rng, wanted, selectable=True)
    if any("__" in name for name in names) and path and rng.random() < 0.7:
        text = f'@@.select_related("{path}").only(@ARGS)'
        return Piece("only through a relation", text, _quoted(names))
    return Piece("only", "@@.only(@ARGS)", _quoted(names))


def _defer(rng: Random, model: str, wanted: Target | None) -> Piece:
    names = _field_names(rng, model, wanted)
    if not names:
        return _neutral(rng, model, wanted)
    return Piece("defer", "@@.defer(@ARGS)", _quoted(names))


_NEUTRAL = {
    "all": "@@.all()",
    "filter": "@@.filter(pk__gte=1)",
    "exclude": "@@.exclude(pk=0)",
    "Q": "@@.filter(Q(pk__gte=1) | Q(pk=1))",
    "order_by": '@@.order_by("pk")',
    "reverse": '@@.order_by("-pk").reverse()',
    "distinct": "@@.distinct()",
    "using": '@@.using("default")',
    "alias": '@@.alias(number=Count("pk"))',
    "annotate": "@@.annotate(number=Value(1))",
    "annotate with F": '@@.annotate(number=F("pk"))',
    "complex_filter": "@@.complex_filter({})",
}


def _neutral(rng: Random, model: str, wanted: Target | None) -> Piece:
    texts = dict(_NEUTRAL)
    if wanted and wanted.path:
        # A filter over the relation joins, and loads nothing.
        texts["filter over the relation"] = f"@@.filter({'__'.join(wanted.path)}__isnull=False).distinct()"
    kind = rng.choice(list(texts))
    return Piece("annotate" if kind.startswith("annotate") else kind, texts[kind])


def _reset(rng: Random, model: str, wanted: Target | None) -> Piece:
    kind = rng.choice(["select_related", "prefetch_related", "defer"])
    return Piece(f"{kind}(None)", f"@@.{kind}(None)")


def _last_steps(rng: Random, model: str, wanted: Target | None) -> list[Piece]:
    other = f"{model}.objects.filter(pk__gte=1)"
    if rng.random() < 0.5:
        loaded = _select_related(rng, model, wanted)
        other = loaded.filled.replace("@@", f"{model}.objects")
    return [
        Piece("slice", "@@.all()[:3]"),
        Piece("slice from one", "@@.all()[0:3]"),
        Piece("union", f"@@.union({other})"),
        Piece("|", f"(@@.all() | {other})"),
        Piece("& with the other first", f"({other} & @@.all())"),
        Piece("&", f"(@@.all() & {other})"),
    ]
