"""Walk the syntax tree: the sub-expressions of an expression in the order they run, the nodes of a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from mypy import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_Node = TypeVar("_Node", bound=nodes.Node)

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


def of(expr: nodes.Expression) -> list[nodes.Expression]:
    """Return the parts of an expression."""
    if isinstance(expr, nodes.DictExpr):
        return [part for pair in expr.items for part in pair if part is not None]
    found: list[nodes.Expression] = []
    for name in _ATTRIBUTES.get(type(expr), ()):
        child = getattr(expr, name)
        if isinstance(child, (list, tuple)):
            found += [item for item in child if item is not None]
        elif child is not None:
            found.append(child)
    return found


def walk(block: nodes.Block) -> list[nodes.Node]:
    """Return the statements of a block and their expressions, at any depth; not those of nested functions."""
    found: list[nodes.Node] = []
    for statement in statements(block):
        found.append(statement)
        for expr in _expressions(statement):
            found += below(expr)
    return found


def with_comprehensions(block: nodes.Block) -> list[nodes.Node]:
    """Return what ``walk`` does, and the parts of comprehensions, which run in a scope of their own."""
    found = walk(block)
    for node in found:
        # The list grows while it is read.
        if isinstance(node, (nodes.ListComprehension, nodes.SetComprehension)):
            found.append(node.generator)
        elif isinstance(node, (nodes.GeneratorExpr, nodes.DictionaryComprehension)):
            parts = [node.left_expr] if isinstance(node, nodes.GeneratorExpr) else [node.key, node.value]
            parts += [*node.sequences, *(condition for some in node.condlists for condition in some)]
            for part in parts:
                found += below(part) if part is not None else []
    return found


def with_nested_functions(block: nodes.Block) -> Iterator[nodes.Node]:
    """Yield what ``with_comprehensions`` returns, of the functions and lambdas inside, too."""
    for node in with_comprehensions(block):
        yield node
        if isinstance(node, nodes.Decorator):
            for decorator in node.original_decorators:
                yield from below(decorator)
        inner = node.func if isinstance(node, nodes.Decorator) else node
        if isinstance(inner, nodes.FuncItem):
            yield from with_nested_functions(inner.body)


def names_in(expr: nodes.Expression) -> frozenset[str]:
    return frozenset(part.name for part in below(expr) if isinstance(part, nodes.NameExpr))


def assigned_names(block: nodes.Block) -> frozenset[str]:
    """Return the names that the statements of a block bind anew."""
    return frozenset(name for target in _targets(block) for name in names_in(target))


def _targets(block: nodes.Block) -> Iterator[nodes.Expression]:
    """Yield what the statements of a block assign to, and its loops."""
    for node in statements(block):
        if isinstance(node, nodes.AssignmentStmt):
            yield from node.lvalues
        elif isinstance(node, nodes.OperatorAssignmentStmt):
            yield node.lvalue
        elif isinstance(node, nodes.ForStmt):
            yield node.index


def rebound_names(block: nodes.Block) -> frozenset[str]:
    """Return the names that a block makes stand for another object; ``items[key] = ...`` does not."""
    targets: list[nodes.Expression | None] = list(_targets(block))
    for node in statements(block):
        if isinstance(node, nodes.WithStmt):
            targets += node.target
    found = set()
    for target in targets:
        # The list grows while it is read.
        if isinstance(target, nodes.NameExpr):
            found.add(target.name)
        elif isinstance(target, (nodes.TupleExpr, nodes.ListExpr)):
            targets += target.items
        elif isinstance(target, nodes.StarExpr):
            targets.append(target.expr)
    return frozenset(found)


def carried_names(body: nodes.Block) -> frozenset[str]:
    """Return the names that the body of a loop may read before it binds them: those of the turn before."""
    bound: set[str] = set()
    carried: set[str] = set()
    for statement in body.body:
        targets: list[nodes.Expression] = []
        if isinstance(statement, nodes.AssignmentStmt):
            targets = [target for target in statement.lvalues if isinstance(target, nodes.NameExpr)]
        for node in walk(nodes.Block([statement])):
            if isinstance(node, nodes.NameExpr) and node.name not in bound and node not in targets:
                carried.add(node.name)
        bound.update(target.name for target in targets if isinstance(target, nodes.NameExpr))
    return frozenset(carried)


def scope_statements(body: Iterable[nodes.Statement]) -> Iterator[nodes.Statement]:
    """Yield the simple statements, functions and classes of a body, in whatever block they stand.

    Blocks that mypy takes for unreachable are left out, for it binds no names there, and so are those that
    only a type checker reads: what they define is never called.
    """
    for statement in body:
        if isinstance(statement, (nodes.Decorator, nodes.FuncDef, nodes.OverloadedFuncDef, nodes.ClassDef)):
            yield statement
        elif _BLOCKS[type(statement)]:
            only_checked = _only_checked(statement) if isinstance(statement, nodes.IfStmt) else []
            for block in blocks(statement):
                if not block.is_unreachable and block not in only_checked:
                    yield from scope_statements(block.body)
        else:
            yield statement


def _only_checked(statement: nodes.IfStmt) -> list[nodes.Block]:
    """Return the blocks of ``if TYPE_CHECKING``, and the ``else`` of ``if not TYPE_CHECKING``."""
    found: list[nodes.Block] = []
    for condition, block in zip(statement.expr, statement.body, strict=True):
        if _is_type_checking(condition):
            found.append(block)
        elif (
            isinstance(condition, nodes.UnaryExpr)
            and condition.op == "not"
            and _is_type_checking(condition.expr)
            and statement.else_body is not None
        ):
            found.append(statement.else_body)
    return found


def _is_type_checking(expr: nodes.Expression) -> bool:
    return isinstance(expr, (nodes.NameExpr, nodes.MemberExpr)) and expr.name == "TYPE_CHECKING"


def only_checked_functions(body: Iterable[nodes.Statement]) -> Iterator[nodes.FuncDef]:
    """Yield the functions of a body that only a type checker reads."""
    for statement in statements(nodes.Block(list(body))):
        if isinstance(statement, nodes.IfStmt):
            for block in _only_checked(statement):
                yield from _functions_below(block.body)
        elif isinstance(statement, nodes.ClassDef):
            yield from only_checked_functions(statement.defs.body)


def _functions_below(body: Iterable[nodes.Statement]) -> Iterator[nodes.FuncDef]:
    for statement in statements(nodes.Block(list(body))):
        if isinstance(statement, nodes.FuncDef):
            yield statement
        elif isinstance(statement, nodes.Decorator):
            yield statement.func
        elif isinstance(statement, nodes.ClassDef):
            yield from _functions_below(statement.defs.body)


def functions(body: Iterable[nodes.Statement]) -> Iterator[nodes.FuncDef]:
    """Yield the functions of a body and those inside them, in classes too."""
    for function in _functions_below(body):
        yield function
        yield from functions(function.body.body)


def classes(body: Iterable[nodes.Statement]) -> Iterator[nodes.ClassDef]:
    """Yield the classes of a body and those inside them, in whatever block they stand."""
    for statement in scope_statements(body):
        if isinstance(statement, nodes.ClassDef):
            yield statement
            yield from classes(statement.defs.body)


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
        elif _BLOCKS[type(statement)]:
            for block in blocks(statement):
                yield from decorators(block.body)


def below(expr: nodes.Expression) -> list[nodes.Expression]:
    """Return an expression and its parts, at any depth."""
    found = [expr]
    for part in found:
        # The list grows while it is read.
        found += of(part)
    return found


def statements(block: nodes.Block) -> list[nodes.Statement]:
    """Return the statements of a block at any depth; not those of nested functions."""
    found: list[nodes.Statement] = []
    for statement in block.body:
        found.append(statement)
        if _BLOCKS[type(statement)]:
            for inner in blocks(statement):
                found += statements(inner)
    return found


def _expressions(statement: nodes.Statement) -> list[nodes.Expression]:
    return _children(statement, _EXPRESSIONS, nodes.Expression)


def blocks(statement: nodes.Statement) -> list[nodes.Block]:
    """Return the blocks of a compound statement; a function and a simple statement have none."""
    if isinstance(statement, nodes.Block):
        return [statement]
    return _children(statement, _BLOCKS, nodes.Block)


def _children(
    statement: nodes.Statement, table: dict[type, tuple[str, ...]], kind: type[_Node]
) -> list[_Node]:
    found: list[_Node] = []
    for name in table[type(statement)]:
        child = getattr(statement, name)
        if isinstance(child, kind):
            found.append(child)
        elif isinstance(child, list):
            found += [item for item in child if isinstance(item, kind)]
    return found


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
