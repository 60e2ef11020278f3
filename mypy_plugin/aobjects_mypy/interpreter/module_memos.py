"""What functions keep in a container of their module that begins empty: ``_books[pk] = await load(pk)``.

Who finds something there finds what one of them has put there, however long ago that was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import heap
from aobjects_mypy.interpreter import called, class_attributes
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.interpreter.interpreter import Interpreter

_STEPS: Final = 3_000
"""How many steps finding out what is kept may cost one function."""
_MADE_EMPTY: Final = frozenset(
    {
        names.DICT, names.LIST, names.SET, names.DEFAULTDICT, "collections.OrderedDict", "collections.deque",
        "weakref.WeakValueDictionary",
    }
)  # fmt: skip


@dataclass(slots=True)
class Sought:
    """The name whose container is watched while the functions that fill it run."""

    name: str
    held: Type | None = None


def begins_empty(given: nodes.Expression) -> bool:
    if expressions.is_empty_display(given):
        return True
    if not isinstance(given, nodes.CallExpr):
        return False
    made = expressions.fullname(given.callee)
    return made in _MADE_EMPTY and (not given.args or made == names.DEFAULTDICT)


def kept(
    interpreter: Interpreter, variable: nodes.Var, given: nodes.Expression
) -> tuple[Type | None, dict[str, heap.Entry]]:
    """Return what the container holds by what the functions of its module put into it."""
    found_out = interpreter.found_out
    unknown: tuple[None, dict[str, heap.Entry]] = (None, {})
    if interpreter.sink.is_summary or found_out.sought is not None or found_out.class_steps > _STEPS:
        return unknown
    empty = _empty(interpreter, variable, given)
    writers = list(_writers(interpreter, variable)) if empty is not None else []
    found: Type | None = None
    objects: dict[str, heap.Entry] = {}
    # Whoever fills it finds it empty the first time.
    found_out.module_values[variable] = (empty, {})
    for function in writers:
        body = class_attributes.apart(interpreter, function, f"{variable.fullname}:{function.fullname}")
        body.state.heap.update(objects)
        found_out.sought = sought = Sought(variable.name)
        called.bind(body, function, dict.fromkeys(range(len(function.arguments))))
        body.execute_body(function)
        found_out.sought = None
        found_out.class_steps += body.steps
        if body.gave_up or found_out.class_steps > _STEPS:
            return unknown
        called.leave(body)
        found = joins.join(body, found, sought.held, f"kept:{variable.fullname}")
        objects = dict(body.state.heap)
    if not instances.tagged_instances(found):
        return unknown
    if len(writers) > 1:
        for address, entry in objects.items():
            if isinstance(entry, heap.Row):
                objects[address] = replace(entry, state=entry.state.mixed_as_unproven(()))
    return found, objects


def watch(interpreter: Interpreter, path: str, filled: Type, node: nodes.Context) -> None:
    """Take notice of what is put into the container that is watched."""
    sought = interpreter.found_out.sought
    if sought is not None and sought.name == path:
        sought.held = joins.join(interpreter, sought.held, filled, node)


def _empty(interpreter: Interpreter, variable: nodes.Var, given: nodes.Expression) -> Type | None:
    shape = get_proper_type(variable.type) if variable.type is not None else None
    if not isinstance(shape, Instance) or not shape.args:
        callee = given.callee if isinstance(given, nodes.CallExpr) else None
        made = declared.reference(callee.node) if isinstance(callee, nodes.RefExpr) else None
        shape = instances.first(declared.result([made]))
    if shape is None or not shape.args:
        return None
    return addresses.with_address(shape, addresses.EMPTY)


def _writers(interpreter: Interpreter, variable: nodes.Var) -> Iterator[nodes.FuncDef]:
    """Yield the functions of the module that put something there."""
    tree = interpreter.callees.module(variable.fullname.rpartition(".")[0])
    for symbol in tree.names.values() if tree is not None else ():
        node = symbol.node
        if not isinstance(node, (nodes.FuncDef, nodes.Decorator)) or symbol.fullname != _expected(tree, node):
            continue
        function = interpreter.callees.body(node.func if isinstance(node, nodes.Decorator) else node)
        if function is None or function.is_generator or function.is_async_generator:
            continue
        if any(_fills(part, variable.name) for part in walk.walk(function.body)):
            yield function


def _expected(tree: nodes.MypyFile | None, node: nodes.FuncDef | nodes.Decorator) -> str:
    return f"{tree.fullname}.{node.name}" if tree is not None else ""


def _fills(part: nodes.Node, name: str) -> bool:
    """Tell ``books[pk] = ...``, ``books.setdefault(...)``, ``books[key].append(...)`` and the like."""
    if isinstance(part, nodes.AssignmentStmt):
        return any(
            isinstance(target, nodes.IndexExpr) and _is_named(target.base, name) for target in part.lvalues
        )
    return (
        isinstance(part, nodes.CallExpr)
        and isinstance(part.callee, nodes.MemberExpr)
        and part.callee.name in ("append", "add", "appendleft", "extend", "setdefault", "update")
        and _is_named(_container(part.callee.expr), name)
    )


def _container(expr: nodes.Expression) -> nodes.Expression:
    return expr.base if isinstance(expr, nodes.IndexExpr) else expr


def _is_named(expr: nodes.Expression, name: str) -> bool:
    return isinstance(expr, nodes.NameExpr) and expr.name == name and expr.kind == nodes.GDEF
