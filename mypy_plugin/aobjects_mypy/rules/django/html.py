"""What Django writes its arguments into: ``format_html("<td>{}</td>", book)`` and its like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import TupleType, get_proper_type

from aobjects_mypy import diagnostics
from aobjects_mypy.calls import protocols
from aobjects_mypy.orm import evaluation

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function
    from aobjects_mypy.syntax.call import Call

_MODULE: Final = "django.utils.html"


def _format(analysis: Evaluator, call: Call) -> Type | None:
    for argument in call.arguments[1:]:
        protocols.write(analysis, argument.value, argument.expr, "s")
    return call.result


def _join(analysis: Evaluator, call: Call) -> Type | None:
    rows = call.argument(2, "args_generator")
    if rows is not None:
        given = evaluation.iterate(analysis, rows.value, rows.expr, diagnostics.use_by(call.callee_name))
        proper = get_proper_type(given) if given is not None else None
        for value in proper.items if isinstance(proper, TupleType) else [given]:
            protocols.write(analysis, value, rows.expr, "s")
    return call.result


def _escape(analysis: Evaluator, call: Call) -> Type | None:
    text = call.argument(0, "text")
    if text is not None:
        protocols.write(analysis, text.value, text.expr, "s")
    return call.result


FUNCTIONS: Final[dict[str, Function]] = {
    f"{_MODULE}.format_html": _format,
    f"{_MODULE}.format_html_join": _join,
    f"{_MODULE}.conditional_escape": _escape,
    f"{_MODULE}.escape": _escape,
    f"{_MODULE}.linebreaks": _escape,
    f"{_MODULE}.urlize": _escape,
}
