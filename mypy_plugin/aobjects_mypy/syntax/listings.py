"""Lists of texts, and dicts, that are, where they are given away, what they were when they were written."""

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
    left = read - harmless
    return left <= unpacked or (len(left) == 1 and left <= given)


def dict_behind(function: nodes.FuncItem, name: nodes.NameExpr) -> nodes.DictExpr | None:
    """Return the dict that a name stands for which is assigned once, and then only unpacked in calls."""
    if name.kind not in (nodes.LDEF, None):
        return None
    found: list[nodes.Expression] = []
    harmless: set[int] = set()
    read: set[int] = set()
    for part in walk.with_comprehensions(function.body):
        if isinstance(part, (nodes.FuncDef, nodes.LambdaExpr)):
            return None
        if isinstance(part, nodes.NameExpr) and part.name == name.name:
            read.add(id(part))
        elif isinstance(part, nodes.CallExpr):
            arguments = zip(part.args, part.arg_kinds, strict=True)
            harmless.update(id(argument) for argument, kind in arguments if kind.is_star())
        elif isinstance(part, nodes.AssignmentStmt) and len(part.lvalues) == 1:
            target = part.lvalues[0]
            if isinstance(target, nodes.NameExpr) and target.name == name.name:
                harmless.add(id(target))
                found.append(part.rvalue)
    is_kept = len(found) == 1 and read <= harmless
    return found[0] if is_kept and isinstance(found[0], nodes.DictExpr) else None
