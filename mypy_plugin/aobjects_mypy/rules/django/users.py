"""``request.user``: a lazy object that reads session and user at its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import diagnostics
from aobjects_mypy.analysis.rule import Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from mypy.types import Instance

    from aobjects_mypy.analysis.analysis import Analysis


def _use(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    entry = analysis.entry(instance)
    if isinstance(entry, heap.LazyUser) and (not entry.evaluated or entry.is_assumed):
        written = expressions.source(node)
        # Under another name, "self.owner", it is that of the request all the same.
        owner = node.expr if isinstance(node, nodes.MemberExpr) and node.name == "user" else None
        request = expressions.source(owner) if owner is not None else "request"
        error = diagnostics.synchronous_query(written, f"await {request}.auser()")
        analysis.report(error.as_unproven(diagnostics.PERHAPS_READ) if entry.evaluated else error, node)
        analysis.put(instance, heap.LazyUser(evaluated=True))


HELD: Final = Rule(use=_use)
"""Of whatever class the user model is."""
