"""Lists of texts that are, where they are given away, what they were when they were written down."""

from __future__ import annotations

from mypy import nodes

from aobjects_mypy.syntax import walk


def is_kept(function: nodes.FuncItem, name: nodes.NameExpr) -> bool:
    """Tell a list that the function unpacks in calls, or gives to one call, and asks, and no more."""
    if name.kind not in (nodes.LDEF, None):
        return False
    unpacked: set[int] = set()
    given: set[int] = set()
    harmless: set[int] = set()
    read: set[int] = set()
    for part in walk.with_comprehensions(function.body):
        if isinstance(part, nodes.NameExpr) and part.name == name.name:
            read.add(id(part))
        elif isinstance(part, nodes.CallExpr):
            for argument, kind in zip(part.args, part.arg_kinds, strict=True):
                (unpacked if kind.is_star() else given).add(id(argument))
        elif isinstance(part, nodes.AssignmentStmt):
            harmless.update(map(id, part.lvalues))
        elif isinstance(part, nodes.IfStmt):
            harmless.update(map(id, part.expr))
        elif isinstance(part, nodes.ConditionalExpr):
            harmless.add(id(part.cond))
        elif isinstance(part, nodes.ComparisonExpr):
            harmless.update(map(id, part.operands))
    if id(name) not in read:
        # It stands in a function inside.
        return False
    left = read - harmless
    return left <= unpacked or (len(left) == 1 and left <= given)
