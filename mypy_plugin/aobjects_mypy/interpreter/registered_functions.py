"""What a decorator keeps by a key: ``@on(BookSold)`` puts functions, or classes, into ``_handlers[kind]``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, TypeType, get_proper_type
from mypy.typevars import fill_typevars_with_any

from aobjects_mypy import names
from aobjects_mypy.domain import heap
from aobjects_mypy.interpreter import functions, module_memos
from aobjects_mypy.syntax import expressions, walk, wrappers
from aobjects_mypy.types import declared, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter

_MOST: Final = 8
"""Of more functions under one key nothing is known: each call would run them all."""


@dataclass(frozen=True, slots=True)
class Registrar:
    """The function that makes the decorator."""

    function: nodes.FuncDef
    position: int
    """Which of its parameters is the key."""
    are_listed: bool
    """Under a key stands a list of functions."""


def under(
    interpreter: Interpreter, container: nodes.Expression, key: Type | None, place: nodes.Expression
) -> Type | None:
    """Return the functions that decorators have put there under this key: a class, or a text."""
    is_global = isinstance(container, nodes.RefExpr) and container.kind == nodes.GDEF
    variable = container.node if isinstance(container, nodes.RefExpr) and is_global else None
    asked = _key(key)
    if not isinstance(variable, nodes.Var) or asked is None or interpreter.sink.is_summary:
        return None
    module = variable.fullname.rpartition(".")[0]
    known = interpreter.found_out.registrars
    if variable not in known:
        given = interpreter.callees.assigned(variable)
        begins_empty = given is not None and module_memos.begins_empty(given)
        known[variable] = tuple(_registrars(interpreter, module, variable.name)) if begins_empty else ()
    for registrar in known[variable]:
        found = list(_registered(interpreter, module, registrar, asked))
        if not 0 < len(found) <= _MOST:
            return None
        value = _as_value(interpreter, found, place)
        if value is None or not registrar.are_listed:
            return value
        return interpreter.instance_of(names.LIST, [value])
    return None


def _as_value(
    interpreter: Interpreter, found: Sequence[nodes.FuncDef | nodes.TypeInfo], place: nodes.Expression
) -> Type | None:
    kept = [node for node in found if isinstance(node, nodes.FuncDef)]
    if kept and len(kept) == len(found):
        members = [heap.Function(function, function.name) for function in kept]
        return functions.one_of(interpreter, members, place)
    classes: list[Type] = [
        TypeType(fill_typevars_with_any(node)) for node in found if isinstance(node, nodes.TypeInfo)
    ]
    if len(classes) != len(found):
        return None
    return classes[0] if len(classes) == 1 else instances.union(classes)


def _key(value: Type | None) -> str | None:
    owner = declared.instance_of_class(get_proper_type(value)) if value is not None else None
    if isinstance(owner, Instance):
        return owner.type.fullname
    text = expressions.text(value)
    return repr(text) if text is not None else None


def _registrars(interpreter: Interpreter, module: str, name: str) -> Iterator[Registrar]:
    tree = interpreter.callees.module(module)
    for symbol in tree.names.values() if tree is not None else ():
        node = symbol.node
        body = interpreter.callees.body(node) if isinstance(node, nodes.FuncDef) else None
        for inner in walk.statements(body.body) if body is not None else ():
            if body is None or not isinstance(inner, nodes.FuncDef) or not inner.arg_names:
                continue
            for part in walk.walk(inner.body):
                kept = _kept(part, name, inner.arg_names[0] or "")
                if kept is not None and kept[0] in body.arg_names:
                    yield Registrar(body, body.arg_names.index(kept[0]), kept[1])


def _kept(part: nodes.Node, name: str, function: str) -> tuple[str, bool] | None:
    """Return the name of the key under which a statement keeps the function, and whether in a list."""
    if isinstance(part, nodes.AssignmentStmt) and _is_named(part.rvalue, function):
        return _of_item(part.lvalues[0], name, is_list=False)
    callee = part.callee if isinstance(part, nodes.CallExpr) else None
    if not isinstance(part, nodes.CallExpr) or not isinstance(callee, nodes.MemberExpr):
        return None
    if callee.name != "append" or len(part.args) != 1 or not _is_named(part.args[0], function):
        return None
    owner = callee.expr
    if isinstance(owner, nodes.CallExpr) and isinstance(owner.callee, nodes.MemberExpr) and owner.args:
        is_default = owner.callee.name == "setdefault" and _is_named(owner.callee.expr, name)
        key = owner.args[0]
        return (key.name, True) if is_default and isinstance(key, nodes.NameExpr) else None
    return _of_item(owner, name, is_list=True)


def _is_named(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name


def _of_item(expr: nodes.Expression, name: str, *, is_list: bool) -> tuple[str, bool] | None:
    if not isinstance(expr, nodes.IndexExpr) or not isinstance(expr.index, nodes.NameExpr):
        return None
    return (expr.index.name, is_list) if _is_named(expr.base, name) else None


def _registered(
    interpreter: Interpreter, module: str, registrar: Registrar, asked: str
) -> Iterator[nodes.FuncDef | nodes.TypeInfo]:
    """Yield what, in that module and in the judged one, was decorated with the key."""
    for watched in interpreter.watched:
        watched.asks_judged = True
    for other in dict.fromkeys([module, interpreter.chain[0].module]):
        for decorator in interpreter.callees.decorated(other, None):
            if _is_kept(decorator.original_decorators, registrar, asked):
                yield decorator.func
        for info in interpreter.callees.classes(other):
            if info.module_name == other and _is_kept(info.defn.decorators, registrar, asked):
                yield info


def _is_kept(decorators: Sequence[nodes.Expression], registrar: Registrar, asked: str) -> bool:
    """Tell what is decorated with the key, where nothing else is done to it before."""
    innermost = decorators[-1] if decorators else None
    callee = wrappers.callee_of(innermost) if innermost is not None else None
    is_one = isinstance(callee, nodes.RefExpr) and callee.fullname == registrar.function.fullname
    if not is_one or not isinstance(innermost, nodes.CallExpr):
        return False
    key = innermost.args[registrar.position] if registrar.position < len(innermost.args) else None
    is_class = isinstance(key, nodes.RefExpr) and isinstance(key.node, nodes.TypeInfo)
    named = key.fullname if isinstance(key, nodes.RefExpr) and is_class else None
    named = repr(key.value) if isinstance(key, nodes.StrExpr) else named
    return named == asked
