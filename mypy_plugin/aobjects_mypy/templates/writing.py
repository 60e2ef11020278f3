"""Write a program: statements, expressions and names, each at the line of the template it comes from."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.templates import functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_Node = TypeVar("_Node", bound=nodes.Context)

OWN: Final = "·"
"""In the names of values that no template can name."""


class Places:
    """The lines of all templates that a program is made of, each under a number of its own."""

    def __init__(self) -> None:
        self.shown: Final[list[str]] = [""]
        """By the number: ``a.html:12``."""
        self._numbers: Final[dict[str, int]] = {}

    def number(self, template: str, line: int) -> int:
        shown = f"{template}:{line}"
        if shown not in self._numbers:
            self._numbers[shown] = len(self.shown)
            self.shown.append(shown)
        return self._numbers[shown]


class Writer:
    """Collects the statements of one program."""

    def __init__(self) -> None:
        self.places: Final = Places()
        self.line = 0
        """The number of the line that is being written."""
        self.statements: list[nodes.Statement] = []
        self.scopes: list[dict[str, str]] = [{}]
        """The names that the templates have given to values, and their names in the program."""
        self.is_isolated: list[bool] = [False]
        """Of each scope: those below it are out of sight, the context included."""
        self.size = 0
        """How many nodes the program has."""
        self.reads: Final[set[str]] = set()
        """The names of the context that are read."""
        self._names: Final[dict[str, int]] = {}

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

    def own(self, function: Callable[..., None], *arguments: nodes.Expression) -> nodes.CallExpr:
        """Return the call of what only templates do."""
        return self.call(functions.name_of(function), *arguments)

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

    # Names -----------------------------------------------------------------------------------------------

    @contextmanager
    def scope(self, *, is_isolated: bool = False) -> Iterator[None]:
        """Forget the names that are given inside, as Django's stack of contexts does."""
        self.scopes.append({})
        self.is_isolated.append(is_isolated)
        try:
            yield
        finally:
            self.scopes.pop()
            self.is_isolated.pop()

    def bind(self, name: str) -> nodes.NameExpr:
        """Return the target that a template's name stands for from here on."""
        number = self._names[name] = self._names.get(name, 0) + 1
        self.scopes[-1][name] = own = f"{name}{OWN}{number}"
        return self.name(own)

    def visible(self) -> dict[str, str]:
        """Return the names that the templates have given, and their names in the program."""
        found: dict[str, str] = {}
        for scope, is_isolated in zip(self.scopes, self.is_isolated, strict=True):
            if is_isolated:
                found = {}
            found.update(scope)
        return found

    @property
    def sees_context(self) -> bool:
        return not any(self.is_isolated)

    def read(self, name: str) -> nodes.Expression:
        """Read a name: of the context, where no template has given it to something else."""
        own = self.visible().get(name)
        if own is not None:
            return self.name(own)
        if not self.sees_context:
            return self.name(f"{OWN}unknown")
        self.reads.add(name)
        return self.name(name)
