"""Which functions stand behind a name, and which a module defines, in whatever block of it, class or not."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.syntax import walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterator


CALLED_BY_NAME: Final = (
    nodes.LambdaExpr,
    nodes.FuncDef,
    nodes.CallExpr,
    nodes.MemberExpr,
    nodes.NameExpr,
    nodes.AwaitExpr,
    nodes.DictExpr,
    nodes.TupleExpr,
)
"""What a local name may stand for that is called by it."""

Definition = tuple[nodes.SymbolNode, str]
"""A function with its decorators, and which accessor of a property it is."""


def functions_of(body: list[nodes.Statement]) -> Iterator[Definition]:
    """Yield the functions of a module that a caller can see through."""
    for statement in walk.scope_statements(body):
        if isinstance(statement, (nodes.Decorator, nodes.FuncDef)):
            yield statement, ""
        elif isinstance(statement, nodes.OverloadedFuncDef):
            yield statement, ""
            setter = setter_of(statement)
            if setter is not None:
                yield setter, ".setter"
        elif isinstance(statement, nodes.ClassDef):
            yield from functions_of(statement.defs.body)


def function_of(node: nodes.Node | None) -> nodes.FuncDef | None:
    """Return the function behind a name, whatever its decorators make of it."""
    if isinstance(node, nodes.FuncDef):
        return node
    if isinstance(node, nodes.OverloadedFuncDef):
        # A property with a setter is its getter, for who reads it.
        return function_of(node.items[0] if node.is_property else node.impl)
    return node.func if isinstance(node, nodes.Decorator) else None


def method_of(info: nodes.TypeInfo, name: str) -> nodes.FuncDef | None:
    """Return the method that objects of a class have under a name: its own, or that of a base."""
    return function_of(instances.member(info, name))


def named(tree: nodes.MypyFile | None, name: str) -> nodes.Node | None:
    """Return what a module defines under a name; a method has that of its class before it."""
    first, *others = name.split(".")
    symbol = tree.names.get(first) if tree is not None else None
    for other in others:
        owner = symbol.node if symbol is not None else None
        symbol = owner.get(other) if isinstance(owner, nodes.TypeInfo) else None
    return symbol.node if symbol is not None else None


def classes_named(tree: nodes.MypyFile | None) -> Iterator[nodes.TypeInfo]:
    """Yield the classes that have a name in a module."""
    for symbol in tree.names.values() if tree is not None else ():
        if isinstance(symbol.node, nodes.TypeInfo):
            yield symbol.node


def decorated(table: nodes.SymbolTable) -> Iterator[nodes.Decorator]:
    """Yield the decorated functions of a module or a class; mypy keeps those of one name apart."""
    for symbol in table.values():
        if isinstance(symbol.node, nodes.Decorator):
            yield symbol.node


def as_function(item: nodes.FuncItem) -> nodes.FuncDef:
    """Return a lambda as the function that it is; a function is returned as it is."""
    if isinstance(item, nodes.FuncDef):
        return item
    return _of_lambda(item)


# mypy's compiled nodes take no weak references; one lambda runs inside itself as one function.
@lru_cache(maxsize=256)
def _of_lambda(item: nodes.FuncItem) -> nodes.FuncDef:
    function = nodes.FuncDef("<lambda>", item.arguments, item.body)
    function.set_line(item)
    return function


def module_of(node: nodes.SymbolNode) -> str:
    """Return the full name of the module that defines a function or a name, be it one of a class."""
    info = node.info if isinstance(node, (nodes.FuncBase, nodes.Decorator, nodes.Var)) else None
    return info.module_name if info else node.fullname.rpartition(".")[0]


def setter_of(node: nodes.Node | None) -> nodes.Decorator | None:
    """Return the function that an assignment to the property calls."""
    if isinstance(node, nodes.OverloadedFuncDef) and node.is_property and node.setter_index is not None:
        setter = node.items[node.setter_index]
        return setter if isinstance(setter, nodes.Decorator) else None
    return None


def returned(function: nodes.FuncDef | None) -> nodes.Expression | None:
    """Return what a function of one statement returns: what a class assigns is given as such a function."""
    statement = function.body.body[0] if function is not None and function.body.body else None
    return statement.expr if isinstance(statement, nodes.ReturnStmt) else None


def is_open(function: nodes.FuncDef) -> bool:
    """Tell a body that says nothing: what a subclass has in its place counts."""
    said = _said(function)
    return not said or (len(said) == 1 and isinstance(said[0], nodes.RaiseStmt))


def is_left_to_subclasses(function: nodes.FuncDef) -> bool:
    """Tell a method that does nothing but raise ``NotImplementedError``."""
    said = _said(function)
    raised = said[0].expr if len(said) == 1 and isinstance(said[0], nodes.RaiseStmt) else None
    made = raised.callee if isinstance(raised, nodes.CallExpr) else raised
    return isinstance(made, nodes.NameExpr) and made.name == "NotImplementedError"


def _said(function: nodes.FuncDef) -> list[nodes.Statement]:
    """Return the statements of a body, but for those that do nothing."""
    return [
        statement
        for statement in function.body.body
        if not isinstance(statement, nodes.PassStmt)
        and not (
            isinstance(statement, nodes.ExpressionStmt)
            and isinstance(statement.expr, (nodes.StrExpr, nodes.EllipsisExpr))
        )
    ]
