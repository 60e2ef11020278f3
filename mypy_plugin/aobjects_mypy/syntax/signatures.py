"""Match the arguments of a call with the parameters of a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy.argmap import map_actuals_to_formals
from mypy.nodes import ARG_NAMED, ARG_POS, ARG_STAR
from mypy.types import AnyType, TypeOfAny

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.nodes import FuncDef
    from mypy.types import CallableType, Type

    from aobjects_mypy.syntax.call import Argument, Call


def formal(signature: CallableType, call: Call, position: int) -> Type | None:
    """Return the declared type of the parameter that takes the argument at ``position``."""
    argument = call.arguments[position]
    if argument.kind == ARG_NAMED:
        return next(
            (
                typ
                for name, typ in zip(signature.arg_names, signature.arg_types, strict=True)
                if name == argument.name
            ),
            None,
        )
    if argument.kind != ARG_POS:
        return None
    before = sum(1 for other in call.arguments[:position] if other.kind == ARG_POS)
    for index, kind in enumerate(signature.arg_kinds):
        if kind == ARG_STAR:
            return signature.arg_types[index]
        if not kind.is_positional():
            return None
        if index == before:
            return signature.arg_types[index]
    return None


def formals(function: FuncDef, arguments: Sequence[Argument], *, bound: bool) -> Sequence[Sequence[int]]:
    """Return which arguments each parameter gets, but for the first of a ``bound`` method."""
    return map_actuals_to_formals(
        [argument.kind for argument in arguments],
        [argument.name for argument in arguments],
        function.arg_kinds[bound:],
        function.arg_names[bound:],
        lambda position: arguments[position].value or AnyType(TypeOfAny.special_form),
    )
