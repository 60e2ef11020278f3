"""A call as the rules see it: who is called, with which arguments and values."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.nodes import ARG_NAMED, ARG_POS, ARG_STAR, ARG_STAR2, ArgKind, Expression, MemberExpr, NameExpr
from mypy.types import TupleType, get_proper_type

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from mypy.types import Type


@dataclass(frozen=True, slots=True)
class Argument:
    """One actual argument and the value that reached it."""

    expr: Expression
    kind: ArgKind
    name: str | None
    value: Type | None


@dataclass(frozen=True, slots=True)
class Call:
    """One call; ``result`` is the type mypy gave it."""

    node: Expression
    callee: Expression
    arguments: tuple[Argument, ...]
    result: Type | None
    receiver: Type | None = None
    """What a method is called on."""

    @property
    def callee_name(self) -> str:
        return self.callee.name if isinstance(self.callee, (NameExpr, MemberExpr)) else ""

    @property
    def positional(self) -> list[Argument]:
        return [argument for argument in self.arguments if argument.kind == ARG_POS]

    @property
    def keywords(self) -> dict[str, Argument]:
        return {
            argument.name: argument
            for argument in self.arguments
            if argument.kind == ARG_NAMED and argument.name
        }

    @property
    def has_unpacking(self) -> bool:
        return any(argument.kind in (ARG_STAR, ARG_STAR2) for argument in self.arguments)

    @property
    def unpacked(self) -> tuple[Argument, ...]:
        """The arguments, with the members of each ``*tuple`` whose length is known one by one."""
        found: list[Argument] = []
        for argument in self.arguments:
            value = get_proper_type(argument.value) if argument.value is not None else None
            if argument.kind == ARG_STAR and isinstance(value, TupleType):
                found += (Argument(argument.expr, ARG_POS, None, item) for item in value.items)
            else:
                found.append(argument)
        return tuple(found)

    def argument(self, position: int, name: str) -> Argument | None:
        positional = self.positional
        if position < len(positional):
            return positional[position]
        return self.keywords.get(name)

    def without_arguments(self) -> Call:
        return replace(self, arguments=())

    def on(self, receiver: Type | None) -> Call:
        """Return the call of a method of ``receiver``."""
        return Call(self.node, self.callee, self.arguments, self.result, receiver)
