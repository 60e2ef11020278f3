"""What modules put into a container, or into an object of a module, when they are imported.

``@on(BookSold)`` and ``@bus.on(BookSold)`` above a function or a class, ``bus.register(BookSold, handler)``,
``HANDLERS["sold"] = handler``: each is run as it is written, and what it puts there is known with its key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, get_proper_type

from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.interpreter import called, module_memos, own_objects, reading
from aobjects_mypy.interpreter.module_memos import Sought
from aobjects_mypy.syntax import definitions, walk, wrappers
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy.types import Type

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter

_MOST: Final = 24
"""Of a container that so many statements fill nothing is known: a loop over it would run them all."""
_STEPS: Final = 3_000
"""How many steps the registrations of one name may cost the judging of one function."""
_SELF: Final = "self."


@dataclass(frozen=True, slots=True)
class Registered:
    """A container as one statement fills it that was empty."""

    name: str
    """The attribute of the object that has the container; empty where a name of the module has it."""
    key: str | None
    held: Type
    objects: Mapping[Address, heap.Entry]


@dataclass(frozen=True, slots=True)
class _Step:
    module: str
    place: nodes.Context
    value: nodes.Node | None = None
    """The function, or the class, that is decorated."""
    applied: Sequence[nodes.Expression] = ()
    """Its decorators, the innermost first, up to the one that keeps it."""
    statement: nodes.Statement | None = None


def of(interpreter: Interpreter, variable: nodes.Var, empty: Type | None) -> Sequence[Registered]:
    """Return what each statement in sight puts into the container, or the object, that is ``empty``."""
    known = interpreter.found_out.registered
    if variable not in known:
        known[variable] = ()
        if empty is not None and not interpreter.sink.is_summary:
            known[variable] = tuple(_find(interpreter, variable, empty))
    return known[variable]


def joined(
    interpreter: Interpreter, variable: nodes.Var, found: Sequence[Registered]
) -> tuple[Type | None, dict[Address, heap.Entry]]:
    """Return the container as all of these fill it: it may hold more."""
    body = _body(interpreter, variable, _Step(definitions.module_of(variable), variable))
    value: Type | None = None
    for registered in found:
        body.state.heap = {**body.state.heap, **registered.objects}
        value = joins.join(
            body, value, registered.held, address_parts.meeting("registered", variable.fullname)
        )
    return value, heap.opened(body.state.heap)


def _find(interpreter: Interpreter, variable: nodes.Var, empty: Type) -> Iterator[Registered]:
    found_out = interpreter.found_out
    steps = list(_steps(interpreter, variable))
    if len(steps) > _MOST:
        return
    is_container = (
        addresses.address_of(empty) == address_parts.EMPTY if isinstance(empty, Instance) else False
    )
    for step in steps:
        if found_out.class_steps > _STEPS:
            found_out.cuts += 1
            return
        body = _body(interpreter, variable, step)
        watched = Sought(variable.fullname if is_container else _SELF, takes_last=True)
        outer, found_out.sought = found_out.sought, watched
        with body.off_loop():
            if step.value is not None:
                body.decorate_at_import(step.value, step.applied)
            elif step.statement is not None:
                body.execute_block(nodes.Block([step.statement]))
        sought, found_out.sought = found_out.sought, outer
        found_out.class_steps += body.steps
        if sought is None or body.gave_up:
            continue
        for path in sought.held:
            held = _told(sought, path)
            if held is not None:
                name = "" if is_container else path.removeprefix(_SELF)
                yield Registered(name, sought.keys.get(path), held, body.state.heap)


def _told(sought: Sought, path: str) -> Type | None:
    """Return the container with what was put there; ``None`` where that says nothing."""
    held, added = sought.held[path], sought.added.get(path)
    container = get_proper_type(held) if held is not None else None
    if not isinstance(container, Instance) or not container.args:
        return None
    if added is not None and _is_telling(added):
        return container.copy_modified(args=[*container.args[:-1], added])
    return container if _is_telling(container) else None


def _is_telling(value: Type) -> bool:
    if instances.tagged_instances(value) or reading.is_class(value):
        return True
    return any(own_objects.is_of_project(item.type) for item in instances.instances(value))


def _body(interpreter: Interpreter, variable: nodes.Var, step: _Step) -> Interpreter:
    module = nodes.FuncDef(variable.name, [], nodes.Block([]))
    module.set_line(step.place)
    site = f"/{variable.fullname}@{step.module}:{step.place.line}"
    return called.apart(interpreter, module, site, step.module)


def _steps(interpreter: Interpreter, variable: nodes.Var) -> Iterator[_Step]:
    """Yield what is done with the name at the import of its module, of the judged one, of those it knows."""
    home = definitions.module_of(variable)
    filling = set(_functions_with(interpreter, home, variable))
    mentioned = (variable.name, *sorted(function.name for function in filling))
    wanted = {home, variable.fullname, *(function.fullname for function in filling)}
    for tree in module_memos.modules_in_sight(interpreter, home):
        module = tree.fullname
        if module != home and not any(
            symbol.node is not None and symbol.node.fullname in wanted for symbol in tree.names.values()
        ):
            continue
        by_line = {
            decorator.func.line: decorator.func for decorator in interpreter.callees.decorated(module, None)
        }
        for statement in walk.scope_statements(interpreter.callees.top_level(module, mentioned)):
            if isinstance(statement, nodes.Decorator):
                applied = _up_to(statement.original_decorators, variable, filling)
                function = by_line.get(statement.func.line)
                if applied and function is not None:
                    yield _Step(module, function, function, applied)
            elif isinstance(statement, nodes.ClassDef):
                applied = _up_to(statement.decorators, variable, filling)
                info = definitions.named(tree, statement.name)
                if applied and isinstance(info, nodes.TypeInfo):
                    yield _Step(module, statement, info, applied)
            elif _is_one(statement, variable, filling):
                yield _Step(module, statement, statement=statement)


def _up_to(
    decorators: Sequence[nodes.Expression], variable: nodes.Var, filling: set[nodes.FuncDef]
) -> Sequence[nodes.Expression]:
    """Return the decorators from the innermost to the outermost that keeps what it gets."""
    inner = list(reversed(decorators))
    keeping = [
        position
        for position, expr in enumerate(inner)
        if _is_call_of(wrappers.callee_of(expr), variable, filling)
    ]
    return inner[: keeping[-1] + 1] if keeping else ()


def _is_call_of(callee: nodes.Node | None, variable: nodes.Var, filling: set[nodes.FuncDef]) -> bool:
    owner = callee.expr if isinstance(callee, nodes.MemberExpr) else None
    if isinstance(owner, nodes.RefExpr) and owner.node is variable:
        return True
    if not isinstance(callee, nodes.RefExpr):
        return False
    function = definitions.function_of(callee.node)
    return function is not None and any(
        (function.fullname, function.line) == (other.fullname, other.line) for other in filling
    )


def _is_one(statement: nodes.Statement, variable: nodes.Var, filling: set[nodes.FuncDef]) -> bool:
    if isinstance(statement, nodes.ExpressionStmt) and isinstance(statement.expr, nodes.CallExpr):
        return _is_call_of(statement.expr.callee, variable, filling)
    if not isinstance(statement, nodes.AssignmentStmt):
        return False
    return any(
        isinstance(target, nodes.IndexExpr)
        and isinstance(target.base, nodes.RefExpr)
        and target.base.node is variable
        for target in statement.lvalues
    )


def _functions_with(interpreter: Interpreter, module: str, variable: nodes.Var) -> Iterator[nodes.FuncDef]:
    """Yield the functions of a module that do something with the name, or return one that does."""
    tree = interpreter.callees.module(module)
    for symbol in tree.names.values() if tree is not None else ():
        node = symbol.node
        if not isinstance(node, (nodes.FuncDef, nodes.Decorator)) or definitions.module_of(node) != module:
            continue
        function = interpreter.callees.body(node.func if isinstance(node, nodes.Decorator) else node)
        if function is not None and any(
            isinstance(part, nodes.NameExpr) and part.node is variable
            for part in walk.with_nested_functions(function.body)
        ):
            yield function


def of_object(interpreter: Interpreter, value: Type | None) -> nodes.Var | None:
    """Return the name of a module that stands for this very object."""
    instance = instances.first(value) if len(instances.items(value)) == 1 else None
    address = addresses.address_of(instance) if instance is not None else None
    return interpreter.found_out.module_objects.get(address) if address is not None else None
