"""Generators of the project: their bodies run where they are iterated, or entered as context managers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy.types import AnyType, Type, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.effects import Runs
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from aobjects_mypy.interpreter.interpreter import Interpreter


def make(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    values: Mapping[int, Type | None],
    result: Type | None,
    place: nodes.Expression,
    shown: str,
    scope: heap.Scope | None = None,
) -> Type | None:
    """Return the generator that a call makes."""
    anything = AnyType(TypeOfAny.special_form)
    protocol = names.ASYNC_ITERATOR if function.is_async_generator else names.ITERATOR
    made = instances.first(result) or interpreter.instance_of(protocol, [anything])
    if made is None:
        return result
    entry = heap.Generator(function, dict(values), shown, scope)
    return addresses.with_address(made, interpreter.allocate(place, entry, role="=generator"))


def run(interpreter: Interpreter, value: Type | None, place: nodes.Expression, *, whole: bool) -> Type | None:
    """Run the generators that a value is, each of them once, and return what they yield."""
    found: Type | None = None
    for instance in instances.instances(value):
        entry = interpreter.entry(instance)
        if not isinstance(entry, heap.Generator):
            continue
        if not entry.is_consumed:
            runs = Runs.ENTERED if instance.type.module_name == "contextlib" else Runs.ITERATED
            entry = _consume(interpreter, entry, place, runs, whole=whole)
            interpreter.put(instance, entry)
        found = joins.join(interpreter, found, entry.item, place)
    return found


def _consume(
    interpreter: Interpreter, entry: heap.Generator, place: nodes.Expression, runs: Runs, *, whole: bool
) -> heap.Generator:
    ran = interpreter.run_called(entry.function, entry.values, place, entry.scope)
    if ran is None:
        return replace(entry, is_consumed=True)
    findings = ran.findings if whole else ran.before_first
    is_async = entry.function.is_async_generator
    applying.report_findings(interpreter, findings, place, entry.shown, is_async=is_async, runs=runs)
    return replace(entry, is_consumed=whole, item=ran.value)
