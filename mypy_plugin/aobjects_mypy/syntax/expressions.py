"""Read literal values off expressions and their types."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mypy.nodes import (
    ARG_STAR,
    CallExpr,
    ComparisonExpr,
    DictExpr,
    Expression,
    IndexExpr,
    IntExpr,
    ListExpr,
    MemberExpr,
    NameExpr,
    Node,
    RefExpr,
    SetExpr,
    StrExpr,
    TupleExpr,
    UnaryExpr,
)
from mypy.types import Instance, LiteralType, TupleType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.domain import access_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy.types import Type

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.syntax.call import Argument


def string(expr: Expression, typ: Type | None = None) -> str | None:
    """Return the text of a string literal, or of a name that mypy knows to hold one."""
    return expr.value if isinstance(expr, StrExpr) else text(typ)


def text(typ: Type | None) -> str | None:
    """Return the text that a value is known to be."""
    value = get_proper_type(typ) if typ is not None else None
    if isinstance(value, Instance) and value.last_known_value is not None:
        value = value.last_known_value
    if isinstance(value, LiteralType) and isinstance(value.value, str):
        return value.value
    return None


def strings(argument: Argument) -> list[str] | None:
    """Return the texts that one argument stands for: one, or all of an unpacked tuple of literals."""
    if argument.kind != ARG_STAR:
        text = string(argument.expr, argument.value)
        return None if text is None else [text]
    value = get_proper_type(argument.value) if argument.value is not None else None
    if not isinstance(value, TupleType):
        return None
    return _all_of(string(argument.expr, item) for item in value.items)


def literal_strings(expr: Expression) -> list[str] | None:
    """Return the strings of a literal list, tuple or set."""
    if not isinstance(expr, (ListExpr, TupleExpr, SetExpr)):
        return None
    return _all_of(map(string, expr.items))


def _all_of(texts: Iterable[str | None]) -> list[str] | None:
    """Return the texts, where each of them is known."""
    found = list(texts)
    known = [text for text in found if text is not None]
    return known if len(known) == len(found) else None


def is_name(expr: Expression, *fullnames: str) -> bool:
    return isinstance(expr, NameExpr) and expr.fullname in fullnames


def handles(typ: Expression | None, fullnames: frozenset[str]) -> bool:
    """Tell an ``except`` that names one of these exceptions, alone or with others; a bare one names none."""
    members = typ.items if isinstance(typ, TupleExpr) else [typ]
    return any(member is not None and fullname(member) in fullnames for member in members)


def is_none(expr: Expression) -> bool:
    return is_name(expr, names.NONE)


def is_empty_display(expr: Expression) -> bool:
    """Tell ``[]``, ``()``, ``{}`` and ``set()`` from other expressions."""
    if isinstance(expr, (ListExpr, TupleExpr, SetExpr, DictExpr)):
        return not expr.items
    return isinstance(expr, CallExpr) and not expr.args and is_name(expr.callee, names.SET, names.LIST)


def access_path(expr: Expression) -> AccessPath | None:
    """Return ``self.book`` for the expression that reads it; ``None`` for what is no chain of names."""
    if isinstance(expr, NameExpr):
        return access_paths.name(expr.name)
    if isinstance(expr, MemberExpr):
        inner = access_path(expr.expr)
        return access_paths.attribute(inner, expr.name) if inner else None
    if isinstance(expr, IndexExpr) and isinstance(expr.index, (IntExpr, StrExpr)):
        inner = access_path(expr.base)
        return access_paths.item(inner, expr.index.value) if inner else None
    return None


def keyed_path(expr: IndexExpr) -> AccessPath | None:
    """Return ``self.rows[pk]`` for the item under a key that is a chain of names, or some of them."""
    container, keys = access_path(expr.base), expr.index
    if container is None or access_paths.has_items(container):
        return None
    is_tuple = isinstance(keys, TupleExpr)
    found = [access_path(key) for key in (keys.items if isinstance(keys, TupleExpr) else [keys])]
    named = [key for key in found if key is not None and not access_paths.has_items(key)]
    if None in found or not named:
        return None
    return access_paths.under(container, named, is_tuple=is_tuple)


def owner_of_dict(expr: Expression) -> Expression | None:
    """Return the object whose attributes ``row.__dict__`` or ``vars(row)`` has."""
    if isinstance(expr, MemberExpr) and expr.name == "__dict__":
        return expr.expr
    is_asked = isinstance(expr, CallExpr) and fullname(expr.callee) == names.VARS
    return expr.args[0] if is_asked and isinstance(expr, CallExpr) and len(expr.args) == 1 else None


def condition(expr: Expression) -> str:
    """Write a condition down, so that the same question is recognised; ``not x`` is the question ``x``."""
    if isinstance(expr, UnaryExpr) and expr.op == "not":
        return condition(expr.expr)
    if isinstance(expr, ComparisonExpr):
        return f" {'/'.join(expr.operators)} ".join(condition(operand) for operand in expr.operands)
    if isinstance(expr, (StrExpr, IntExpr)):
        return repr(expr.value)
    return source(expr)


def source(expr: Expression) -> str:
    """Write an expression down for a message; long parts become ``...``."""
    if isinstance(expr, NameExpr):
        return expr.name
    if isinstance(expr, MemberExpr):
        return f"{source(expr.expr)}.{expr.name}"
    if isinstance(expr, CallExpr):
        return f"{source(expr.callee)}({'...' if expr.args else ''})"
    if isinstance(expr, IndexExpr):
        index = str(expr.index.value) if isinstance(expr.index, IntExpr) else "..."
        return f"{source(expr.base)}[{index}]"
    return "(...)"


def fullname(expr: Node) -> str:
    return expr.fullname if isinstance(expr, RefExpr) else ""


def dotted(expr: Node) -> str:
    """Return the full name of what is written ``a.b.C`` or ``C[T]``, also where mypy has no types for it."""
    if isinstance(expr, IndexExpr):
        return dotted(expr.base)
    known = fullname(expr)
    if known or not isinstance(expr, MemberExpr):
        return known
    outer = dotted(expr.expr)
    return f"{outer}.{expr.name}" if outer else ""


def is_standard(fullname: str) -> bool:
    """Tell what the standard library defines, by its name."""
    return fullname.partition(".")[0] in sys.stdlib_module_names
