"""Find a function in a tree that was parsed again: by its qualified name, as nothing else is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

Functions = list[nodes.FuncDef]
"""The function of a definition; the items of an overloaded one or a property, its implementation last."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a name is bound to, in the class it stands in."""

    functions: Functions
    owner: nodes.ClassDef | None
    outermost: nodes.FuncDef | None
    """The function around it, where its class is local to one."""
    first_lines: list[int]
    """Where each of the functions begins, with its decorators."""


@dataclass(frozen=True, slots=True)
class Key:
    """How a function is found again: the name of its class and its own, and which of several items it is."""

    module: str
    name: str
    item: int

    @classmethod
    def of(cls, function: nodes.FuncDef, tree: nodes.MypyFile | None) -> Key | None:
        """Return the key of a function that a symbol table has, in this module or one of its classes."""
        info = function.info
        if info and not isinstance(info, nodes.FakeInfo):
            path = info.fullname.removeprefix(f"{info.module_name}.")
            symbol = info.names.get(function.name)
            return cls(info.module_name, f"{path}.{function.name}", _item(symbol, function))
        if tree is None:
            return None
        return cls(tree.fullname, function.name, _item(tree.names.get(function.name), function))


def module_of(function: nodes.FuncDef) -> str:
    info = function.info
    if info and not isinstance(info, nodes.FakeInfo):
        return info.module_name
    return function.fullname.rpartition(".")[0]


def _item(symbol: nodes.SymbolTableNode | None, function: nodes.FuncDef) -> int:
    node = symbol.node if symbol is not None else None
    if isinstance(node, nodes.OverloadedFuncDef):
        for index, item in enumerate(node.items):
            if item is function or (isinstance(item, nodes.Decorator) and item.func is function):
                return index
        return -1
    return 0


def definitions(body: list[nodes.Statement]) -> dict[str, Definition]:
    """Return what each qualified name is bound to: the first of several definitions, as for mypy."""
    found: dict[str, Definition] = {}
    for name, definition in _below(body, "", None, None):
        found.setdefault(name, definition)
    return found


def first_lines(body: list[nodes.Statement]) -> dict[int, int]:
    """Return where the functions of a module begin, with their decorators, by the line of their ``def``."""
    return {
        function.line: line
        for _, definition in _below(body, "", None, None)
        for function, line in zip(definition.functions, definition.first_lines, strict=True)
    }


def _below(
    body: list[nodes.Statement], prefix: str, owner: nodes.ClassDef | None, outermost: nodes.FuncDef | None
) -> Iterator[tuple[str, Definition]]:
    for statement in body:
        if isinstance(statement, (nodes.FuncDef, nodes.Decorator, nodes.OverloadedFuncDef)):
            definition = _definition(statement, owner, outermost)
            if owner is not None or outermost is None:
                yield f"{prefix}{statement.name}", definition
            for function in definition.functions:
                yield from _below(function.body.body, "", None, outermost or function)
        elif isinstance(statement, nodes.ClassDef):
            name = statement.name
            if outermost is not None and owner is None:
                # As mypy calls a class inside a function.
                name = f"{name}@{statement.line}"
            yield from _below(statement.defs.body, f"{prefix}{name}.", statement, outermost)
        else:
            for block in walk.blocks(statement):
                if not block.is_unreachable:
                    yield from _below(block.body, prefix, owner, outermost)


def _definition(
    statement: nodes.FuncDef | nodes.Decorator | nodes.OverloadedFuncDef,
    owner: nodes.ClassDef | None,
    outermost: nodes.FuncDef | None,
) -> Definition:
    # The analyser takes the implementation out of the items.
    parts = statement.unanalyzed_items if isinstance(statement, nodes.OverloadedFuncDef) else [statement]
    functions = [part.func if isinstance(part, nodes.Decorator) else part for part in parts]
    return Definition(functions, owner, outermost, [part.line for part in parts])
