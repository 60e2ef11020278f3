"""What validating does, as a program: related rows and unique columns are looked up, methods are called."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.calls import programs
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.rules.drf import declared, library, modelled, reading, steps
from aobjects_mypy.rules.drf.declared import Kind
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.rules.drf.declared import Field

_DEPTH: Final = 4
_VALUE: Final = f"value{OWN}"
"""What was sent: nothing is known of it."""


@dataclass(slots=True)
class Validation:
    """Writes what ``run_validation`` of serializers does."""

    analysis: Evaluator
    writer: Writer = field(default_factory=Writer)
    values: dict[str, Type | None] = field(default_factory=dict)

    def serializer(
        self, info: nodes.TypeInfo, myself: str, given: Collection[str] | None, depth: int = 0
    ) -> None:
        if library.has_own(info, "to_internal_value", "run_validation") and depth:
            return
        fields = modelled.fields_of(self.analysis, info)
        if fields is None or depth > _DEPTH:
            return
        for one in fields:
            if not one.read_only and (given is None or one.name in given):
                self.writer.line = self.writer.places.number(f"{info.name}.{one.name}")
                self._field(info, one, myself, depth)
        self.writer.line = self.writer.places.number(info.name)
        self._together(
            info, {one.source[0]: one for one in fields if one.source and not one.read_only}, given
        )
        if library.has_own(info, "validate"):
            self._call(myself, "validate")

    def _field(self, info: nodes.TypeInfo, one: Field, myself: str, depth: int) -> None:
        if one.kind is Kind.NESTED:
            if one.serializer is not None:
                name = f"self{OWN}{len(self.values) + 1}"
                self.values[name] = instances.of_class(one.serializer)
                self.serializer(one.serializer, name, None, depth + 1)
            return
        if one.queries:
            self._query(one.queries)
        for validator in one.validators:
            self._validator(validator)
        method = f"validate_{one.name}"
        if library.has_own(info, method):
            self._call(myself, method)
        if one.serializer is not None and library.has_own(one.serializer, "to_internal_value"):
            name = f"self{OWN}{len(self.values) + 1}"
            self.values[name] = instances.of_class(one.serializer)
            self._call(name, "to_internal_value")

    def _validator(self, validator: nodes.Expression) -> None:
        """Write the call of a function of the project."""
        if isinstance(validator, nodes.RefExpr) and isinstance(
            validator.node, (nodes.FuncDef, nodes.Decorator)
        ):
            self.writer.evaluate(self.writer.calling(validator, [self.writer.name(_VALUE)]))

    def _together(
        self, info: nodes.TypeInfo, written: dict[str, Field], given: Collection[str] | None
    ) -> None:
        origin = library.of_class(info)
        if origin is None or not origin.name.endswith("ModelSerializer"):
            return
        meta = declared.meta(self.analysis, info)
        schema = self.analysis.model_of(meta.model) if meta.model is not None else None
        if meta.validators is not None:
            for one in meta.validators:
                found = (
                    library.of_expression(self.analysis, one.callee)
                    if isinstance(one, nodes.CallExpr)
                    else None
                )
                if found is not None and found.name.startswith("Unique"):
                    self._query(found.name)
                else:
                    self._validator(one)
            return
        for group in modelled.unique_together(schema.model) if schema is not None else ():
            names = {written[source].name for source in group if source in written}
            if len(names) == len(set(group)) and (given is None or names <= set(given)):
                self._query("UniqueTogetherValidator")

    def _query(self, words: str) -> None:
        self.writer.evaluate(self.writer.call(steps.name_of(steps.query), self.writer.text(words)))

    def _call(self, myself: str, method: str) -> None:
        target = self.writer.put(nodes.MemberExpr(self.writer.name(myself), method))
        self.writer.evaluate(self.writer.calling(target, [self.writer.name(_VALUE)]))


def run_partial(analysis: Evaluator, myself: Instance, place: nodes.Expression) -> Sequence[Finding]:
    """Return what validating some of the fields does, nobody knows which: proven is what any of them does."""
    found = run(analysis, myself, None, place)
    written = [one.name for one in modelled.fields_of(analysis, myself.type) or () if not one.read_only]
    if not found or all(run(analysis, myself, [name], place) for name in written):
        return found
    always = run(analysis, myself, (), place)
    return [*always, *(replace(finding, is_unproven=True) for finding in found)]


def run(
    analysis: Evaluator, myself: Instance, given: Collection[str] | None, place: nodes.Expression
) -> Sequence[Finding]:
    """Return what validating does to the event loop; ``given`` are the keys of the data, where known."""
    info = myself.type
    found = Validation(analysis)
    own = [name for name in ("run_validation", "to_internal_value") if library.has_own(info, name)]
    called = (
        place.callee.name
        if isinstance(place, nodes.CallExpr) and isinstance(place.callee, (nodes.MemberExpr, nodes.SuperExpr))
        else ""
    )
    if own and own[0] != called and called == "is_valid":
        found.writer.line = found.writer.places.number(f"{info.name}.{own[0]}")
        found._call(reading.MYSELF, own[0])
    else:
        found.serializer(info, reading.MYSELF, given)
    program = found.writer.program(info.name)
    return programs.run(analysis, program, {**found.values, reading.MYSELF: myself}, place)
