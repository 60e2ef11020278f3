"""What a rule may say: a transfer function for each thing that code does to an object."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.nodes import Expression, IndexExpr, MemberExpr
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.syntax.call import Call


class Unanswered(enum.Enum):
    """The answer of a rule that says nothing: what holds for any object holds."""

    UNANSWERED = enum.auto()


UNANSWERED: Final = Unanswered.UNANSWERED

Answer: TypeAlias = "Type | Literal[Unanswered.UNANSWERED] | None"
"""The type of the expression, with the addresses of its objects; ``None`` where mypy has no type either."""

Function: TypeAlias = "Callable[[Evaluator, Call], Type | None]"
"""What the call of a function does, and what it returns."""


def _unanswered(*_: object) -> Answer:
    return UNANSWERED


def _nothing(*_: object) -> None:
    return None


def _no(*_: object) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What holds for the objects of a class, or of an entry of the heap; what it leaves out holds for any."""

    construct: Callable[[Evaluator, Instance, Call], Answer] = _unanswered
    """``Class(...)``"""
    injected: Callable[[Evaluator, Instance, MemberExpr], Type | None] = _nothing
    """``object.name`` where the framework has put it there, whatever the class says."""
    attribute: Callable[[Evaluator, Instance, MemberExpr, Type | None], Answer] = _unanswered
    """``object.name``; the type is the one that mypy has."""
    method: Callable[[Evaluator, Instance, MemberExpr, Call], Answer] = _unanswered
    """``object.name(...)``"""
    resolves: frozenset[str] = frozenset()
    """The methods that use their arguments at once."""
    inherited: Callable[[Evaluator, Instance, Instance, str, Call], Answer] = _unanswered
    """``super().name(...)`` on an object, as the class behind sees it, which is no class of the project."""
    index: Callable[[Evaluator, Instance, IndexExpr, Type | None], Answer] = _unanswered
    """``object[...]``"""
    contains: Callable[[Analysis, Instance, Expression], None] = _nothing
    """``... in object``"""
    iterate: Callable[[Analysis, Instance, Expression], None] = _nothing
    """``for item in object``, ``len(object)``"""
    assign: Callable[[Analysis, Instance, MemberExpr, Type | None, Expression | None], bool] = _no
    """``object.name = value``; true where there is no more to it."""
    assign_item: Callable[[Analysis, Instance, IndexExpr], bool] = _no
    """``object[...] = value``; true where there is no more to it."""
    delete: Callable[[Analysis, Instance, MemberExpr], None] = _nothing
    """``del object.name``"""
    enter: Callable[[Analysis, Instance, Expression], None] = _nothing
    """``with object:``"""
    use: Callable[[Analysis, Instance, Expression], None] = _nothing
    """What has to know the object: an attribute of it, a comparison, its truth, its text, a query."""
    write: Callable[[Analysis, Instance, Expression], None] = _nothing
    """``str(object)``, ``f"{object}"``"""
    give_away: Callable[[Analysis, Instance, Call], None] = _nothing
    """``await function(object)``, or a thread that runs it, where nobody sees what it does."""
    adopted: Callable[[Analysis, Instance, AccessPath], Address | None] = _nothing
    """An object that nobody has made here, under the name by which it came: its address from now on."""


NO_RULE: Final = Rule()
