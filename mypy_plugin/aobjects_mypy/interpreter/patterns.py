"""Match a value against the patterns of a ``match`` statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import patterns
from mypy.types import TupleType

from aobjects_mypy import diagnostics
from aobjects_mypy.domain import address_parts
from aobjects_mypy.interpreter import reading
from aobjects_mypy.orm import containers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def match(
    interpreter: Interpreter, pattern: patterns.Pattern, value: Type | None, subject: nodes.Expression
) -> None:
    if isinstance(pattern, patterns.AsPattern):
        if pattern.pattern is not None:
            match(interpreter, pattern.pattern, value, subject)
        if pattern.name is not None:
            interpreter.bind(pattern.name.name, instances.overlay(interpreter.type_of(pattern.name), value))
    elif isinstance(pattern, patterns.OrPattern):
        for option in pattern.patterns:
            match(interpreter, option, value, subject)
    elif isinstance(pattern, patterns.ClassPattern):
        for name, inner in zip(pattern.keyword_keys, pattern.keyword_values, strict=True):
            member = reading.pattern_attribute(interpreter, value, name, inner)
            match(interpreter, inner, member, subject)
    elif isinstance(pattern, patterns.SequencePattern):
        parts = _parts(interpreter, value, len(pattern.patterns), subject)
        for inner, part in zip(pattern.patterns, parts, strict=True):
            match(interpreter, inner, part, subject)
    elif isinstance(pattern, patterns.StarredPattern):
        if pattern.capture is not None:
            shape = interpreter.type_of(pattern.capture)
            interpreter.bind(
                pattern.capture.name, containers.carry(interpreter, shape, [value], pattern.capture)
            )
    elif isinstance(pattern, patterns.MappingPattern):
        for inner in pattern.values:
            # A value of the mapping: the name that takes it has its type, and the objects of that class.
            match(interpreter, inner, _value_of(value), subject)
    elif isinstance(pattern, patterns.ValuePattern):
        interpreter.evaluate(pattern.expr)


def _parts(
    interpreter: Interpreter, value: Type | None, count: int, subject: nodes.Expression
) -> list[Type | None]:
    for item in instances.items(value):
        if isinstance(item, TupleType) and len(item.items) == count:
            return list(item.items)
    with interpreter.off_loop():
        member = reading.iterate(interpreter, value, subject, diagnostics.UNREPORTED)
    return [
        containers.separate(interpreter, member, address_parts.sole(f"part {position}"))
        for position in range(count)
    ]


def _value_of(value: Type | None) -> Type | None:
    mapping = next((item for item in instances.instances(value) if len(item.args) == 2), None)
    return mapping.args[1] if mapping is not None else None
