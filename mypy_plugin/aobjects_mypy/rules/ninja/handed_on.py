"""What ninja gets of what an operation returns: after decorators of the project, in pages of its classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance
from mypy.typevars import fill_typevars

from aobjects_mypy import names
from aobjects_mypy.calls import applying, programs
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.syntax import definitions, expressions, wrappers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_GIVEN: Final = f"given{OWN}"
_VIEW: Final = f"view{OWN}"
_PAGES: Final = f"pages{OWN}"
_ROWS: Final = f"rows{OWN}"
_PAGINATE: Final = "apaginate_queryset"
_ITEMS: Final = "items"
_ITEMS_ATTRIBUTE: Final = "items_attribute"


def are_seen(analysis: Evaluator, decorators: Sequence[nodes.Expression]) -> bool:
    """Tell decorators whose bodies can be run."""
    callees = (wrappers.callee_of(expr) for expr in decorators)
    return all(
        isinstance(callee, nodes.RefExpr) and analysis.callees.body(callee.node) is not None
        for callee in callees
    )


def decorated(
    analysis: Evaluator, decorators: Sequence[nodes.Expression], value: Type | None, place: nodes.Expression
) -> Type | None:
    """Return what decorators, the innermost first, make of what the function returns; report what they do."""
    if not decorators or value is None:
        return value
    writer = Writer()
    writer.line = writer.places.number(expressions.source(wrappers.callee_of(decorators[-1])))
    function = writer.put(nodes.FuncDef(_VIEW, _anything(), nodes.Block([])))
    function.body.body.append(writer.put(nodes.ReturnStmt(writer.name(_GIVEN))))
    function._fullname, function.is_coroutine = _VIEW, True
    writer.statements.append(function)
    callee: nodes.Expression = writer.name(_VIEW)
    for expr in decorators:
        callee = writer.calling(expr, [callee])
    called = writer.calling(callee, [writer.name(f"request{OWN}")])
    writer.statements.append(writer.put(nodes.ReturnStmt(writer.put(nodes.AwaitExpr(called)))))
    return _returned(analysis, writer, {_GIVEN: value}, place)


def _anything() -> list[nodes.Argument]:
    return [
        nodes.Argument(nodes.Var("args"), None, None, nodes.ARG_STAR),
        nodes.Argument(nodes.Var("kwargs"), None, None, nodes.ARG_STAR2),
    ]


def is_own_page(info: nodes.TypeInfo) -> bool:
    """Tell a class of the project that makes pages asynchronously, in a way of its own."""
    function = definitions.method_of(info, _PAGINATE)
    return function is not None and not function.info.module_name.startswith("ninja.")


def page(
    analysis: Evaluator, info: nodes.TypeInfo, value: Type | None, place: nodes.Expression
) -> Type | None:
    """Return the items of the page that a class of the project makes; report what that queries."""
    shape = fill_typevars(info)
    if value is None or not isinstance(shape, Instance):
        return None
    writer = Writer()
    writer.line = writer.places.number(f"{info.name}.{_PAGINATE}")
    target = writer.put(nodes.MemberExpr(writer.name(_PAGES), _PAGINATE))
    given = [writer.name(_GIVEN), writer.name(f"pagination{OWN}"), writer.name(f"request{OWN}")]
    awaited = writer.put(nodes.AwaitExpr(writer.calling(target, given, ("pagination", "request"))))
    items = writer.put(nodes.IndexExpr(awaited, writer.text(_items(analysis, info))))
    writer.assign(writer.name(_ROWS), items)
    # Ninja goes through them on the event loop, to have a list.
    writer.evaluate(writer.call(names.LIST, writer.name(_ROWS)))
    writer.statements.append(writer.put(nodes.ReturnStmt(writer.name(_ROWS))))
    return _returned(analysis, writer, {_GIVEN: value, _PAGES: shape}, place)


def _items(analysis: Evaluator, info: nodes.TypeInfo) -> str:
    written = definitions.returned(analysis.callees.class_value(info, _ITEMS_ATTRIBUTE))
    return written.value if isinstance(written, nodes.StrExpr) else _ITEMS


def _returned(
    analysis: Evaluator, writer: Writer, values: dict[str, Type | None], place: nodes.Expression
) -> Type | None:
    shown = writer.places.shown[writer.line]
    returned, found = programs.returned(analysis, writer.program(shown), values, place)
    # Ninja awaits what it calls: no thread runs it.
    applying.report_findings(analysis, found, place, shown, is_async=True)
    return returned
