"""What a framework does with the code of a project: the interface of ``rules/<framework>/``."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function, Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """How a framework calls one function, on the event loop."""

    given: Mapping[int, Type] = field(default_factory=dict)
    """By their positions: the arguments of which the function itself says less."""
    overrides: bool = False
    """What is given is of other classes than the function says: what mypy made of its body does not hold."""
    begin: Callable[[Evaluator, nodes.FuncDef, Type | None], None] | None = None
    """What runs on the event loop before the function does, given its first argument; it reports that."""
    leave_request: Sequence[nodes.Expression] = ()
    """The decorators that have neither set nor read what is on the request."""
    registers: Sequence[nodes.Expression] = ()
    """The decorators that call what stands below them with the request, from outside."""
    finish: Callable[[Evaluator, Type | None, nodes.Expression], None] | None = None
    """What is done with a value that is returned or yielded, at its expression; it reports what queries."""


def _no_endpoint(*_: object) -> None:
    return None


def _no_functions(*_: object) -> Iterable[nodes.FuncDef]:
    return ()


FindEndpoint: TypeAlias = "Callable[[Evaluator, nodes.FuncDef, nodes.Decorator | None], Endpoint | None]"
FindHandlers: TypeAlias = "Callable[[nodes.ClassDef, Callable[[str], None]], Iterable[nodes.FuncDef]]"
FindPlain: TypeAlias = "Callable[[nodes.MypyFile, Callable[[str], None]], Iterable[nodes.FuncDef]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """All that is known of one framework; names of its classes and functions, and nothing of it is imported.

    Example:
        >>> from aobjects_mypy.analysis.framework import Framework
        >>> from aobjects_mypy.calls import operations
        >>> FRAMEWORK = Framework(functions={"billing_sdk.charge": operations.function("acharge")})
    """

    classes: Mapping[str, Rule] = field(default_factory=dict)
    """By the full name of a class: what is done to its objects, and to those of its subclasses."""
    functions: Mapping[str, Function] = field(default_factory=dict)
    """By the full name of a function: what calling it does."""
    objects: Collection[str] = ()
    """The full names of objects that have rules (``heap.Named``) where mypy has no types for them."""
    endpoint: FindEndpoint = _no_endpoint
    """How a function that is judged is called, or ``None`` where the framework does not call it."""
    plain: FindPlain = _no_functions
    """Which functions of a module are called on the event loop although they are no coroutine functions.

    The second argument takes the paths of other files by which that is known.
    """
    handlers: FindHandlers = _no_functions
    """What the framework runs on the event loop for a class of a project, as functions that nobody wrote.

    They stand where the class says what they run on: mypy has no types for them, and ``endpoint`` says so.
    The second argument takes the paths of other files by which that is known.
    """
    any_object: Iterable[Rule] = ()
    """Rules that are asked of every object: tables of methods (``calls.operations.rule``), protocols."""
