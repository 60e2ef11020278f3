"""``json.dumps(value, default=encode)``: what JSON has no form for is given to a function of the project."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.calls import applying, protocols
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.syntax.call import Argument
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call

_DEPTH: Final = 3
"""How often what the function returns is written down in turn."""
_CONVERSIONS: Final = {names.STR: "s", names.REPR: "r"}
_CONTAINERS: Final = (names.DICT, names.LIST, names.TUPLE)


def _dump(analysis: Evaluator, call: Call) -> Type | None:
    given = call.argument(0, "obj")
    if given is not None and ("default" in call.keywords or "cls" in call.keywords):
        _write(analysis, given.value, call, _DEPTH)
    return call.result


def _write(analysis: Evaluator, value: Type | None, call: Call, depth: int) -> None:
    for item in _without_form(analysis, value) if depth else ():
        made = _encode(analysis, item, call)
        if made is not None:
            _write(analysis, made, call, depth - 1)


def _without_form(analysis: Evaluator, value: Type | None) -> Iterator[Instance]:
    """Yield the objects that stand in the dicts and lists of ``value``."""
    for item in instances.tagged_instances(value):
        entry = analysis.entry(item)
        if item.type.fullname not in _CONTAINERS:
            yield item
        elif isinstance(entry, heap.Record):
            for held in entry.fields.values():
                yield from _without_form(analysis, held)


def _encode(analysis: Evaluator, item: Instance, call: Call) -> Type | None:
    argument = Argument(call.node, nodes.ARG_POS, None, item)
    passed = replace(call, arguments=(argument,), result=None, receiver=None)
    default = call.keywords.get("default")
    if default is not None and expressions.fullname(default.expr) in _CONVERSIONS:
        protocols.write(analysis, item, call.node, _CONVERSIONS[expressions.fullname(default.expr)])
        return None
    if default is not None:
        return analysis.call_value(default.value, replace(passed, callee=default.expr))[1]
    cls = get_proper_type(call.keywords["cls"].value) if call.keywords["cls"].value is not None else None
    encoder = declared.instance_of_class(cls) if cls is not None else None
    symbol = encoder.type.get("default") if isinstance(encoder, Instance) else None
    if symbol is None or not isinstance(encoder, Instance):
        return None
    return applying.call(analysis, symbol.node, passed, encoder, call.node, "default")


FUNCTIONS: Final[dict[str, Function]] = {"json.dumps": _dump, "json.dump": _dump}
