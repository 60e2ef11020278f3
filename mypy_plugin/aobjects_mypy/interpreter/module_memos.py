"""What functions keep under a name of their module that begins empty: ``_books[pk] = await load(pk)``.

Who finds something there finds what one of them has put there, however long ago that was.
"""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from mypy import nodes
from mypy.types import Instance, NoneType, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.domain import access_paths, address_parts, heap
from aobjects_mypy.interpreter import called
from aobjects_mypy.syntax import definitions, expressions, filled_names, keys, walk
from aobjects_mypy.types import addresses, declared, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter

_ITEMS: Final = "[]"
_ANY_KEY: Final = "<any key>"
"""In place of a key that is not known."""
_TAKES_OUT: Final = frozenset({"pop", "popitem", "clear"})
_STEPS: Final = 3_000
"""How many steps finding out what is kept may cost one function."""
_MADE_EMPTY: Final = frozenset(
    {
        names.DICT, names.LIST, names.SET, names.DEFAULTDICT, "collections.OrderedDict", "collections.deque",
        "weakref.WeakValueDictionary",
    }
)  # fmt: skip

Writer: TypeAlias = "tuple[nodes.FuncDef, str, Mapping[int, Type]]"
"""A function, the full name of what it fills, or what it calls that, and the parameters that it is given."""


@dataclass(slots=True)
class Sought:
    """The name whose container is watched while what fills it runs; or all names below ``self.``."""

    name: str
    held: dict[str, Type | None] = field(default_factory=dict)
    """What was put under each name."""
    added: dict[str, Type] = field(default_factory=dict)
    """The last of it, as it was before it was put there."""
    keys: dict[str, str | None] = field(default_factory=dict)
    """Under which key, where that is known."""
    takes_last: bool = False
    """One statement is watched that may fill several containers, one inside the other: the last counts."""

    def named(self, path: str, fullname: str) -> str | None:
        """Return the name that is watched, if it is this one."""
        if self.name in (path, fullname):
            return self.name
        return path if self.name.endswith(".") and path.startswith(self.name) else None


def begins_empty(given: nodes.Expression) -> bool:
    if expressions.is_empty_display(given) or expressions.is_none(given):
        return True
    if not isinstance(given, nodes.CallExpr):
        return False
    made = expressions.fullname(given.callee)
    return made in _MADE_EMPTY and (made == names.DEFAULTDICT or None not in given.arg_names)


def begins_as_none(variable: nodes.Var) -> bool:
    """Tell a name that functions bind anew, by ``global``: what a module gives it, nobody asks."""
    return any(isinstance(item, NoneType) for item in instances.items(variable.type))


def kept(
    interpreter: Interpreter, variable: nodes.Var, given: nodes.Expression | None
) -> tuple[Type | None, dict[Address, heap.Entry]]:
    """Return what the name stands for by what the functions of its module put there."""
    writers = _writers(interpreter, variable)
    return put_there(
        interpreter, variable, given, ((function, variable.fullname, {}) for function in writers)
    )


def put_there(
    interpreter: Interpreter, variable: nodes.Var, given: nodes.Expression | None, writers: Iterable[Writer]
) -> tuple[Type | None, dict[Address, heap.Entry]]:
    """Return what these functions put under the name, or into the container that it is ``given``."""
    found_out = interpreter.found_out
    unknown: tuple[None, dict[Address, heap.Entry]] = (None, {})
    if interpreter.sink.is_summary or found_out.class_steps > _STEPS:
        found_out.cuts += 1
        return unknown
    is_none = given is None or expressions.is_none(given)
    made = empty(variable, given) if given is not None and not is_none else None
    running = list(writers) if is_none or made is not None else []
    found: Type | None = None
    objects: dict[Address, heap.Entry] = {}
    # Whoever fills it finds it empty the first time.
    found_out.module_values[variable] = (made, {})
    for function, path, values in running:
        body = called.apart(interpreter, function, f"{variable.fullname}:{function.fullname}")
        body.state.heap.update(objects)
        # What fills one may ask for another.
        outer, found_out.sought = found_out.sought, (sought := Sought(path))
        called.bind(body, function, dict.fromkeys(range(len(function.arguments))) | dict(values))
        body.execute_body(function)
        found_out.sought = outer
        found_out.class_steps += body.steps
        if body.gave_up or found_out.class_steps > _STEPS:
            found_out.cuts += 1
            return unknown
        called.leave(body)
        held = sought.held.get(path)
        found = joins.join(body, found, held, address_parts.meeting("kept", variable.fullname))
        objects = dict(body.state.heap)
    if not instances.tagged_instances(found):
        return unknown
    # Before it was filled it was empty.
    objects = heap.opened(objects)
    if len(running) > 1:
        for address, entry in objects.items():
            if isinstance(entry, heap.Row):
                objects[address] = replace(entry, state=entry.state.mixed_as_unproven(()))
    return found, objects


def emptied(interpreter: Interpreter, container: nodes.Expression, value: Type) -> None:
    """Record that nothing is left in a container of the module: what is put there next is all there is."""
    if isinstance(container, nodes.RefExpr) and container.kind == nodes.GDEF:
        interpreter.state.heap[address_parts.of_module(container.fullname)] = heap.Record({_ITEMS: value})
        interpreter.state.heap[_keys_of(container.fullname)] = heap.LazyIterator(())


def now(interpreter: Interpreter, variable: nodes.Var) -> Type | None:
    """Return what a container holds that was emptied on the way here."""
    entry = interpreter.state.heap.get(address_parts.of_module(variable.fullname))
    return entry.fields.get(_ITEMS) if isinstance(entry, heap.Record) else None


def watch(
    interpreter: Interpreter,
    path: AccessPath,
    filled: Type | None,
    node: nodes.Context,
    added: Type | None = None,
) -> None:
    """Take notice of what is put under the name that is watched, or into its container."""
    fullname = _fullname(interpreter, path)
    place = address_parts.of_module(fullname)
    if place in interpreter.state.heap and filled is not None:
        _leave_open_what_differs(interpreter, filled, added)
        interpreter.state.heap[place] = heap.Record({_ITEMS: filled})
    sought = interpreter.found_out.sought
    name = sought.named(path, fullname) if sought is not None else None
    if sought is not None and name is not None:
        before = None if sought.takes_last else sought.held.get(name)
        sought.held[name] = joins.join(interpreter, before, filled, node)
        sought.added.pop(name, None)
        if added is not None:
            sought.added[name] = added


def lacks(interpreter: Interpreter, container: nodes.Expression, key: Type | None) -> bool:
    """Tell a container that was emptied on the way here, and since then filled under other keys alone."""
    asked = keys.of_value(key)
    if not isinstance(container, nodes.RefExpr) or container.kind != nodes.GDEF or asked is None:
        return False
    known = interpreter.state.heap.get(_keys_of(container.fullname))
    put = known.sources if isinstance(known, heap.LazyIterator) else ()
    return bool(put) and not {_ANY_KEY, asked} & set(put)


def leave_open(interpreter: Interpreter, container: nodes.Expression, value: Type | None) -> None:
    """Hold nothing against a row of a container that was emptied and filled under several keys since."""
    if not isinstance(container, nodes.RefExpr) or container.kind != nodes.GDEF:
        return
    known = interpreter.state.heap.get(_keys_of(container.fullname))
    if isinstance(known, heap.LazyIterator) and len(known.sources) > 1 and value is not None:
        _leave_open_what_differs(interpreter, value, None)


def _keys_of(fullname: str) -> Address:
    """Return where the keys are under which something was put since a container was emptied.

    An iterator over others has them: two join to one over all of both.
    """
    return address_parts.part(address_parts.of_module(fullname), "keys")


def _leave_open_what_differs(interpreter: Interpreter, filled: Type, added: Type | None) -> None:
    """Hold nothing against a row that one under another key lacks: which is asked for, nobody knows."""
    known = {
        name
        for instance in instances.tagged_instances(added)
        if (found := interpreter.row(instance)) is not None
        for name in found[1].state.mixed
    }
    for instance in instances.tagged_instances(filled):
        found = interpreter.row(instance)
        if found is not None and found[1].state.mixed - known:
            address, row = found
            interpreter.state.heap[address] = replace(row, state=row.state.mixed_as_unproven(known))


def watch_key(interpreter: Interpreter, path: AccessPath, key: str | None) -> None:
    """Take notice of the key under which something is put there."""
    fullname = _fullname(interpreter, path)
    place = _keys_of(fullname)
    known = interpreter.state.heap.get(place)
    if isinstance(known, heap.LazyIterator):
        put = address_parts.sole(_ANY_KEY if key is None else key)
        interpreter.state.heap[place] = heap.LazyIterator(tuple(sorted({*known.sources, put})))
    sought = interpreter.found_out.sought
    name = sought.named(path, fullname) if sought is not None else None
    if sought is not None and name is not None:
        sought.keys[name] = key


def _fullname(interpreter: Interpreter, path: AccessPath) -> str:
    """Return the full name of what a module calls so: its own name, an imported one, ``module.NAME``."""
    first, rest = access_paths.start(path)
    node = definitions.named(interpreter.callees.module(interpreter.module), first)
    if isinstance(node, nodes.MypyFile) and rest:
        return f"{node.fullname}.{rest}"
    return node.fullname if isinstance(node, nodes.Var) and not rest else path


def empty(variable: nodes.Var, given: nodes.Expression) -> Type | None:
    shape = get_proper_type(variable.type) if variable.type is not None else None
    if not isinstance(shape, Instance) or not shape.args:
        callee = given.callee if isinstance(given, nodes.CallExpr) else None
        made = declared.reference(callee.node) if isinstance(callee, nodes.RefExpr) else None
        shape = instances.first(declared.result([made]))
    if shape is None or not shape.args:
        return None
    return addresses.with_address(shape, address_parts.EMPTY)


def _writers(interpreter: Interpreter, variable: nodes.Var) -> Iterator[nodes.FuncDef]:
    """Yield the functions in sight that put something there."""
    for tree in _in_sight(interpreter, variable):
        for name, symbol in tree.names.items():
            node = symbol.node
            if (
                isinstance(node, (nodes.FuncDef, nodes.Decorator))
                and node.fullname == f"{tree.fullname}.{name}"
            ):
                function = writing(interpreter, node, variable.fullname)
                if function is not None:
                    yield function


def _in_sight(interpreter: Interpreter, variable: nodes.Var) -> Iterator[nodes.MypyFile]:
    """Yield the module of the name, and who knows it of the judged one and of those that it has names of."""
    home = definitions.module_of(variable)
    for tree in modules_in_sight(interpreter, home):
        if tree.fullname == home or _knows(tree, variable, home):
            yield tree


def modules_in_sight(interpreter: Interpreter, home: str) -> Iterator[nodes.MypyFile]:
    """Yield a module, then the judged one and those that it has names of."""
    for watched in interpreter.watched:
        watched.asks_judged = True
    judged = interpreter.callees.module(interpreter.chain[0].module)
    known = sorted({judged.fullname, *_known_by(judged)}) if judged is not None else []
    for module in dict.fromkeys([home, *known]):
        tree = interpreter.callees.module(module)
        if tree is not None:
            yield tree


def _known_by(tree: nodes.MypyFile) -> Iterator[str]:
    """Yield the modules that a module has names of."""
    for symbol in tree.names.values():
        if isinstance(symbol.node, nodes.MypyFile):
            yield symbol.node.fullname
        elif symbol.node is not None and symbol.node.fullname:
            yield definitions.module_of(symbol.node)


def _knows(tree: nodes.MypyFile, variable: nodes.Var, home: str) -> bool:
    return any(
        symbol.node is variable or (isinstance(symbol.node, nodes.MypyFile) and symbol.node.fullname == home)
        for symbol in tree.names.values()
    )


def is_changed(interpreter: Interpreter, variable: nodes.Var) -> bool:
    """Tell a container of a module that a function of the module, or a statement of it, changes."""
    tree = interpreter.callees.module(definitions.module_of(variable))
    if tree is None:
        return True
    blocks = [nodes.Block(list(tree.defs)), *_bodies(interpreter, tree)]
    return any(
        variable.fullname in filled_names.by(part) or _takes_out(part) == variable.fullname
        for block in blocks
        for part in _parts(block, variable)
    )


def _parts(block: nodes.Block, variable: nodes.Var) -> Iterator[nodes.Node]:
    """Yield the parts of a block but for the statement that makes the container."""
    for part in walk.with_nested_functions(block):
        is_made = isinstance(part, nodes.AssignmentStmt) and any(
            isinstance(target, nodes.NameExpr) and target.name == variable.name for target in part.lvalues
        )
        if not is_made:
            yield part


def _bodies(interpreter: Interpreter, tree: nodes.MypyFile) -> Iterator[nodes.Block]:
    owners = [
        info for info in interpreter.callees.classes(tree.fullname) if info.module_name == tree.fullname
    ]
    for names_of in (tree.names, *(info.names for info in owners)):
        for symbol in names_of.values():
            node = symbol.node.func if isinstance(symbol.node, nodes.Decorator) else symbol.node
            body = interpreter.callees.body(node) if isinstance(node, nodes.FuncDef) else None
            if body is not None:
                yield body.body


def _takes_out(part: nodes.Node) -> str | None:
    """Return what is changed by ``del books[pk]`` and ``books.pop(pk)``."""
    if isinstance(part, nodes.DelStmt):
        return filled_names.name_of(part.expr.base) if isinstance(part.expr, nodes.IndexExpr) else None
    if isinstance(part, nodes.OperatorAssignmentStmt):
        return filled_names.name_of(part.lvalue)
    callee = part.callee if isinstance(part, nodes.CallExpr) else None
    if isinstance(callee, nodes.MemberExpr) and callee.name in _TAKES_OUT:
        return filled_names.name_of(callee.expr)
    return None


def writing(
    interpreter: Interpreter, node: nodes.FuncDef | nodes.Decorator, path: str
) -> nodes.FuncDef | None:
    """Return the function with its body, where it puts something there."""
    function = interpreter.callees.body(node.func if isinstance(node, nodes.Decorator) else node)
    if function is None or function.is_generator or function.is_async_generator:
        return None
    return function if path in interpreter.callees.filled_names(function) else None
