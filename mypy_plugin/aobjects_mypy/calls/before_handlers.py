"""What a view of the project runs before its handler, on the event loop: its ``setup`` and ``dispatch``."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy.syntax import beginnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.callees import Callees
    from aobjects_mypy.analysis.evaluator import Evaluator, Ran
    from aobjects_mypy.analysis.sinks import Finding

SETUP = "setup"
DISPATCH = "dispatch"


def own(info: nodes.TypeInfo, name: str) -> Iterator[tuple[nodes.TypeInfo, nodes.Node | None]]:
    """Yield the methods of this name that are not Django's, that of the class itself first."""
    for base in info.mro:
        symbol = base.names.get(name)
        if symbol is not None and not base.module_name.startswith("django."):
            yield base, symbol.node


def are_seen(callees: Callees, info: nodes.TypeInfo) -> bool:
    """Tell a view whose own ``setup`` and ``dispatch`` can be run before its handler is."""
    return all(callees.body(node) is not None for name in (SETUP, DISPATCH) for _, node in own(info, name))


def set_up(
    analysis: Evaluator, info: nodes.TypeInfo, given: Sequence[Type | None], place: nodes.Expression
) -> Sequence[Finding]:
    """Run ``setup``, which calls those of the other bases by itself."""
    for _, node in own(info, SETUP):
        return _findings(_run(analysis, analysis.callees.body(node), given, place))
    return ()


def dispatch(
    analysis: Evaluator, node: nodes.Node | None, given: Sequence[Type | None], place: nodes.Expression
) -> tuple[bool, Sequence[Finding]]:
    """Run what one ``dispatch`` does before it calls the next; tell whether it comes to that.

    What a coroutine function runs is reported where it is written.
    """
    body = analysis.callees.body(node)
    if body is None:
        return False, ()
    beginning = copy.copy(body)
    beginning.body = beginnings.before(body.body, _calls_next)
    ran = _run(analysis, beginning, given, place)
    if ran is None or ran.is_over:
        return False, _findings(ran) if not body.is_coroutine else ()
    return True, _findings(ran) if not body.is_coroutine else ()


def _calls_next(call: nodes.CallExpr) -> bool:
    return isinstance(call.callee, nodes.SuperExpr) and call.callee.name == DISPATCH


def _run(
    analysis: Evaluator, body: nodes.FuncDef | None, given: Sequence[Type | None], place: nodes.Expression
) -> Ran | None:
    return analysis.run_called(body, dict(enumerate(given)), place) if body is not None else None


def _findings(ran: Ran | None) -> Sequence[Finding]:
    return [finding for finding in ran.findings if not finding.is_unproven] if ran is not None else ()
