"""Find a function in a tree that was parsed again: by its qualified name, as nothing else is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import walk
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Functions = list[nodes.FuncDef]
"""The function of a definition; the items of an overloaded one or a property, its implementation last."""


@dataclass(frozen=True, slots=True)
class Key:
    """How a function is found again: the name of its class and its own, and which of several items it is."""

    module: str
    name: str
    item: int

    @classmethod
    def of(cls, function: nodes.FuncDef, tree: nodes.MypyFile) -> Key | None:
        """Return the key of a function that a symbol table has, of its module or of one of its classes."""
        names, prefix = tree.names, ""
        info = function.info
        if info:
            names, prefix = info.names, f"{info.fullname.removeprefix(f'{info.module_name}.')}."
        symbol = names.get(function.name)
        item = _item(symbol.node, function) if symbol is not None else None
        return cls(tree.fullname, f"{prefix}{function.name}", item) if item is not None else None


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name is bound to, in the class it stands in."""

    functions: Functions
    owner: nodes.ClassDef | None
    outermost: Key | None
    """The function around it, where its class is local to one."""
    first_lines: list[int]
    """Where each of the functions begins, with its decorators."""
    decorators: list[list[nodes.Expression]]
    """What stands above each of the functions."""


def _item(node: nodes.SymbolNode | None, function: nodes.FuncDef) -> int | None:
    """Return which part of a definition the function is; a later one of the same name is no part of it."""
    for index, part in enumerate(_parts(node)):
        if part is function:
            return index
    return None


def _parts(node: nodes.SymbolNode | None) -> Functions:
    if isinstance(node, nodes.OverloadedFuncDef):
        return [part for item in (*node.items, node.impl) for part in _parts(item)]
    if isinstance(node, nodes.Decorator):
        return [node.func]
    return [node] if isinstance(node, nodes.FuncDef) else []


def find(tree: nodes.MypyFile, key: Key) -> nodes.FuncDef | None:
    """Return the function that the symbol tables of its module have under the key."""
    names = tree.names
    *classes, name = key.name.split(".")
    for owner in classes:
        node = names[owner].node if owner in names else None
        if not isinstance(node, nodes.TypeInfo):
            return None
        names = node.names
    parts = _parts(names[name].node) if name in names else []
    return parts[key.item] if key.item < len(parts) else None


def assigned(tree: nodes.MypyFile, name: str) -> nodes.Expression | None:
    """Return what a module gives a name that one statement binds."""
    found = [
        statement.rvalue
        for statement in walk.scope_statements(tree.defs)
        if isinstance(statement, nodes.AssignmentStmt)
        for target in statement.lvalues
        if isinstance(target, nodes.NameExpr) and target.name == name
    ]
    return found[0] if len(found) == 1 else None


def calls(tree: nodes.MypyFile) -> tuple[list[nodes.Statement], list[nodes.Expression]]:
    """Return what is decorated, called or filled on the top level of a module, and what names that."""
    found: list[nodes.Statement] = []
    given: list[nodes.Expression] = []
    for statement in walk.scope_statements(tree.defs):
        if isinstance(statement, nodes.Decorator):
            found.append(statement)
            given += statement.original_decorators
        elif isinstance(statement, nodes.ExpressionStmt) and isinstance(statement.expr, nodes.CallExpr):
            found.append(statement)
            given.append(statement.expr)
        elif isinstance(statement, nodes.ClassDef) and statement.decorators:
            found.append(statement)
            given += statement.decorators
        elif isinstance(statement, nodes.AssignmentStmt) and _fills_items(statement):
            found.append(statement)
            given += [*statement.lvalues, statement.rvalue]
    return found, given


def _fills_items(statement: nodes.AssignmentStmt) -> bool:
    return all(isinstance(target, nodes.IndexExpr) for target in statement.lvalues)


def definitions(tree: nodes.MypyFile) -> dict[str, Definition]:
    """Return what each qualified name is bound to: the first of several definitions, as for mypy."""
    found: dict[str, Definition] = {}
    for name, definition in _Scope(tree.fullname).below(tree.defs):
        found.setdefault(name, definition)
    return found


def first_lines(tree: nodes.MypyFile) -> dict[int, int]:
    """Return where the functions of a module begin, with their decorators, by the line of their ``def``."""
    return {
        function.line: line
        for _, definition in _Scope(tree.fullname).below(tree.defs)
        for function, line in zip(definition.functions, definition.first_lines, strict=True)
    }


@dataclass(frozen=True, slots=True)
class _Scope:
    """What stands around statements: a class, and a function around that."""

    module: str
    prefix: str = ""
    owner: nodes.ClassDef | None = None
    outermost: Key | None = None

    def below(self, body: list[nodes.Statement]) -> Iterator[tuple[str, Definition]]:
        for statement in body:
            if isinstance(statement, (nodes.FuncDef, nodes.Decorator, nodes.OverloadedFuncDef)):
                yield from self._definition(statement)
            elif isinstance(statement, nodes.ClassDef):
                prefix = f"{self.prefix}{statement.name}."
                if self.outermost is not None:
                    # mypy calls a class inside a function by its line, and by nothing around it.
                    prefix = f"{statement.name}@{statement.line}."
                inner = _Scope(self.module, prefix, statement, self.outermost)
                yield from inner.below(statement.defs.body)
            else:
                for block in walk.blocks(statement):
                    if not block.is_unreachable:
                        yield from self.below(block.body)

    def _definition(
        self, statement: nodes.FuncDef | nodes.Decorator | nodes.OverloadedFuncDef
    ) -> Iterator[tuple[str, Definition]]:
        parts: Sequence[nodes.OverloadPart] = (
            # The analyser takes the implementation out of the items.
            statement.unanalyzed_items if isinstance(statement, nodes.OverloadedFuncDef) else [statement]
        )
        functions = [part.func if isinstance(part, nodes.Decorator) else part for part in parts]
        name = f"{self.prefix}{statement.name}"
        if self.owner is not None or self.outermost is None:
            # A function inside a function is a part of that one.
            lines = [part.line for part in parts]
            above = [part.original_decorators if isinstance(part, nodes.Decorator) else [] for part in parts]
            yield name, Definition(functions, self.owner, self.outermost, lines, above)
        for index, function in enumerate(functions):
            outermost = self.outermost or Key(self.module, name, index)
            yield from _Scope(self.module, "", None, outermost).below(function.body.body)
