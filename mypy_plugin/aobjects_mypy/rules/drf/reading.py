"""What a serializer reads off a row, as a program."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.calls import programs
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.rules.drf import library, modelled, steps
from aobjects_mypy.rules.drf.declared import Kind
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.rules.drf.declared import Field

_DEPTH: Final = 6
"""How many serializers stand inside one another; a program has an end."""
ROW: Final = f"row{OWN}"
MYSELF: Final = f"self{OWN}"
_OVERRIDE: Final = "to_representation"
_ASYNC_OVERRIDE: Final = "ato_representation"


@dataclass(slots=True)
class Reading:
    """Writes what serializers read, each inside the one before."""

    analysis: Evaluator
    writer: Writer = field(default_factory=Writer)
    values: dict[str, Type | None] = field(default_factory=dict)
    is_async: bool = False
    """As ``await serializer.adata`` does: threads run the fields, but for those that are adrf's own."""
    context: Type | None = None
    """That of the outermost serializer: all inside have the same."""
    site: str = ""
    count: int = 0

    # Serializers -----------------------------------------------------------------------------------------

    def serializer(
        self,
        info: nodes.TypeInfo,
        row: nodes.Expression,
        myself: str,
        depth: int = 0,
        *,
        default: bool = False,
    ) -> None:
        """Write ``to_representation(row)``; ``default`` is that of the library, whatever the class says."""
        if depth > _DEPTH:
            return
        override = _ASYNC_OVERRIDE if self.is_async else _OVERRIDE
        if not default and library.has_own(info, override):
            self.writer.line = self.writer.places.number(f"{info.name}.{override}")
            called = self._call(myself, override, row)
            self.writer.evaluate(self.writer.put(nodes.AwaitExpr(called)) if self.is_async else called)
            return
        for one in modelled.fields_of(self.analysis, info) or ():
            if not one.write_only:
                self._field(info.name, one, row, myself, depth)

    def _of_model(self, model: str, row: nodes.Expression, depth: int, left: int) -> None:
        """Write what the serializer reads that ``depth`` makes of a model."""
        schema = self.analysis.schema.model(model)
        if schema is None or depth > _DEPTH:
            return
        for name in modelled.default_names(schema.model):
            made = modelled.of_model(schema.model, name, left)
            if made is not None:
                self._field(schema.name, made, row, "", depth)

    # Fields ----------------------------------------------------------------------------------------------

    def _field(self, owner: str, one: Field, row: nodes.Expression, myself: str, depth: int) -> None:
        self.writer.line = self.writer.places.number(f"{owner}.{one.name}")
        if self.is_async:
            self._field_of_adrf(one, row, myself, depth)
            return
        if one.kind is Kind.METHOD:
            self.writer.evaluate(self._call(myself, one.attribute[0], row))
            return
        if one.kind is Kind.OWN:
            self._own(one, row)
            return
        if one.kind is Kind.KEY and not one.many:
            self._key(one, row)
            return
        value = self._chain(row, one.source)
        if one.kind is Kind.NESTED:
            self._nested(one, value, depth)
        elif one.many:
            item = self._item(self.writer.call(steps.name_of(steps.rows), value))
            self._finish(one, item)
        else:
            self._finish(one, value)

    def _finish(self, one: Field, value: nodes.Expression) -> None:
        """Write what the field makes of one value."""
        if one.kind in (Kind.TEXT, Kind.STRING):
            self.writer.write(value)
        elif one.kind is Kind.KEY:
            self.writer.evaluate(self.writer.call(steps.name_of(steps.read), value, self.writer.text("pk")))
        elif one.kind is Kind.ATTRIBUTE:
            for name in one.attribute:
                value = self.writer.put(nodes.MemberExpr(value, name))
            self.writer.evaluate(value)
        elif one.kind is Kind.ITEMS:
            self._item(value)
        else:
            self.writer.evaluate(value)

    def _key(self, one: Field, row: nodes.Expression) -> None:
        *before, last = one.source or ("pk",)
        holder = self._chain(row, before)
        self.writer.evaluate(self.writer.call(steps.name_of(steps.key), holder, self.writer.text(last)))

    def _own(self, one: Field, row: nodes.Expression) -> None:
        """Write what a field class of the project does."""
        info = one.serializer
        if info is None:
            return
        myself = self._object(info)
        value = (
            self._call(myself, "get_attribute", row)
            if library.has_own(info, "get_attribute")
            else self._chain(row, one.source)
        )
        if not library.has_own(info, _OVERRIDE):
            self.writer.evaluate(value)
            return
        if one.many:
            value = self._item(self.writer.call(steps.name_of(steps.rows), value))
        self.writer.evaluate(self._call(myself, _OVERRIDE, value))

    def _nested(self, one: Field, value: nodes.Expression, depth: int) -> None:
        if one.many:
            value = self.writer.call(steps.name_of(steps.rows), value)
            inner: nodes.Expression = self._item(value)
        else:
            inner = self._bound(value)
        if one.serializer is not None:
            self.serializer(one.serializer, inner, self._object(one.serializer), depth + 1)
        elif one.model:
            self._of_model(one.model, inner, depth + 1, one.depth)

    # As adrf does ----------------------------------------------------------------------------------------

    def _field_of_adrf(self, one: Field, row: nodes.Expression, myself: str, depth: int) -> None:
        is_method = one.kind is Kind.METHOD
        if is_method and one.is_async:
            self.writer.evaluate(self.writer.put(nodes.AwaitExpr(self._call(myself, one.attribute[0], row))))
        elif is_method:
            self.writer.evaluate(self._threaded(self._call(myself, one.attribute[0], row)))
        elif one.kind is Kind.NESTED and one.serializer is not None and _is_of_adrf(one.serializer):
            value = self._chain(row, one.source)
            inner = self._bound(self.writer.call(steps.name_of(steps.item), value) if one.many else value)
            self.serializer(one.serializer, inner, self._object(one.serializer), depth + 1)
        elif one.kind is not Kind.OWN:
            value = self._threaded(self._chain(row, one.source))
            if one.kind is Kind.TEXT and one.is_async:
                self.writer.write(value)
            else:
                self.writer.evaluate(value)

    def _threaded(self, value: nodes.Expression) -> nodes.Expression:
        body = nodes.Block([self.writer.put(nodes.ReturnStmt(value))])
        return self.writer.call(steps.name_of(steps.in_thread), self.writer.put(nodes.LambdaExpr([], body)))

    # Nodes -----------------------------------------------------------------------------------------------

    def _chain(self, row: nodes.Expression, source: Iterable[str]) -> nodes.Expression:
        value = row
        for name in source:
            value = self.writer.call(steps.name_of(steps.read), value, self.writer.text(name))
        return value

    def _call(self, myself: str, method: str, *arguments: nodes.Expression) -> nodes.CallExpr:
        target = self.writer.put(nodes.MemberExpr(self.writer.name(myself), method))
        return self.writer.calling(target, list(arguments))

    def _fresh(self, hint: str) -> str:
        self.count += 1
        return f"{hint}{OWN}{self.count}"

    def _bound(self, value: nodes.Expression) -> nodes.Expression:
        name = self._fresh("row")
        self.writer.assign(self.writer.name(name), value)
        return self.writer.name(name)

    def _item(self, values: nodes.Expression) -> nodes.Expression:
        """Write that the values are iterated, and return one of them."""
        name = self._fresh("row")
        made = self.writer.put(
            nodes.ListComprehension(
                self.writer.put(
                    nodes.GeneratorExpr(
                        self.writer.name(name), [self.writer.name(name)], [values], [[]], [False]
                    )
                )
            )
        )
        return self._bound(self.writer.call(steps.name_of(steps.item), made))

    def _object(self, info: nodes.TypeInfo) -> str:
        name = self._fresh("self")
        inner = instances.of_class(info)
        if self.context is not None:
            address = self.analysis.allocate(
                address_parts.sole(f"{self.site}:{name}"), heap.Record({"context": self.context})
            )
            inner = addresses.with_address(inner, address)
        self.values[name] = inner
        return name


def _is_of_adrf(info: nodes.TypeInfo) -> bool:
    origin = library.of_class(info)
    return origin is not None and origin.is_async


def run(
    analysis: Evaluator,
    myself: Instance,
    rows: Type | None,
    place: nodes.Expression,
    *,
    many: bool = False,
    is_async: bool = False,
    default: bool = False,
) -> Sequence[Finding]:
    """Return what serializing the rows does to the event loop."""
    held = analysis.entry(myself)
    context = held.fields.get("context") if isinstance(held, heap.Record) else None
    site = f"{place.line}:{place.column}:{myself.type.name}"
    found = Reading(analysis, is_async=is_async, context=context, site=site)
    writer = found.writer
    writer.line = writer.places.number(myself.type.name)
    row: nodes.Expression = writer.name(ROW)
    if many:
        row = (
            found._bound(writer.call(steps.name_of(steps.item), row))
            if is_async
            else found._item(writer.call(steps.name_of(steps.rows), row))
        )
    found.serializer(myself.type, row, MYSELF, default=default)
    program = writer.program(myself.type.name)
    return programs.run(analysis, program, {**found.values, ROW: rows, MYSELF: myself}, place)
