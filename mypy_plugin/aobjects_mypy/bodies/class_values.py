"""What the body of a class assigns to a name, as a function without parameters that returns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable


def assigned(body: Iterable[nodes.Statement], name: str) -> nodes.Expression | None:
    """Return the value of the last assignment to ``name`` among the statements of a class."""
    found: nodes.Expression | None = None
    for statement in body:
        if isinstance(statement, nodes.AssignmentStmt) and not isinstance(statement.rvalue, nodes.TempNode):
            for target in statement.lvalues:
                if isinstance(target, nodes.NameExpr) and target.name == name:
                    found = statement.rvalue
    return found


def definition(tree: nodes.MypyFile, path: str) -> nodes.ClassDef | None:
    """Return the class of this qualified name in a module that was parsed again."""
    body: list[nodes.Statement] = tree.defs
    found: nodes.ClassDef | None = None
    for name in path.split("."):
        found = next(
            (item for item in body if isinstance(item, nodes.ClassDef) and item.name == name),
            None,
        )
        if found is None:
            return None
        body = found.defs.body
    return found


def returning(value: nodes.Expression, info: nodes.TypeInfo, name: str) -> nodes.FuncDef:
    """Return ``def name(): return value``, a static method of the class."""
    result = nodes.ReturnStmt(value)
    result.set_line(value)
    block = nodes.Block([result])
    block.set_line(value)
    function = nodes.FuncDef(name, [], block)
    function.set_line(value)
    function.is_static = True
    function.info = info
    function._fullname = f"{info.fullname}.{name}"
    return function
