"""What a GraphQL type reads off the object that a resolver returns, as a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.expandtype import expand_type_by_instance
from mypy.maptype import map_instance_to_supertype
from mypy.treetransform import TransformVisitor
from mypy.types import Instance, NoneType, Type

from aobjects_mypy import names
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.rules.strawberry import sources, vocabulary
from aobjects_mypy.syntax import definitions, walk
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.programs.writer import Program

VALUE: Final = f"value{OWN}"
"""The name of what was returned, in the program."""
_DEPTH: Final = 3
"""How many types deep a client is thought to ask; the way back to the first is cut earlier."""
_LISTS: Final = names.ITERABLES | {names.LIST, names.TUPLE}


@dataclass(frozen=True, slots=True)
class Shape:
    """A GraphQL type, as an annotation says it."""

    type: Instance
    is_list: bool


def shape(annotation: Type | None) -> Shape | None:
    """Return the one object type that an annotation is about, in a list or not; scalars are none."""
    items = [item for item in instances.items(annotation) if not isinstance(item, NoneType)]
    found = items[0] if len(items) == 1 else None
    if not isinstance(found, Instance):
        return None
    if found.type.fullname in _LISTS and found.args:
        inner = shape(found.args[0])
        return Shape(inner.type, is_list=True) if inner is not None and not inner.is_list else None
    return Shape(found, is_list=False) if vocabulary.library_of(found.type) else None


def shapes(annotation: Type | None) -> list[Shape]:
    """Return the object types that an annotation is about, the members of a union one by one."""
    items = [item for item in instances.items(annotation) if not isinstance(item, NoneType)]
    container = items[0] if len(items) == 1 else None
    if isinstance(container, Instance) and container.type.fullname in _LISTS and container.args:
        members = shapes(container.args[0])
        return [Shape(member.type, is_list=True) for member in members if not member.is_list]
    return [found for item in items if (found := shape(item)) is not None]


def program(analysis: Evaluator, found: Shape, *, is_asynchronous: bool, are_rows: bool) -> Program:
    """Write what a client may have read: each field by itself, those of related types below it.

    A queryset is gone through asynchronously; what a row has many of is a manager, and is not gone through.
    """
    reader = _Reader(analysis, are_rows)
    reader.read(found, VALUE, (), is_asynchronous=is_asynchronous)
    return reader.writer.program(found.type.type.name)


class _Reader:
    def __init__(self, analysis: Evaluator, are_rows: bool) -> None:
        self.writer: Final = Writer()
        self._analysis: Final = analysis
        self._are_rows: Final = are_rows

    def read(
        self, found: Shape, name: str, path: tuple[nodes.TypeInfo, ...], *, is_asynchronous: bool = False
    ) -> None:
        if found.type.type in path or len(path) > _DEPTH:
            return
        if not found.is_list:
            self._read_one(found.type, name, path)
            return
        writer = self.writer
        item = f"item{len(path)}{OWN}"
        with writer.block() as body:
            self._read_one(found.type, item, path)
        loop = writer.put(nodes.ForStmt(writer.name(item), writer.name(name), body, None))
        loop.is_async = is_asynchronous
        writer.statements.append(loop)

    def _read_one(self, typ: Instance, name: str, path: tuple[nodes.TypeInfo, ...]) -> None:
        reads_safely = vocabulary.library_of(typ.type) == "strawberry_django"
        if reads_safely and not sources.are_loaded_in_sight(self._analysis, typ.type):
            # Its resolvers are judged where they are written.
            return
        for field, symbol, declared in _fields(typ):
            writer = self.writer
            writer.line = writer.places.number(f"{typ.type.name}.{field}")
            with writer.block() as block:
                if isinstance(symbol, nodes.Decorator):
                    self._call(symbol, name)
                elif not reads_safely:
                    self._attribute(typ, field, declared, name, (*path, typ.type))
            if block.body:
                # A client may ask for this one and for none before it.
                asks = writer.name(f"asks{writer.line}{OWN}")
                writer.statements.append(writer.put(nodes.IfStmt([asks], [block], None)))

    def _attribute(
        self, owner: Instance, field: str, declared: Type | None, name: str, path: tuple[nodes.TypeInfo, ...]
    ) -> None:
        writer = self.writer
        read = self._value(owner, field, name)
        if read is None:
            return
        nested = shape(declared)
        if nested is None or (nested.is_list and self._are_rows):
            writer.evaluate(read)
            return
        held = f"{field}{len(path)}{OWN}"
        writer.assign(writer.name(held), read)
        with writer.block() as block:
            self.read(nested, held, path)
        if block.body:
            writer.statements.append(writer.put(nodes.IfStmt([writer.name(held)], [block], None)))

    def _value(self, owner: Instance, field: str, name: str) -> nodes.Expression | None:
        """Write the attribute, or the call of the resolver that ``strawberry.field(resolver=...)`` names."""
        made = definitions.returned(self._analysis.callees.class_value(owner.type, field))
        if not isinstance(made, nodes.CallExpr):
            return self.writer.put(nodes.MemberExpr(self.writer.name(name), field))
        given = vocabulary.field_call(made, self._analysis.callees.imported)
        if given is None or given.is_extended or given.is_of_django or given.has_hints:
            return None
        if given.resolver is None:
            return self.writer.put(nodes.MemberExpr(self.writer.name(name), field))
        return self._resolved(given.resolver, name)

    def _resolved(self, resolver: nodes.Expression, name: str) -> nodes.Expression | None:
        """Write the call of a lambda, or a plain function, that gets the object and nothing else."""
        node = resolver.node if isinstance(resolver, nodes.RefExpr) else resolver
        function = node if isinstance(node, nodes.LambdaExpr) else self._analysis.callees.body(node)
        if function is None or [*range(len(function.arguments))] != sources.positions(function):
            return None
        writer = self.writer
        given = [writer.name(name) for _ in function.arguments]
        if isinstance(function, nodes.LambdaExpr):
            for argument, value in zip(function.arguments, given, strict=True):
                writer.assign(writer.name(argument.variable.name), value)
            return self._copied(function.expr())
        called = writer.calling(resolver, given)
        return writer.put(nodes.AwaitExpr(called)) if function.is_coroutine else called

    def _copied(self, expr: nodes.Expression) -> nodes.Expression:
        """Return an expression of the project as if it stood in the program."""
        copy = TransformVisitor().expr(expr)
        parts = [copy]
        for part in parts:
            # The list grows while it is read.
            self.writer.put(part)
            parts += walk.of(part)
        return copy

    def _call(self, symbol: nodes.Decorator, name: str) -> None:
        """Call a resolver with the object; its other arguments are the client's."""
        decorator = self._analysis.callees.definition(symbol)
        if not isinstance(decorator, nodes.Decorator):
            return
        field = vocabulary.field_of(decorator, self._analysis.callees.imported)
        function = self._analysis.callees.body(decorator.func)
        if function is None:
            # It does nothing that counts.
            return
        if field is None or field.is_extended or (field.is_of_django and not function.is_coroutine):
            return
        given = [function.arguments[position].variable.name for position in sources.positions(function)]
        if field.has_hints or function.is_async_generator or not given:
            return
        writer = self.writer
        callee = writer.name(function.name)
        callee.node, callee.fullname, callee.kind = decorator.func, function.fullname, nodes.GDEF
        call: nodes.Expression = writer.calling(callee, [writer.name(name) for _ in given], given)
        if function.is_coroutine:
            call = writer.put(nodes.AwaitExpr(call))
        writer.evaluate(call)


def _fields(typ: Instance) -> Iterator[tuple[str, nodes.SymbolNode, Type | None]]:
    """Yield the fields of a type and of its bases: what is annotated, and what is decorated."""
    seen: set[str] = set()
    for base in typ.type.mro:
        if not vocabulary.library_of(base):
            continue
        for name, symbol in base.names.items():
            node = symbol.node
            if name in seen or name.startswith("_") or node is None:
                continue
            if isinstance(node, nodes.Decorator) and not node.var.is_property:
                seen.add(name)
                yield name, node, None
            elif isinstance(node, nodes.Var) and node.type is not None and not node.is_classvar:
                seen.add(name)
                if not _is_private(node.type):
                    yield name, node, _expanded(node.type, typ, base)


def _is_private(typ: Type) -> bool:
    return "Private" in str(typ)


def _expanded(typ: Type, owner: Instance, base: nodes.TypeInfo) -> Type:
    return expand_type_by_instance(typ, map_instance_to_supertype(owner, base))
