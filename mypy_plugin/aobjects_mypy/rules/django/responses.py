"""Responses: their content is written down, or walked through, when they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import Rule
from aobjects_mypy.calls import applying, protocols
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call

_USE: Final = diagnostics.Use("a response")


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Instance:
    content = call.argument(0, "content")
    if content is not None:
        row = evaluation.iterate(analysis, content.value, content.expr, _USE)
        protocols.write(analysis, row if row is not None else content.value, content.expr, "s")
    return instance


def _construct_stream(analysis: Evaluator, instance: Instance, call: Call) -> Instance:
    """Ask for the iterator at once: of a queryset that is its query, of a generator nothing yet.

    Django goes through an asynchronous generator on the event loop, and has a thread go through any other.
    """
    content = call.argument(0, "streaming_content")
    if content is not None and _is_asynchronous(analysis, content.value):
        analysis.run_generator(content.value, content.expr)
    entry = analysis.entry_of(content.value) if content is not None and content.value is not None else None
    if content is not None and not (isinstance(entry, heap.LazyIterator) and entry.query):
        evaluation.evaluate(analysis, content.value, content.expr, _USE)
    return instance


def _is_asynchronous(analysis: Evaluator, value: Type | None) -> bool:
    entries = [analysis.entry(item) for item in instances.instances(value)]
    return bool(entries) and all(
        isinstance(entry, heap.Generator) and entry.function.is_async_generator for entry in entries
    )


def _redirect(analysis: Evaluator, call: Call) -> Type | None:
    """Ask an object where it is."""
    target = call.argument(0, "to")
    for instance in instances.instances(target.value if target is not None else None):
        symbol = instance.type.get("get_absolute_url")
        if symbol is not None:
            applying.call(analysis, symbol.node, None, instance, call.node, "get_absolute_url")
    return call.result


RULE: Final = Rule(construct=_construct)
STREAM: Final = Rule(construct=_construct_stream)
FUNCTIONS: Final[dict[str, Function]] = {
    names.REDIRECT: _redirect,
    names.RESOLVE_URL: _redirect,
}
