"""django-import-export: a resource goes through its rows when it exports or imports them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations
from aobjects_mypy.calls.operations import WRAP

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_RUN: Final = frozenset({"export", "import_data"})


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name not in _RUN:
        return UNANSWERED
    operations.report_call(analysis, call, f"{instance.type.name}.{target.name}", WRAP)
    return call.result


RULE: Final = Rule(method=_method)
