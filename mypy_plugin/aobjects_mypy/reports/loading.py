"""What to load with the query of a row, and the edit of that query."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.models.model_schema import Kind
from aobjects_mypy.reports import awaiting
from aobjects_mypy.reports.source import Change
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.models.schema import Schema
    from aobjects_mypy.reports.queries import Link, Query
    from aobjects_mypy.reports.source import Source

SELECT: Final = "select_related"
PREFETCH: Final = "prefetch_related"
_GIVES_OTHERS: Final = frozenset(
    {
        "acreate", "create", "aget_or_create", "get_or_create", "aupdate_or_create", "update_or_create",
        "abulk_create", "bulk_create", "dates", "datetimes", "values", "values_list", "select_for_update",
    }
)  # fmt: skip
"""Rows that no query has loaded, no rows at all, or a lock that reaches as far as the join."""
_REFRESHES: Final = frozenset({"refresh_from_db", "arefresh_from_db"})


@dataclass(frozen=True, slots=True)
class Loading:
    """How a query loads what is missing."""

    method: str
    path: str
    changes: tuple[Change, ...]
    line: int

    @property
    def advice(self) -> str:
        return f'Add {self.method}("{self.path}") to the query'


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be loaded, for a row that is read on a line."""

    read: int
    path: str
    owner: str
    """The full name of the model that the last name of the path belongs to."""
    is_without_key: bool = False
    """The query left the key of the relation out."""


def find(
    source: Source, queries: Iterable[Query], schema: Schema, line: int, wanted: Wanted
) -> Loading | None:
    """Return how the queries on ``line``, in the function that reads the row, can load what is wanted."""
    function = source.function(wanted.read)
    if function is None or _is_dropped(source, schema, function, range(line, wanted.read + 1), wanted):
        return None
    found = [loading for query in queries if (loading := _of_query(source, schema, query, wanted))]
    if not found:
        return None
    first = found[0]
    same = [loading for loading in found if (loading.method, loading.path) == (first.method, first.path)]
    if len(same) != len(found):
        return None
    return Loading(first.method, first.path, tuple(c for loading in same for c in loading.changes), line)


def elsewhere(source: Source, there: Source, query: Query, schema: Schema, wanted: Wanted) -> Loading | None:
    """Return how a query that stands in another function, or in another file, can load what is wanted."""
    line = query.root.lineno
    reader, function = source.function(wanted.read), there.function(line)
    if reader is None or (there is source and function is reader):
        return None
    # The query has done its work before the reader gets the row.
    lines = range(reader.lineno, wanted.read + 1)
    if _is_dropped(source, schema, reader, lines, wanted):
        return None
    between = range(line, (function.end_lineno or line) + 1) if function is not None else range(0)
    if function is not None and _is_dropped(there, schema, function, between, wanted):
        return None
    return _of_query(there, schema, query, wanted)


def _of_query(source: Source, schema: Schema, query: Query, wanted: Wanted) -> Loading | None:
    path, owner = wanted.path, wanted.owner
    if query.named(*_GIVES_OTHERS):
        return None
    resolved = _resolve(schema, query.model, path, owner)
    if resolved is None:
        # The row was prefetched: what it lacks is loaded with the prefetch.
        for link in query.named(SELECT, PREFETCH):
            for known in link.literals or ():
                resolved = _resolve(schema, query.model, f"{known}__{path}", owner)
                if resolved is not None:
                    path = f"{known}__{path}"
                    break
            if resolved is not None:
                break
    if resolved is None:
        return None
    method = resolved
    if query.named("raw", "union", "intersection", "difference"):
        method = PREFETCH
    changes: list[Change] = []
    for link in query.named(SELECT, PREFETCH):
        literals = link.literals
        if link.names_others:
            continue
        if literals is None or (link.name == SELECT and not literals):
            return None
        if any(known == path or known.startswith(f"{path}__") for known in literals):
            return None
    for link in query.named("only", "defer"):
        kept = _keep_column(source, link.call, path, is_only=link.name == "only")
        if kept is None:
            return None
        changes += kept
    if wanted.is_without_key and not changes:
        # Django raises FieldError where it cannot join what was left out.
        return None
    if method == PREFETCH and any(_wants_chunks(link) for link in query.named("iterator")):
        return None
    same = [link for link in query.named(method) if not link.names_others]
    if same and same[0].call is not None and same[0].call.args and not same[0].call.keywords:
        # One call names all of them.
        last = same[0].call.args[-1]
        quote = awaiting.quotes(source, last)
        changes.append(Change(source.end(last), source.end(last), f", {quote}{path}{quote}"))
        return Loading(method, path, tuple(changes), query.root.lineno)
    quote = awaiting.quotes(source, query.root)
    end = source.end(query.root)
    behind = query.first_place
    if behind is None:
        return None
    end = source.end(behind)
    first = query.links[0] if query.links else None
    start = end
    if behind is query.root and first is not None and first.name == "all" and first.call is not None:
        # What follows builds a queryset, too.
        end = source.end(first.call)
    changes.append(Change(start, end, f"{query.prefix}.{method}({quote}{path}{quote})"))
    return Loading(method, path, tuple(changes), query.root.lineno)


def _wants_chunks(iterator: Link) -> bool:
    """Tell ``iterator()`` without a size: with prefetches Django raises ValueError."""
    return iterator.call is None or not (iterator.call.args or iterator.call.keywords)


def _keep_column(source: Source, call: ast.Call | None, path: str, *, is_only: bool) -> list[Change] | None:
    """Return the change that has ``only()`` or ``defer()`` leave the key of the relation in."""
    if call is None or not all(isinstance(argument, ast.Constant) for argument in call.args):
        return None
    named = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    first = path.partition("__")[0]
    if not is_only:
        return [] if first not in named and f"{first}_id" not in named else None
    if any(str(name) in (first, f"{first}_id") or str(name).startswith(f"{first}__") for name in named):
        return []
    if "__" in path or not call.args:
        return None
    end = source.end(call.args[-1])
    quote = awaiting.quotes(source, call)
    return [Change(end, end, f", {quote}{first}{quote}")]


def _resolve(schema: Schema, model: ModelSchema, path: str, owner: str) -> str | None:
    """Return the method that loads a path, if it leads from the model to the one that owns its last name."""
    method = SELECT
    current: ModelSchema | None = model
    *before, last = path.split("__")
    for name in before:
        if current is None:
            return None
        if name in current.relations:
            if current.relations[name].kind is Kind.GENERIC:
                method = PREFETCH
            target = current.relations[name].target
        elif name in current.managers:
            method, target = PREFETCH, current.managers[name].target
        else:
            return None
        current = schema.model(target) if target else None
    if current is None or (owner and not _is_a(schema, current, owner)):
        return None
    if last in current.managers:
        return PREFETCH
    if last not in current.relations:
        return None
    if current.relations[last].kind is Kind.GENERIC:
        method = PREFETCH
    return method


def _is_a(schema: Schema, model: ModelSchema, owner: str) -> bool:
    wanted = schema.model(owner)
    return wanted is None or issubclass(model.model, wanted.model) or issubclass(wanted.model, model.model)


def _is_dropped(
    source: Source,
    schema: Schema,
    function: ast.AST,
    lines: range,
    wanted: Wanted,
) -> bool:
    """Tell whether something between the query and the read may have dropped what the query has loaded."""
    columns = {f"{name}_id" for name in wanted.path.split("__")} | {"pk"}
    model = schema.model(wanted.owner)
    relation = model.relations.get(wanted.path.rpartition("__")[2]) if model is not None else None
    columns |= set(relation.attnames) if relation is not None else set()
    for part in ast.walk(function):
        if not isinstance(part, ast.Attribute) or part.lineno not in lines:
            continue
        if part.attr in _REFRESHES and not _names_fields(source.parents[part]):
            return True
        if isinstance(part.ctx, (ast.Store, ast.Del)) and part.attr in columns:
            return True
    return False


def _names_fields(call: ast.AST) -> bool:
    return isinstance(call, ast.Call) and any(keyword.arg == "fields" for keyword in call.keywords)


def of_column(source: Source, queries: Iterable[Query], name: str) -> tuple[Change, ...] | None:
    """Return the change that has queries load a column that ``only`` or ``defer`` left out."""
    found: list[Change] = []
    for query in queries:
        links = query.named("only", "defer")
        if len(links) != 1 or links[0].call is None or links[0].literals is None or not links[0].literals:
            return None
        if query.model.column(name) is None or query.named(*_GIVES_OTHERS):
            return None
        call = links[0].call
        quote = awaiting.quotes(source, call)
        if links[0].name == "only":
            end = source.end(call.args[-1])
            found.append(Change(end, end, f", {quote}{name}{quote}"))
            continue
        named = [query.model.column(literal) for literal in links[0].literals]
        column = query.model.column(name)
        if column not in named or not isinstance(call.func, ast.Attribute):
            return None
        if len(named) == 1:
            is_all = len(query.links) == 1 and call.func.value is query.root
            found.append(Change(source.end(call.func.value), source.end(call), ".all()" if is_all else ""))
            continue
        position = named.index(column)
        if position:
            found.append(Change(source.end(call.args[position - 1]), source.end(call.args[position]), ""))
        else:
            found.append(Change(source.start(call.args[0]), source.start(call.args[1]), ""))
    return tuple(found) or None
