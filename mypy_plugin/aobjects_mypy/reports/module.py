"""A module whose reports are made: its source, its types, and what they say of its queries."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.orm import evaluation
from aobjects_mypy.reports.queries import Queries
from aobjects_mypy.reports.source import Source
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from mypy.types import Type

    from aobjects_mypy.models.schema import Schema


class Module:
    """Asked for every report of one module."""

    def __init__(self, tree: nodes.MypyFile, types: Mapping[nodes.Expression, Type], schema: Schema) -> None:
        self._tree: Final = tree
        self._types: Final = types
        self.schema: Final = schema

    @cached_property
    def source(self) -> Source | None:
        """The text that mypy has read; ``None`` where it is not to be had any more."""
        try:
            with open(self._tree.path, encoding="utf-8") as file:
                return Source(file.read())
        except (OSError, UnicodeDecodeError, SyntaxError, ValueError):
            return None

    @cached_property
    def queries(self) -> Queries:
        assert self.source is not None
        return Queries(self._types, self.schema, self.source)

    def find(self, place: nodes.Context) -> ast.expr | None:
        """Return the expression that is reported."""
        if self.source is None or not isinstance(place, nodes.Expression):
            return None
        return self.source.find(place.line, place.column, place.end_line, place.end_column)

    def can_be_awaited(self, place: nodes.Context) -> bool:
        """Tell what is a queryset of Django's and nothing else: a raw one has no ``async for``."""
        typ = self._types.get(place) if isinstance(place, nodes.Expression) else None
        found = instances.items(typ)
        queries = [item for item in instances.instances(typ) if evaluation.has_async_iteration(item)]
        return bool(found) and len(queries) == len(found)

    def is_manager(self, place: nodes.Context) -> bool:
        typ = self._types.get(place) if isinstance(place, nodes.Expression) else None
        return any(map(evaluation.is_manager, instances.instances(typ)))

    def holds_rows(self, place: nodes.Context) -> bool:
        """Tell a queryset of rows from one of values."""
        typ = self._types.get(place) if isinstance(place, nodes.Expression) else None
        for item in instances.instances(typ):
            model = evaluation.model_type(item)
            row = instances.first(item.args[-1]) if item.args else None
            return model is not None and row is not None and row.type is model.type
        return False
