"""Match a value against the patterns of a ``match`` statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import patterns
from mypy.types import TupleType

from aobjects_mypy.interpreter import reading
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter


def match(run: Interpreter, pattern: patterns.Pattern, value: Type | None, subject: nodes.Expression) -> None:
    if isinstance(pattern, patterns.AsPattern):
        if pattern.pattern is not None:
            match(run, pattern.pattern, value, subject)
        if pattern.name is not None:
            run.bind(pattern.name.name, instances.overlay(run.type_of(pattern.name), value))
    elif isinstance(pattern, patterns.OrPattern):
        for option in pattern.patterns:
            match(run, option, value, subject)
    elif isinstance(pattern, patterns.ClassPattern):
        for name, inner in zip(pattern.keyword_keys, pattern.keyword_values, strict=True):
            member = reading.pattern_attribute(run, value, name, inner)
            match(run, inner, member, subject)
    elif isinstance(pattern, patterns.SequencePattern):
        parts = _parts(run, value, len(pattern.patterns), subject)
        for inner, part in zip(pattern.patterns, parts, strict=True):
            match(run, inner, part, subject)
    elif isinstance(pattern, patterns.StarredPattern):
        if pattern.capture is not None:
            shape = run.type_of(pattern.capture)
            run.bind(pattern.capture.name, run.carry(shape, [value], pattern.capture))
    elif isinstance(pattern, patterns.MappingPattern):
        for inner in pattern.values:
            # A value of the mapping: the name that takes it has its type, and the objects of that class.
            match(run, inner, _value_of(value), subject)
    elif isinstance(pattern, patterns.ValuePattern):
        run.evaluate(pattern.expr)


def _parts(run: Interpreter, value: Type | None, count: int, subject: nodes.Expression) -> list[Type | None]:
    for item in instances.items(value):
        if isinstance(item, TupleType) and len(item.items) == count:
            return list(item.items)
    with run.off_loop():
        member = reading.iterate(run, value, subject, "")
    return [run.separate(member, f"part {position}") for position in range(count)]


def _value_of(value: Type | None) -> Type | None:
    mapping = next((item for item in instances.instances(value) if len(item.args) == 2), None)
    return mapping.args[1] if mapping is not None else None
