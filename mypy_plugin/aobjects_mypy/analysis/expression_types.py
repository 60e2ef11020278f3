"""The types of a body's expressions: as mypy inferred them, or none where it has not been there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from mypy import nodes

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy.types import Type


class ExpressionTypes(Protocol):
    """Answers with the type of an expression."""

    @property
    def are_inferred(self) -> bool:
        """Tell whether mypy has been there; otherwise only what is declared is known."""

    def of(self, expr: nodes.Expression) -> Type | None: ...

    def is_unreached(self, expr: nodes.Expression) -> bool:
        """Tell whether mypy found that the expression never runs, and gave it no type."""


@dataclass(frozen=True, slots=True)
class InferredTypes:
    """What mypy inferred of a body that it has checked."""

    types: Mapping[nodes.Expression, Type]

    @property
    def are_inferred(self) -> bool:
        return True

    def of(self, expr: nodes.Expression) -> Type | None:
        return self.types.get(expr)

    def is_unreached(self, expr: nodes.Expression) -> bool:
        return expr not in self.types and isinstance(expr, (nodes.MemberExpr, nodes.CallExpr))


@dataclass(frozen=True, slots=True)
class DeclaredTypes:
    """Nothing is inferred: names and members have the types that they are declared with."""

    @property
    def are_inferred(self) -> bool:
        return False

    def of(self, expr: nodes.Expression) -> Type | None:
        return None

    def is_unreached(self, expr: nodes.Expression) -> bool:
        return False
