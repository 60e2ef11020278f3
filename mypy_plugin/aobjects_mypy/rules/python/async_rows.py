"""Querysets and managers of the runtime: only ``await`` and ``async for`` evaluate them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.orm import async_rows, methods, queries

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    answer = async_rows.method(analysis, instance, target.name, call)
    if answer is None:
        answer = queries.rows_method(analysis, instance, target.name, call)
    return UNANSWERED if answer is None else answer


RULE: Final = Rule(
    construct=async_rows.construct,
    method=_method,
    # The others do it in their thread.
    resolves=frozenset(filter(methods.builds, methods.TAKES_USERS)),
    index=async_rows.index,
)
