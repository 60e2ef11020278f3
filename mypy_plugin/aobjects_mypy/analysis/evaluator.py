"""What the few rules may use that run code: an argument evaluated again, a callable that is called."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import field
from typing import TYPE_CHECKING

from aobjects_mypy.analysis.analysis import Analysis
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.domain import heap
    from aobjects_mypy.syntax.call import Call


@dataclass(frozen=True, slots=True)
class Ran:
    """What a called body came to."""

    value: Type | None
    """What it returns; of a coroutine function: what awaiting it gives."""
    findings: Sequence[Finding]
    is_over: bool
    """No way leads out of it: it always raises."""
    before_first: Sequence[Finding] = ()
    """Of a generator: what runs before its first item is there."""
    filled: Mapping[int, Type] = field(default_factory=dict)
    """By their positions: the containers it was given that hold more now."""


class Evaluator(Analysis, ABC):
    """An analysis whose rules may have code evaluated; the interpreter is the one there is."""

    @abstractmethod
    def evaluate(self, expr: nodes.Expression) -> Type | None:
        """Return the type of ``expr`` whose instances carry the addresses of the objects that reach it."""

    def evaluate_quietly(self, expr: nodes.Expression) -> Type | None:
        """Evaluate ``expr`` as a worker thread would: nothing of it is reported."""
        with self.off_loop():
            return self.evaluate(expr)

    @abstractmethod
    def run_called(
        self,
        function: nodes.FuncDef,
        values: Mapping[int, Type | None],
        place: nodes.Context,
        scope: heap.Scope | None = None,
    ) -> Ran | None:
        """Run the body of a called function as if it stood at the call; ``None`` where that is too far.

        ``scope`` is what a nested function sees of those around it.
        """

    @abstractmethod
    def make_generator(
        self,
        function: nodes.FuncDef,
        values: Mapping[int, Type | None],
        result: Type | None,
        place: nodes.Expression,
        shown: str,
    ) -> Type | None:
        """Return the generator, whose body runs where it is consumed."""

    @abstractmethod
    def run_generator(
        self, value: Type | None, place: nodes.Expression, *, whole: bool = True
    ) -> Type | None:
        """Run the bodies of the generators that a value is, and return what they yield."""

    @abstractmethod
    def call_decorated(self, node: nodes.Node | None, call: Call) -> tuple[bool, Type | None]:
        """Call what the decorators of a function made of it; tell whether that is known."""

    @abstractmethod
    def call_value(self, value: Type | None, call: Call) -> tuple[bool, Type | None]:
        """Call what a value is; tell whether that is known, and what it returns."""

    @abstractmethod
    def put_on_request(self, name: str) -> Type | None:
        """Return what the middleware of the project has put on a request under this name."""

    @abstractmethod
    def read(self, value: Type | None, name: str, place: nodes.Expression) -> Type | None:
        """Read the attribute of a value as if that were written at ``place``."""

    @abstractmethod
    def call_method(self, value: Type | None, name: str, place: nodes.Expression) -> Type | None:
        """Call the method of a value without arguments as if that were written at ``place``."""

    @abstractmethod
    def resolve(self, callee: nodes.Expression) -> nodes.Node:
        """Follow a local name to the function, lambda, method or wrapper that it holds."""

    @abstractmethod
    def run_function(
        self, function: nodes.FuncItem, values: Iterable[Type | None], call: Call
    ) -> Type | None:
        """Run the body of a local function with these arguments, and return what it returns."""
