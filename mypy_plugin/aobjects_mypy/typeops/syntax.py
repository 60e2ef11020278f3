"""Walk the syntax tree: the sub-expressions of an expression in the order they run, the nodes of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# mypy's compiled visitors cannot be subclassed, so the walk is a table of attributes.
_ATTRIBUTES: Final[dict[type[nodes.Expression], tuple[str, ...]]] = {
    nodes.AssertTypeExpr: ("expr",),
    nodes.CastExpr: ("expr",),
    nodes.MemberExpr: ("expr",),
    nodes.RevealExpr: ("expr",),
    nodes.SliceExpr: ("begin_index", "end_index", "stride"),
    nodes.StarExpr: ("expr",),
    nodes.UnaryExpr: ("expr",),
    nodes.OpExpr: ("left", "right"),
    nodes.ComparisonExpr: ("operands",),
    nodes.YieldExpr: ("expr",),
    nodes.YieldFromExpr: ("expr",),
    nodes.AwaitExpr: ("expr",),
    nodes.ListExpr: ("items",),
    nodes.SetExpr: ("items",),
    nodes.TupleExpr: ("items",),
    nodes.IndexExpr: ("base", "index"),
    nodes.ConditionalExpr: ("cond", "if_expr", "else_expr"),
    nodes.AssignmentExpr: ("value",),
    nodes.CallExpr: ("callee", "args"),
}


def of(expr: nodes.Expression) -> Iterator[nodes.Expression]:
    if isinstance(expr, nodes.DictExpr):
        for key, value in expr.items:
            if key is not None:
                yield key
            yield value
        return
    for name in _ATTRIBUTES.get(type(expr), ()):
        child = getattr(expr, name)
        if isinstance(child, (list, tuple)):
            yield from (item for item in child if item is not None)
        elif child is not None:
            yield child


def walk(block: nodes.Block) -> Iterator[nodes.Node]:
    """Yield the statements of a block and their expressions, at any depth; not those of nested functions."""
    for statement in block.body:
        yield statement
        for expr in _expressions(statement):
            yield from _below(expr)
        for inner in _blocks(statement):
            yield from walk(inner)


def names_in(expr: nodes.Expression) -> frozenset[str]:
    return frozenset(part.name for part in _below(expr) if isinstance(part, nodes.NameExpr))


def assigned_names(block: nodes.Block) -> frozenset[str]:
    """Return the names that the statements of a block bind anew."""
    targets: list[nodes.Expression] = []
    for node in statements(block):
        if isinstance(node, nodes.AssignmentStmt):
            targets += node.lvalues
        elif isinstance(node, nodes.OperatorAssignmentStmt):
            targets.append(node.lvalue)
        elif isinstance(node, nodes.ForStmt):
            targets.append(node.index)
    return frozenset(name for target in targets for name in names_in(target))


def decorators(body: Iterable[nodes.Statement]) -> Iterator[nodes.Decorator]:
    """Yield every decorated function below ``body``, in classes and in functions too."""
    for statement in body:
        if isinstance(statement, nodes.Decorator):
            yield statement
            yield from decorators(statement.func.body.body)
        elif isinstance(statement, nodes.OverloadedFuncDef):
            yield from decorators([statement.impl] if statement.impl is not None else [])
        elif isinstance(statement, nodes.ClassDef):
            yield from decorators(statement.defs.body)
        else:
            for block in _blocks(statement):
                yield from decorators(block.body)


def _below(expr: nodes.Expression) -> Iterator[nodes.Expression]:
    yield expr
    for child in of(expr):
        yield from _below(child)


def statements(block: nodes.Block) -> Iterator[nodes.Statement]:
    """Yield the statements of a block at any depth; not those of nested functions."""
    for statement in block.body:
        yield statement
        for inner in _blocks(statement):
            yield from statements(inner)


def _expressions(statement: nodes.Statement) -> Iterator[nodes.Expression]:
    for name in _EXPRESSIONS[type(statement)]:
        child = getattr(statement, name)
        for item in child if isinstance(child, list) else [child]:
            if isinstance(item, nodes.Expression):
                yield item


def _blocks(statement: nodes.Statement) -> Iterator[nodes.Block]:
    if isinstance(statement, nodes.Block):
        yield statement
    for name in _BLOCKS[type(statement)]:
        child = getattr(statement, name)
        for item in child if isinstance(child, list) else [child]:
            if isinstance(item, nodes.Block):
                yield item


def _attributes(*candidates: str) -> dict[type, tuple[str, ...]]:
    """Return which of the attributes each kind of statement has."""
    kinds = [kind for kind in vars(nodes).values() if isinstance(kind, type)]
    return {
        kind: tuple(name for name in candidates if hasattr(kind, name))
        for kind in kinds
        if issubclass(kind, nodes.Statement)
    }


_EXPRESSIONS: Final = _attributes("expr", "rvalue", "lvalue", "lvalues", "subject", "msg")
_BLOCKS: Final = _attributes("body", "bodies", "else_body", "handlers", "finally_body")
