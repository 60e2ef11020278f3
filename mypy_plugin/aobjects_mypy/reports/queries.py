"""Find the queries on a line that give rows of a model: where ``select_related`` can be added."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.orm import evaluation, methods
from aobjects_mypy.reports import placing, shapes
from aobjects_mypy.reports.one_model import OneModel
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mypy.types import Type

    from aobjects_mypy.domain.query_site import QuerySite
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.models.schema import Schema
    from aobjects_mypy.reports.source import Source

_SHORTCUTS: Final = frozenset(
    {"get_object_or_404", "aget_object_or_404", "get_list_or_404", "aget_list_or_404"}
)


@dataclass(frozen=True, slots=True)
class Link:
    """One method of a chain that builds a query, or runs it."""

    name: str
    call: ast.Call | None

    @property
    def literals(self) -> list[str] | None:
        """The paths that it names; ``None`` where they cannot be told."""
        found: list[str] = []
        for argument in self.call.args if self.call is not None else ():
            match argument:
                case ast.Constant(value=str(text)):
                    found.append(text)
                case ast.Call(args=[ast.Constant(value=str(text)), *_]):
                    # Prefetch("books", ...)
                    found.append(text)
                case _:
                    return None
        return found

    @property
    def names_others(self) -> bool:
        """Tell ``select_related(*paths)``: it names paths, whichever these are."""
        arguments = self.call.args if self.call is not None else []
        return any(isinstance(each, ast.Starred) for each in arguments) and all(
            isinstance(each, ast.Starred) or (isinstance(each, ast.Constant) and isinstance(each.value, str))
            for each in arguments
        )


@dataclass(frozen=True, slots=True)
class Query:
    """A manager or queryset, and the chain of methods that follows it."""

    root: ast.expr
    model: ModelSchema
    links: tuple[Link, ...]
    prefix: str = ""
    """What makes a manager of the root: ``.objects`` behind a model that is given itself."""
    gives_rows: frozenset[ast.expr] = frozenset()
    """The expressions that are managers or querysets."""

    @property
    def first_place(self) -> ast.expr | None:
        """The first part of the chain behind which nothing but Django's own methods stands.

        A method of the project may be one that only its own manager has.  ``None`` where it runs the query.
        """
        place = self.root
        for link in self.links:
            method, _ = methods.of_rows(link.name)
            if method is not None and method.of is methods.Owner.MANAGER and link.call is not None:
                # Before get_queryset() there is a manager, behind it there is none.
                place = link.call
            elif method is None or link.name == "raw":
                if link.call is None or link.call not in self.gives_rows:
                    return None
                place = link.call
        return place

    def named(self, *names: str) -> list[Link]:
        return [link for link in self.links if link.name in names]


class Queries:
    """The queries of one module, by line."""

    def __init__(self, types: Mapping[nodes.Expression, Type], schema: Schema, source: Source) -> None:
        self._schema: Final = schema
        self._source: Final = source
        self._found: Final[dict[int, list[tuple[nodes.Expression, ModelSchema]]]] = {}
        self._classes: Final[dict[ast.expr, ModelSchema]] = {}
        for expr, typ in types.items():
            model = self._model(typ)
            if model is not None:
                self._found.setdefault(expr.line, []).append((expr, model))
            elif isinstance(expr, nodes.RefExpr) and isinstance(expr.node, nodes.TypeInfo):
                named, node = schema.model_of(expr.node), self._node(expr)
                if named is not None and node is not None:
                    self._classes[node] = named

    @cached_property
    def _rows(self) -> frozenset[ast.expr]:
        found = (self._node(expr) for several in self._found.values() for expr, _ in several)
        return frozenset(node for node in found if node is not None)

    def _node(self, expr: nodes.Expression) -> ast.expr | None:
        return placing.find(self._source, expr)

    def _model(self, typ: Type) -> ModelSchema | None:
        """Return the model of a manager or a queryset that holds rows."""
        found = list(instances.instances(typ))
        if len(found) != 1:
            return None
        item = found[0]
        is_rows = evaluation.is_queryset(item) or evaluation.is_manager(item) or evaluation.is_async(item)
        model = evaluation.model_type(item) if is_rows else None
        return self._schema.model_of(model.type) if model is not None else None

    def on(self, line: int) -> Iterator[Query]:
        """Yield the innermost manager or queryset of each chain that begins on a line."""
        known: dict[int, tuple[ast.expr, ModelSchema]] = {}
        for expr, model in self._found.get(line, ()):
            node = self._node(expr)
            if isinstance(node, (ast.Name, ast.Attribute, ast.Call)) and isinstance(
                getattr(node, "ctx", ast.Load()), ast.Load
            ):
                start = self._source.start(node)
                if start not in known or self._source.end(node) < self._source.end(known[start][0]):
                    known[start] = node, model
        for node, model in known.values():
            yield Query(node, model, tuple(_links(self._source, node)), gives_rows=self._rows)
        yield from self._given_models.get(line, ())

    @cached_property
    def _given_models(self) -> dict[int, list[Query]]:
        """By the line of its call: the model in ``get_object_or_404(Book, pk=1)``."""
        found: dict[int, list[Query]] = {}
        for node, model in self._classes.items():
            call = self._source.parents[node]
            query = _of_model(call, model)
            if isinstance(call, ast.Call) and query is not None and query.root is node:
                found.setdefault(call.lineno, []).append(query)
        return found


def at(source: Source, site: QuerySite, schema: Schema) -> Query | None:
    """Return the query at a site, whatever is known of the types of its module."""
    model = schema.model(site.model) if site.model else None
    node = source.find(site.line, site.column, site.end_line, site.end_column)
    if model is None or node is None or not (source.is_ascii(site.line) and source.is_ascii(site.end_line)):
        return None
    one_model = OneModel(source, site.module, schema, model)
    given = _of_model(node, model)
    if given is not None:
        return given if one_model.is_settled(given.root) else None
    if isinstance(source.parents.get(node), ast.Await):
        # A coroutine that gives a queryset.
        return None
    built = {node}
    while (inner := _built_from(node)) is not None:
        node = inner
        built.add(node)
    if not isinstance(node, (ast.Name, ast.Attribute, ast.Call)) or not one_model.is_settled(node):
        return None
    return Query(node, model, tuple(_links(source, node)), gives_rows=frozenset(built))


def _built_from(node: ast.expr) -> ast.expr | None:
    """Return the queryset or manager that a method of Django's builds another one from."""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr=name)) if methods.builds(name):
            return inner if isinstance(inner, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)) else None
        case ast.Subscript(value=ast.Call() | ast.Name() | ast.Attribute() as inner):
            return inner
        case _:
            return None


def _of_model(call: ast.AST, model: ModelSchema) -> Query | None:
    """Return the query of ``get_object_or_404(Book, pk=1)``: it can be given ``Book.objects``."""
    if not isinstance(call, ast.Call) or shapes.last_name(call.func) not in _SHORTCUTS:
        return None
    manager = model.model._meta.default_manager
    if manager is None or manager.name != "objects" or not call.args:
        return None
    return Query(call.args[0], model, (), ".objects")


def _links(source: Source, node: ast.expr) -> Iterator[Link]:
    current: ast.AST = node
    while True:
        around = source.parents[current]
        if isinstance(around, ast.Subscript) and around.value is current:
            current = around
            continue
        if not isinstance(around, ast.Attribute):
            return
        call = source.parents[around]
        is_called = isinstance(call, ast.Call) and call.func is around
        yield Link(around.attr, call if is_called and isinstance(call, ast.Call) else None)
        current = call if is_called else around
