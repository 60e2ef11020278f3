"""A module whose reports are made: its source, its types, and what they say of its queries."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, Overloaded, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.orm import evaluation
from aobjects_mypy.reports import placing, queries
from aobjects_mypy.reports.files import File
from aobjects_mypy.reports.queries import Queries
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.types import Type

    from aobjects_mypy.domain.query_site import QuerySite
    from aobjects_mypy.models.schema import Schema
    from aobjects_mypy.reports.files import Files
    from aobjects_mypy.reports.queries import Query
    from aobjects_mypy.reports.source import Source

_SET_AND_GET: Final = 2
"""The arguments of a field's type."""


class Module:
    """Asked for every report of one module."""

    def __init__(
        self, tree: nodes.MypyFile, types: Mapping[nodes.Expression, Type], schema: Schema, files: Files
    ) -> None:
        self._tree: Final = tree
        self._types: Final = types
        self._files: Final = files
        self.schema: Final = schema

    @cached_property
    def source(self) -> Source | None:
        return self._files.source(self._tree.path)

    def file_of(self, site: QuerySite) -> File | None:
        """Return the file that a query stands in, if it is the project's."""
        if site.module != self._tree.fullname:
            return self._files.of(site.module, self._tree)
        return File("", self.source) if self.source is not None else None

    @cached_property
    def queries(self) -> Queries:
        assert self.source is not None
        return Queries(self._types, self.schema, self.source)

    def queries_of(self, site: QuerySite | None) -> list[Query]:
        """Return the queries on the line of a site; without types of mypy's, the one that is known."""
        if self.source is None or site is None:
            return []
        found = list(self.queries.on(site.line))
        if not found and (known := queries.at(self.source, site, self.schema)) is not None:
            found.append(known)
        return found

    def find(self, place: nodes.Context) -> ast.expr | None:
        """Return the expression that is reported."""
        if self.source is None or not isinstance(place, nodes.Expression):
            return None
        return placing.find(self.source, place)

    def can_be_awaited(self, place: nodes.Context) -> bool:
        """Tell what is a queryset of Django's and nothing else: a raw one has no ``async for``."""
        typ = self._types.get(place) if isinstance(place, nodes.Expression) else None
        found = instances.items(typ)
        queries = [item for item in instances.instances(typ) if evaluation.has_async_iteration(item)]
        return bool(found) and len(queries) == len(found)

    def is_manager(self, place: nodes.Context) -> bool:
        typ = self._types.get(place) if isinstance(place, nodes.Expression) else None
        return any(map(evaluation.is_manager, instances.instances(typ)))

    def is_function(self, place: nodes.Context) -> bool:
        """Tell a function that is handed over, and that something else calls."""
        found = instances.items(self._types.get(place)) if isinstance(place, nodes.RefExpr) else []
        return bool(found) and all(isinstance(item, (CallableType, Overloaded)) for item in found)

    def can_be_wrapped(self, place: nodes.Context) -> bool:
        """Tell a call of one function, and no other: the wrapper of the bridge takes no union."""
        callee = self._types.get(place.callee) if isinstance(place, nodes.CallExpr) else None
        return callee is None or len(instances.items(callee)) == 1

    def is_partial(self, place: nodes.Context) -> bool:
        """Tell a call of what ``functools.partial`` has made of a function."""
        callee = self._types.get(place.callee) if isinstance(place, nodes.CallExpr) else None
        found = instances.items(callee)
        return bool(found) and all(
            isinstance(item, Instance) and item.type.fullname == names.PARTIAL for item in found
        )

    def is_narrowed(self, node: ast.expr) -> bool:
        """Tell an attribute of which a condition says more than its declaration, or that is the condition.

        Another expression in its place says nothing of the attribute, and nothing is known of it.
        """
        source = self.source
        function = source.function(node.lineno) if source is not None else None
        if source is None or function is None or not isinstance(node, ast.Attribute):
            return False
        begin, over = source.start(function), source.end(function)
        written = source.segment(node)
        return any(
            begin <= start and end <= over and source.text[start:end] == written
            for start, end in self._narrowed
        )

    def is_narrowed_in(self, node: ast.expr) -> bool:
        """Tell an expression that a lambda around it has mypy take for less than it is there.

        What is known of an attribute, ``if self.book is not None``, is not known in another function; nor
        is what is known of a name that is bound again further down.
        """
        assert self.source is not None
        start, end = self.source.start(node), self.source.end(node)
        return any(start <= first and last <= end for first, last in self._narrowed)

    @cached_property
    def _narrowed(self) -> list[tuple[int, int]]:
        """The ranges of what is known to be less than it is declared to be."""
        source, found = self.source, []
        for expr, typ in self._types.items():
            if not isinstance(expr, (nodes.MemberExpr, nodes.NameExpr)) or source is None:
                continue
            declared = self._declared(expr)
            if declared is not None and len(instances.items(declared)) > len(instances.items(typ)):
                node = placing.find(source, expr)
                if node is not None and (isinstance(node, ast.Attribute) or _is_bound_again(source, node)):
                    found.append((source.start(node), source.end(node)))
        return found

    def _declared(self, expr: nodes.MemberExpr | nodes.NameExpr) -> Type | None:
        """Return what is declared; of a field of Django's, what reading it gives."""
        if isinstance(expr, nodes.NameExpr):
            return expr.node.type if isinstance(expr.node, nodes.Var) else None
        owner = instances.first(self._types.get(expr.expr))
        node = instances.member(owner.type, expr.name) if owner is not None else None
        if isinstance(node, nodes.Decorator) and node.var.is_property:
            getter = get_proper_type(node.func.type)
            return getter.ret_type if isinstance(getter, CallableType) else None
        declared = node.type if isinstance(node, nodes.Var) else None
        item = get_proper_type(declared)
        if (
            isinstance(item, Instance)
            and len(item.args) == _SET_AND_GET
            and item.type.get("__get__") is not None
        ):
            return item.args[-1]
        return declared

    def holds_rows(self, place: nodes.Context) -> bool:
        """Tell a queryset of rows from one of values."""
        typ = self._types.get(place) if isinstance(place, nodes.Expression) else None
        for item in instances.instances(typ):
            model = evaluation.model_type(item)
            row = instances.first(item.args[-1]) if item.args else None
            return model is not None and row is not None and row.type is model.type
        return False


def _is_bound_again(source: Source, name: ast.expr) -> bool:
    """Tell a variable that is assigned to below a line: mypy knows nothing of it in a function there."""
    function = source.function(name.lineno)
    return (
        isinstance(name, ast.Name)
        and function is not None
        and any(
            isinstance(part, ast.Name)
            and part.id == name.id
            and isinstance(part.ctx, ast.Store)
            and part.lineno >= name.lineno
            for part in ast.walk(function)
        )
    )
