"""Tell at a glance what no interpretation is needed for: bodies that meet no row, results that hold none.

Most functions of a project add numbers and join strings.  A row can only come into a body by a parameter, or
through a name that the project or Django defines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import (
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    TupleType,
    UnionType,
    get_proper_type,
)

from aobjects_mypy import names
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mypy.types import Type


class IdleBodies:
    """Finds the functions that only handle values of the standard library."""

    def __init__(self, module: Callable[[str], nodes.MypyFile | None]) -> None:
        self._module = module
        self._libraries: dict[str, bool] = {}

    def is_idle(self, function: nodes.FuncDef) -> bool:
        """Tell a function that runs no query whatever it is given, and hands out nothing it was given."""
        typ = function.type
        if not isinstance(typ, CallableType) or function.is_generator or function.is_coroutine:
            return False
        return all(map(self._is_plain, typ.arg_types)) and self._are_idle([function.body], function.arg_names)

    def _is_plain(self, typ: Type) -> bool:
        """Tell a type of the standard library; one that a queryset can pass as is none."""
        proper = get_proper_type(typ)
        if isinstance(proper, Instance):
            fullname = proper.type.fullname
            return (
                fullname not in names.ITERABLES
                and self._is_library(fullname)
                and all(map(self._is_plain, proper.args))
            )
        if isinstance(proper, (UnionType, TupleType)):
            return all(map(self._is_plain, proper.items))
        return isinstance(proper, (NoneType, LiteralType))

    def _is_library(self, fullname: str) -> bool:
        if not expressions.is_standard(fullname):
            return False
        top = fullname.partition(".")[0]
        if top not in self._libraries:
            # A project may have a "queue" or "calendar" of its own.
            tree = self._module(top)
            self._libraries[top] = tree is not None and tree.is_stub
        return self._libraries[top]

    def _are_idle(self, parts: Iterable[object], parameters: list[str | None]) -> bool:
        for part in parts:
            if part is None:
                continue
            if isinstance(part, (list, tuple)):
                if not self._are_idle(part, parameters):
                    return False
                continue
            attributes = _PARTS.get(type(part))
            if attributes is None or not self._is_harmless(part, parameters):
                return False
            if attributes and not self._are_idle([getattr(part, name) for name in attributes], parameters):
                return False
        return True

    def _is_harmless(self, part: object, parameters: list[str | None]) -> bool:
        """Judge a node by itself, without its parts."""
        if isinstance(part, nodes.RefExpr):
            if isinstance(part, nodes.NameExpr) and part.kind in (nodes.LDEF, None):
                return True
            if isinstance(part, nodes.MemberExpr) and part.node is None:
                return True
            # A caller may go by whether an event loop runs.
            return part.fullname not in names.ASKS_FOR_LOOP and self._is_library(part.fullname)
        if isinstance(part, (nodes.CallExpr, nodes.IndexExpr)):
            # mypy reads divmod() as an operator.
            return part.analyzed is None or isinstance(part.analyzed, nodes.OpExpr)
        if isinstance(part, nodes.LambdaExpr):
            return not any(argument.initializer for argument in part.arguments)
        if isinstance(part, nodes.AssignmentStmt) and _turns(part, parameters):
            return False
        if isinstance(part, (nodes.ReturnStmt, nodes.AssignmentStmt)):
            # A caller may go by which argument comes back.
            value = part.expr if isinstance(part, nodes.ReturnStmt) else part.rvalue
            return not (
                (isinstance(value, nodes.NameExpr) and value.name in parameters) or _lists_texts(value)
            )
        if isinstance(part, (nodes.ForStmt, nodes.WithStmt)):
            return not part.is_async
        if isinstance(part, (nodes.GeneratorExpr, nodes.DictionaryComprehension)):
            return not any(part.is_async)
        return True


def _turns(statement: nodes.AssignmentStmt, parameters: list[str | None]) -> bool:
    """Tell ``flags["full"] = True``: a caller may go by the flag that it finds in its dict."""
    return expressions.is_name(statement.rvalue, names.TRUE, names.FALSE) and any(
        isinstance(target, nodes.IndexExpr)
        and isinstance(target.base, nodes.NameExpr)
        and target.base.name in parameters
        for target in statement.lvalues
    )


def _lists_texts(value: nodes.Expression | None) -> bool:
    """Tell ``["author"] if full else []``: a caller may load what is named there."""
    if isinstance(value, nodes.ConditionalExpr):
        return _lists_texts(value.if_expr) or _lists_texts(value.else_expr)
    return (
        isinstance(value, (nodes.ListExpr, nodes.SetExpr, nodes.TupleExpr))
        and bool(value.items)
        and all(isinstance(item, nodes.StrExpr) for item in value.items)
    )


def hands_out_rows(function: nodes.FuncDef) -> bool:
    """Tell a coroutine or async generator that may hand out rows or querysets, by its annotation."""
    if not isinstance(function.type, CallableType):
        return True
    coroutine = get_proper_type(function.type.ret_type)
    if not isinstance(coroutine, Instance) or not coroutine.args:
        return True
    return _may_hold_rows(coroutine.args[0 if function.is_async_generator else -1])


def takes_rows(function: nodes.FuncDef) -> bool:
    """Tell a function that may be given rows, by its annotations."""
    if not isinstance(function.type, CallableType):
        return True
    types = function.type.arg_types
    if function.info and not function.is_static:
        # What mypy knows of "self" and "cls" is the class around the function.
        return function.info.has_base(names.MODEL) or any(map(_may_hold_rows, types[1:]))
    return any(map(_may_hold_rows, types))


def _may_hold_rows(typ: Type) -> bool:
    for item in instances.items(typ):
        if isinstance(item, Instance):
            if any(item.type.has_base(base) for base in _HOLD_ROWS) or any(map(_may_hold_rows, item.args)):
                return True
        elif not isinstance(item, (NoneType, LiteralType)):
            return True
    return False


_HOLD_ROWS: Final = (
    names.MODEL,
    names.QUERYSET,
    names.BASE_MANAGER,
    names.RAW_QUERYSET,
    names.ASYNC_ROWS,
    names.PREFETCH,
)

# What is not listed here is not idle: "match", "yield", "await", "super", nested functions and classes ...
_PARTS: Final[dict[type, tuple[str, ...]]] = {
    nodes.AssertStmt: ("expr", "msg"),
    nodes.AssignmentExpr: ("target", "value"),
    nodes.AssignmentStmt: ("rvalue", "lvalues"),
    nodes.Block: ("body",),
    nodes.BreakStmt: (),
    nodes.BytesExpr: (),
    nodes.CallExpr: ("callee", "args"),
    nodes.ComparisonExpr: ("operands",),
    nodes.ConditionalExpr: ("cond", "if_expr", "else_expr"),
    nodes.ContinueStmt: (),
    nodes.DelStmt: ("expr",),
    nodes.DictExpr: ("items",),
    nodes.DictionaryComprehension: ("sequences", "indices", "condlists", "key", "value"),
    nodes.EllipsisExpr: (),
    nodes.ExpressionStmt: ("expr",),
    nodes.FloatExpr: (),
    nodes.ForStmt: ("expr", "index", "body", "else_body"),
    nodes.GeneratorExpr: ("sequences", "indices", "condlists", "left_expr"),
    nodes.IfStmt: ("expr", "body", "else_body"),
    nodes.IndexExpr: ("base", "index"),
    nodes.IntExpr: (),
    nodes.LambdaExpr: ("body",),
    nodes.ListComprehension: ("generator",),
    nodes.ListExpr: ("items",),
    nodes.MemberExpr: ("expr",),
    nodes.NameExpr: (),
    nodes.OpExpr: ("left", "right"),
    nodes.OperatorAssignmentStmt: ("rvalue", "lvalue"),
    nodes.PassStmt: (),
    nodes.RaiseStmt: ("expr", "from_expr"),
    nodes.ReturnStmt: ("expr",),
    nodes.SetComprehension: ("generator",),
    nodes.SetExpr: ("items",),
    nodes.SliceExpr: ("begin_index", "end_index", "stride"),
    nodes.StarExpr: ("expr",),
    nodes.StrExpr: (),
    nodes.TryStmt: ("body", "types", "handlers", "else_body", "finally_body"),
    nodes.TupleExpr: ("items",),
    nodes.UnaryExpr: ("expr",),
    nodes.WhileStmt: ("expr", "body", "else_body"),
    nodes.WithStmt: ("expr", "target", "body"),
}
