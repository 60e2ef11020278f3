"""What is known of the functions that a body calls, as far as rules ask for it."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Protocol, TypeVar

from aobjects_mypy.syntax import expressions
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence, Set

    from mypy import nodes

    from aobjects_mypy.domain.effects import Step, Summary
    from aobjects_mypy.domain.taken_step import TakenStep

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Receiver:
    """A function that is connected to a signal."""

    node: nodes.Node
    sender: nodes.Expression | None
    """The only sender that it listens to."""

    def listens_to(self, sender: str) -> bool:
        """Tell a receiver of any sender, or of the one of this full name."""
        return self.sender is None or (bool(sender) and expressions.fullname(self.sender) == sender)


class Question(enum.Enum):
    """What is found out once for all functions."""

    ATTRIBUTE = enum.auto()
    """What a class puts into an attribute."""
    COROUTINE = enum.auto()
    """What a coroutine function runs whatever it is given."""
    PART = enum.auto()
    """What is found out for another question alone."""


class Callees(Protocol):
    """Answers for every function of the program; ``None`` where nothing is known."""

    seek_proof: bool
    """Whether the module asks what is not proven, too: ``async-unsafe-unproven``."""

    def of(self, node: nodes.Node | None, accessor: str = "") -> Summary | None:
        """Return what calling the function does."""

    def definition(self, node: nodes.Node | None) -> nodes.Node | None:
        """Return the definition behind an alias."""

    def body(self, node: nodes.Node | None) -> nodes.FuncDef | None:
        """Return the function with its body, where that may be run at the call in its place."""

    def named(self, module: str, name: str) -> nodes.Node | None:
        """Return what a module defines under a name; a method has that of its class before it."""

    def decorated(self, module: str, owner: nodes.TypeInfo | None) -> Iterator[nodes.Decorator]:
        """Yield the decorated functions of a class, or those of a module, also where they share a name."""

    def top_level(self, module: str, mentioned: Sequence[str]) -> Sequence[nodes.Statement]:
        """Return what is decorated, called or filled at the top level of a module that mentions a name."""

    def classes(self, module: str) -> Iterator[nodes.TypeInfo]:
        """Yield the classes that have a name in a module: its own, and those that it imports."""

    def module(self, name: str) -> nodes.MypyFile | None:
        """Return a module of the program."""

    def consult(self, path: str) -> None:
        """Take notice that the function is judged by a file that is no module."""

    def assigned(self, variable: nodes.Var) -> nodes.Expression | None:
        """Return what a module gives a name, where only one statement binds it."""

    def receivers(self, signal: str) -> Sequence[Receiver]:
        """Return the functions that the project connects to the signal of this full name."""

    def is_chained(self, name: str, managers: frozenset[str]) -> bool:
        """Tell a method that some call reaches by anything but one of these names of managers."""

    def once(self, key: Hashable, find: Callable[[], _T], nothing: _T, kind: Question) -> _T:
        """Return what is found out once for all functions, or ``nothing`` where that leads too far."""

    def call(
        self,
        key: Hashable,
        run: Callable[[], _T],
        holds: Callable[[_T], bool],
        is_kept: Callable[[_T], bool],
    ) -> tuple[_T, bool]:
        """Return what a call does, and whether one like it has done so before, under conditions that hold."""

    def class_value(self, info: nodes.TypeInfo, name: str) -> nodes.FuncDef | None:
        """Return a function that gives what a class, or the first of its bases with the name, assigns."""

    def assigned_attributes(self, function: nodes.FuncDef) -> Set[str]:
        """Return the attributes of ``self`` that a method, or one that it calls, assigns."""

    def filled_attributes(self, function: nodes.FuncDef) -> Set[str]:
        """Return the attributes of ``self`` whose container a method puts something into."""

    def filled_names(self, function: nodes.FuncDef) -> Set[str]:
        """Return the names of modules, and chains of names, that a function puts something into."""

    def imported(self, expr: nodes.Node) -> str:
        """Return the full name of what is written ``serializers.CharField``, also of an untyped library."""

    def request_of(
        self, function: nodes.FuncDef, decorator: nodes.Decorator | None, module: str
    ) -> int | None:
        """Return which parameter is Django's request, where no annotation says so."""

    def taken(self, step: Step) -> TakenStep:
        """Return a step with where it is taken now."""
