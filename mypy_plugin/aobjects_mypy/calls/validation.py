"""Hold a value against a type as pydantic does: what its classes read off an object, as a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, TupleType, Type

from aobjects_mypy import names
from aobjects_mypy.calls import applying, attribute_models, created_schemas, programs
from aobjects_mypy.programs import reads
from aobjects_mypy.programs.writer import OWN, Program, Writer
from aobjects_mypy.syntax import expressions
from aobjects_mypy.templates import functions as template_functions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.calls.attribute_models import Field, Model
    from aobjects_mypy.syntax.call import Call

_GIVEN: Final = f"given{OWN}"
_CONTAINERS: Final = names.ITERABLES | {
    names.LIST, names.SET, names.FROZENSET, "typing.AbstractSet", "typing.MutableSequence",
    "typing.MutableSet", "collections.deque",
}  # fmt: skip
_DEEPEST: Final = 6
"""How many classes deep a value is read: a tree comes to its end somewhere."""
_TURNS: Final = 2
"""How often a class is read inside itself."""


def run(
    analysis: Evaluator,
    value: Type | None,
    typ: Type,
    place: nodes.Expression,
    shown: str,
    *,
    from_attributes: bool = False,
    by_getter: bool = False,
) -> list[Finding]:
    """Return what holding the value against the type does to the event loop.

    ``by_getter``: the value itself comes out of ninja's getter.
    """
    if value is None or analysis.sink.is_summary:
        return []
    writer = _Writer(analysis, from_attributes=from_attributes)
    program = writer.of(typ, shown, by_getter=by_getter)
    return programs.run(analysis, program, {_GIVEN: value}, place) if program is not None else []


def of_class_method(analysis: Evaluator, call: Call) -> Type | None:
    """Read an object as the class of which the method is called says."""
    target = call.callee.expr if isinstance(call.callee, nodes.MemberExpr) else None
    created = created_schemas.of_name(analysis, target) if target is not None else None
    for item in instances.items(call.receiver):
        owner = created or declared.instance_of_class(item)
        if isinstance(owner, Instance):
            of_call(analysis, call, owner, f"{owner.type.name}.{call.callee_name}")
    return call.result


def of_call(analysis: Evaluator, call: Call, typ: Type, shown: str) -> None:
    """Report what a call queries that holds its first argument against the type."""
    given = call.argument(0, "obj") or call.keywords.get("object")
    if given is None:
        return
    told = call.keywords.get("from_attributes")
    is_told = told is not None and expressions.is_name(told.expr, names.TRUE)
    if told is not None and not is_told:
        return
    findings = run(analysis, given.value, typ, call.node, shown, from_attributes=is_told)
    applying.report_findings(analysis, findings, call.node, shown)


class _Writer(Writer):
    """Writes what one type reads."""

    def __init__(self, analysis: Evaluator, *, from_attributes: bool) -> None:
        super().__init__()
        self._analysis: Final = analysis
        self._from_attributes: Final = from_attributes
        self._around: Final[list[nodes.TypeInfo]] = []
        """The classes that are being read, each inside the one before."""
        self._held = 0

    def of(self, typ: Type, shown: str, *, by_getter: bool) -> Program | None:
        self.line = self.places.number(shown)
        given: nodes.Expression = self.name(_GIVEN)
        if by_getter:
            given = self.named(self.own(reads.convert, given))
        read = self.validated(given, typ) or (given if by_getter else None)
        if read is None:
            return None
        self.evaluate(read)
        return self.program(shown)

    def own(self, function: Callable[..., None], *arguments: nodes.Expression) -> nodes.CallExpr:
        """Return the call of what only such programs do."""
        return self.call(reads.name_of(function), *arguments)

    def named(self, value: nodes.Expression) -> nodes.AssignmentExpr:
        """Return the value under a name of its own."""
        self._held += 1
        return self.put(nodes.AssignmentExpr(self.name(f"value{OWN}{self._held}"), value))

    def again(self, value: nodes.Expression) -> nodes.Expression:
        """Return the name that a value has been given."""
        return self.name(value.target.name) if isinstance(value, nodes.AssignmentExpr) else value

    def validated(self, value: nodes.Expression, typ: Type) -> nodes.Expression | None:
        """Return the reads of holding a value against a type; ``None`` where there are none but the value."""
        members = instances.items(typ)
        if any(isinstance(member, AnyType) for member in members):
            return None
        ways = [member for member in members if _reads(member)]
        if len(ways) == 1:
            return self._member(value, ways[0])
        if not ways:
            return None
        held = self.named(value)
        tried: list[nodes.Expression] = []
        for member in ways:
            way = self._member(self.again(held), member)
            if way is None:
                return None
            tried += [self.text(" ".join(self._needed(member))), self._lambda(way)]
        return self._all([held, self.own(reads.either, self.again(held), *tried)])

    def _needed(self, typ: Type) -> Sequence[str]:
        """Return the names that a value must have to be taken."""
        is_model = isinstance(typ, Instance) and attribute_models.is_model(typ.type)
        is_root = isinstance(typ, Instance) and attribute_models.root(typ) is not None
        if not isinstance(typ, Instance) or not is_model or is_root:
            return ()
        model = attribute_models.of(self._analysis, typ)
        return () if model.validators else model.needed

    def _member(self, value: nodes.Expression, typ: Type) -> nodes.Expression | None:
        if isinstance(typ, TupleType):
            held = self.named(value)
            items = [self.item(self.again(held), position) for position in range(len(typ.items))]
            return self._all([held, *filter(None, map(self.validated, items, typ.items))])
        assert isinstance(typ, Instance)
        if typ.type.fullname in _CONTAINERS or (typ.type.fullname == names.TUPLE and typ.args):
            return self.validated(self.own(reads.each, value), typ.args[0])
        if typ.type.has_base(names.MAPPING):
            return self.validated(self.own(reads.each_value, value), typ.args[-1]) if typ.args else None
        root = attribute_models.root(typ)
        if root is not None:
            return self.validated(value, root)
        return self._model(value, typ)

    def _model(self, value: nodes.Expression, typ: Instance) -> nodes.Expression | None:
        turns = self._around.count(typ.type)
        if len(self._around) >= _DEEPEST or turns >= _TURNS:
            return None
        model = attribute_models.of(self._analysis, typ)
        if not model.is_known:
            return None
        line = self.line
        self._around.append(typ.type)
        held = self.named(value)
        parts: list[nodes.Expression] = [held]
        for validator in model.validators:
            self.line = self.places.number(validator.rpartition(".")[2])
            parts.append(held := self.named(self._method(validator, self.again(held))))
        parts += self._fields(model, held)
        self._around.pop()
        self.line = line
        return self._all(parts)

    def _fields(self, model: Model, held: nodes.AssignmentExpr) -> list[nodes.Expression]:
        found: list[nodes.Expression] = []
        is_read = model.from_attributes or self._from_attributes
        for field in model.fields:
            self.line = self.places.number(f"{model.name}.{field.name}")
            source = self.again(held)
            value = self._field(model, field, source) if is_read else self._item(field, source)
            for validator in field.validators:
                value = self._method(validator, value)
            inner = self.validated(value, field.type) if field.is_validated else None
            found.append(inner or value)
        return found

    def _field(self, model: Model, field: Field, source: nodes.Expression) -> nodes.Expression:
        """Return the value that a field is given."""
        if not model.is_schema:
            return self._path(source, field.sources, reads.PLAIN)
        if field.resolver:
            self.line = self.places.number(f"{model.name}.{field.resolver.rpartition('.')[2]}")
            return self.own(reads.convert, self.named(self._method(field.resolver, source)))
        dotted = field.sources[0][0].split(".")
        if len(dotted) > 1:
            # Ninja leaves these to Django's templates.
            value = source
            for name in dotted:
                value = self.named(
                    self.call(template_functions.name_of(template_functions.look_up), value, self.text(name))
                )
            return self.own(reads.convert, value)
        return self.own(reads.convert, self.named(self._path(source, field.sources, reads.GETTER)))

    def _item(self, field: Field, source: nodes.Expression) -> nodes.Expression:
        """Return what a dict has for a field: nothing else is read by a class that reads no attributes."""
        return self._path(source, field.sources, reads.ITEMS)

    def _path(
        self, source: nodes.Expression, sources: Sequence[attribute_models.Path], way: str
    ) -> nodes.Expression:
        first = self.own(reads.get, source, self.text(way), *(self.text(path[0]) for path in sources))
        value: nodes.Expression = first
        for name in sources[0][1:] if len(sources) == 1 else ():
            value = self.own(reads.get, self.named(value), self.text(way), self.text(name))
        return value

    def _method(self, fullname: str, argument: nodes.Expression) -> nodes.Expression:
        """Return the call of a method of a class, which gets the value."""
        module = self._module(fullname)
        return self.call(
            template_functions.name_of(template_functions.call),
            self.text(module),
            self.text(fullname.removeprefix(f"{module}.")),
            argument,
        )

    def _module(self, fullname: str) -> str:
        owner = self._analysis.typeinfo(fullname.rpartition(".")[0])
        return owner.module_name if owner is not None else fullname.rpartition(".")[0].rpartition(".")[0]

    def _all(self, parts: list[nodes.Expression]) -> nodes.Expression:
        return self.put(nodes.TupleExpr(parts))

    def _lambda(self, expr: nodes.Expression) -> nodes.LambdaExpr:
        statement = self.put(nodes.ReturnStmt(expr))
        return self.put(nodes.LambdaExpr([], self.put(nodes.Block([statement]))))


def _reads(typ: Type) -> bool:
    """Tell a type that may take a row, or rows, and read them."""
    if isinstance(typ, TupleType):
        return any(_reads(member) for item in typ.items for member in instances.items(item))
    if not isinstance(typ, Instance):
        return False
    return (
        typ.type.fullname in _CONTAINERS
        or (typ.type.fullname == names.TUPLE and bool(typ.args))
        or typ.type.has_base(names.MAPPING)
        or attribute_models.is_model(typ.type)
    )
