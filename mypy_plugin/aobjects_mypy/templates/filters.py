"""What filters do to their values: Django's in a table, those of the project by running their bodies."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.templates import functions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aobjects_mypy.templates.writing import Writer

_DJANGO: Final = "django."


def apply(
    writer: Writer, function: Any, value: nodes.Expression, arguments: Sequence[nodes.Expression]
) -> nodes.Expression:
    """Return the value that a filter makes of another."""
    value = writer.held(value, "filtered")
    original = inspect.unwrap(function)
    if _asks_for_text(function):
        value = writer.call(names.STR, value)
    if not original.__module__.startswith(_DJANGO):
        return _of_project(writer, original, [value, *arguments])
    known = _FILTERS.get(original.__name__)
    if known is not None and original.__module__ == "django.template.defaultfilters":
        return _after(writer, arguments, known(writer, value, arguments))
    return writer.own(functions.value_of, value, *arguments)


def _after(
    writer: Writer, arguments: Sequence[nodes.Expression], value: nodes.Expression
) -> nodes.Expression:
    """Return the value after the arguments, which are evaluated whether or not the filter needs them."""
    given = [one for one in arguments if not isinstance(one, (nodes.StrExpr, nodes.IntExpr))]
    if not given:
        return value
    return writer.item(writer.put(nodes.TupleExpr([*given, value])), len(given))


def _asks_for_text(function: Any) -> bool:
    """Tell a ``@stringfilter``: it is given the text of the value."""
    from django.template.defaultfilters import stringfilter

    code = getattr(function, "__code__", None)
    return code is not None and code in stringfilter.__code__.co_consts


def _of_project(writer: Writer, function: Any, arguments: Sequence[nodes.Expression]) -> nodes.Expression:
    where = address(function)
    if where is None:
        return writer.own(functions.value_of, *arguments)
    return writer.own(functions.call, *map(writer.text, where), *arguments)


def address(function: Any) -> tuple[str, str] | None:
    """Return the module and the name of a function that can be found by them."""
    module, name = getattr(function, "__module__", None), getattr(function, "__qualname__", "<lambda>")
    return (module, name) if module and "<" not in name else None


def _length(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.call(names.LEN, value)


def _text(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.call(names.STR, value)


def _truth(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.call(names.BOOL, value)


def _default(writer: Writer, value: nodes.Expression, others: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.put(nodes.OpExpr("or", value, others[0])) if others else value


def _same(_: Writer, value: nodes.Expression, __: Sequence[nodes.Expression]) -> nodes.Expression:
    return value


def _first(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.item(value, 0)


def _last(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.own(functions.last, value)


def _all(writer: Writer, value: nodes.Expression) -> nodes.Expression:
    return writer.held(writer.own(functions.rows, value), "all")


def _random(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    return writer.item(_all(writer, value), 0)


def _texts(writer: Writer, value: nodes.Expression, _: Sequence[nodes.Expression]) -> nodes.Expression:
    """Write every item down."""
    return writer.call(names.STR, writer.item(_all(writer, value), 0))


def _slice(writer: Writer, value: nodes.Expression, others: Sequence[nodes.Expression]) -> nodes.Expression:
    given = others[0].value if others and isinstance(others[0], nodes.StrExpr) else ""
    parts = given.split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() or not part for part in parts):
        # A negative index of a queryset is an error that the filter swallows.
        return writer.own(functions.value_of, value)
    bounds = [writer.number(int(part)) if part else None for part in [*parts, ""][:3]]
    return writer.put(nodes.IndexExpr(value, writer.put(nodes.SliceExpr(*bounds))))


def _sorted(writer: Writer, value: nodes.Expression, others: Sequence[nodes.Expression]) -> nodes.Expression:
    """Read off every item what it is sorted by."""
    rows = _all(writer, value)
    key = others[0] if others else None
    if not isinstance(key, nodes.StrExpr):
        return rows
    element = f"element{OWN}"
    read: nodes.Expression = writer.name(element)
    for name in key.value.split("."):
        read = writer.held(writer.own(functions.look_up, read, writer.text(name)), f"{element}{name}")
    generator = writer.put(
        nodes.GeneratorExpr(read, [writer.name(element)], [writer.name(f"all{OWN}")], [[]], [False])
    )
    keys = writer.put(nodes.ListComprehension(generator))
    return writer.item(writer.put(nodes.TupleExpr([rows, keys])), 0)


_FILTERS: Final[
    dict[str, Callable[[Writer, nodes.Expression, Sequence[nodes.Expression]], nodes.Expression]]
] = {
    "length": _length,
    "length_is": _length,
    "pluralize": _length,
    "yesno": _truth,
    "timesince": _truth,
    "timesince_filter": _truth,
    "timeuntil": _truth,
    "timeuntil_filter": _truth,
    "stringformat": _text,
    "floatformat": _text,
    "default": _default,
    "default_if_none": _same,
    "safe": _same,
    "first": _first,
    "last": _last,
    "random": _random,
    "slice": _slice,
    "slice_filter": _slice,
    "join": _texts,
    "unordered_list": _texts,
    "safeseq": _texts,
    "escapeseq": _texts,
    "dictsort": _sorted,
    "dictsortreversed": _sorted,
}
"""By the name of the function in ``django.template.defaultfilters``: what asks a queryset for its rows."""
