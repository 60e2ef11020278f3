"""Which class of the two libraries a class is, or comes from, whether mypy has types for them or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import class_facts
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from aobjects_mypy.analysis.analysis import Analysis

_DRF: Final = "rest_framework."
_ADRF: Final = "adrf."


@dataclass(frozen=True, slots=True)
class Origin:
    """The class of a library, by its short name: both re-export theirs from several modules."""

    name: str
    is_async: bool
    """It is adrf's own."""
    info: nodes.TypeInfo | None = None
    """The class of the project that comes from it."""


def is_of_library(fullname: str) -> bool:
    return fullname.startswith((_DRF, _ADRF))


def of_class(info: nodes.TypeInfo) -> Origin | None:
    """Return the first class of a library that a class comes from."""
    found = [name for name in class_facts.base_names(info) if is_of_library(name)]
    if not found:
        return None
    own = None if is_of_library(info.fullname) else info
    # adrf's classes have DRF's behind them.
    is_async = any(name.startswith(_ADRF) for name in found)
    return Origin(found[0].rpartition(".")[2], is_async, own)


def of_expression(analysis: Analysis, expr: nodes.Expression) -> Origin | None:
    """Return which class an expression names: ``serializers.CharField``, ``AuthorSerializer``."""
    node = expr.node if isinstance(expr, nodes.RefExpr) else None
    if isinstance(node, nodes.TypeInfo):
        return of_class(node)
    name = analysis.callees.imported(expr)
    return Origin(name.rpartition(".")[2], name.startswith(_ADRF)) if is_of_library(name) else None


def has_own(info: nodes.TypeInfo, *members: str) -> bool:
    """Tell a class that defines one of these itself, or gets it from another class of the project."""
    return any(
        name in base.names
        for base in info.mro
        if not is_of_library(base.fullname) and base.module_name != "builtins"
        for name in members
    )
