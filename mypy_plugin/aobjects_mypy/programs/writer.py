"""Write a program: its statements and expressions, each at a line that says where it comes from."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Node = TypeVar("_Node", bound=nodes.Context)

OWN: Final = "·"
"""In the names of values that no code of the project can name."""


@dataclass(frozen=True, slots=True)
class Program:
    """What is done to some values."""

    name: str
    function: nodes.FuncDef
    places: Sequence[str]
    """By the line of a node: the place it stands for, as ``a.html:12`` or ``BookOut.author``."""


class Places:
    """The places that the lines of a program stand for, each under a number of its own."""

    def __init__(self) -> None:
        self.shown: Final[list[str]] = [""]
        """By the number: ``a.html:12``."""
        self._numbers: Final[dict[str, int]] = {}

    def number(self, shown: str) -> int:
        if shown not in self._numbers:
            self._numbers[shown] = len(self.shown)
            self.shown.append(shown)
        return self._numbers[shown]


class Writer:
    """Collects the statements of one program."""

    def __init__(self) -> None:
        self.places: Final = Places()
        self.line = 0
        """The number of the place that is being written."""
        self.statements: list[nodes.Statement] = []
        self.size = 0
        """How many nodes the program has."""

    # Nodes -----------------------------------------------------------------------------------------------

    def put(self, node: _Node) -> _Node:
        """Give a node its line, and a column of its own: objects are told apart by the place of a node."""
        self.size += 1
        node.set_line(self.line, self.size, self.line, self.size)
        return node

    def name(self, name: str) -> nodes.NameExpr:
        return self.put(nodes.NameExpr(name))

    def text(self, value: str) -> nodes.StrExpr:
        return self.put(nodes.StrExpr(str(value)))

    def number(self, value: int) -> nodes.IntExpr:
        return self.put(nodes.IntExpr(value))

    def known(self, fullname: str) -> nodes.NameExpr:
        """Return a name that stands for the same function everywhere."""
        expr = self.name(fullname.rpartition(".")[2])
        expr.fullname, expr.kind = fullname, nodes.GDEF
        return expr

    def call(self, fullname: str, *arguments: nodes.Expression) -> nodes.CallExpr:
        return self.calling(self.known(fullname), list(arguments))

    def calling(
        self, callee: nodes.Expression, arguments: Sequence[nodes.Expression], keywords: Sequence[str] = ()
    ) -> nodes.CallExpr:
        """Return a call whose last arguments have these names."""
        plain = len(arguments) - len(keywords)
        kinds = [nodes.ARG_POS] * plain + [nodes.ARG_NAMED] * len(keywords)
        return self.put(nodes.CallExpr(callee, list(arguments), kinds, [*[None] * plain, *keywords]))

    def held(self, value: nodes.Expression, hint: str) -> nodes.Expression:
        """Return the value under a name: what is asked of it several times is evaluated once."""
        if isinstance(value, (nodes.NameExpr, nodes.AssignmentExpr, nodes.StrExpr, nodes.IntExpr)):
            return value
        return self.put(nodes.AssignmentExpr(self.name(f"{hint}{OWN}"), value))

    def item(self, value: nodes.Expression, position: int) -> nodes.Expression:
        return self.put(nodes.IndexExpr(value, self.number(position)))

    # Statements ------------------------------------------------------------------------------------------

    def evaluate(self, expr: nodes.Expression) -> None:
        self.statements.append(self.put(nodes.ExpressionStmt(expr)))

    def write(self, value: nodes.Expression) -> None:
        """Write a value into the output: its text is asked for."""
        if not isinstance(value, (nodes.StrExpr, nodes.IntExpr)):
            self.evaluate(self.call(names.STR, value))

    def assign(self, target: nodes.Expression, value: nodes.Expression) -> None:
        self.statements.append(self.put(nodes.AssignmentStmt([target], value)))

    @contextmanager
    def block(self) -> Iterator[nodes.Block]:
        """Collect the statements of a block of their own."""
        outer, self.statements = self.statements, []
        block = self.put(nodes.Block(self.statements))
        try:
            yield block
        finally:
            self.statements = outer

    # The program -----------------------------------------------------------------------------------------

    def program(self, name: str) -> Program:
        """Return what has been written so far: names that no statement has bound are given by who runs it."""
        function = nodes.FuncDef(name, [], nodes.Block(self.statements))
        function._fullname = f"{name}{OWN}"
        function.set_line(0, 0, len(self.places.shown), 0)
        return Program(name, function, self.places.shown)
