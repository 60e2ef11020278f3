"""Answers that ``lru_cache`` keeps: a function asks once for the same arguments."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from mypy.nodes import Decorator, RefExpr

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.syntax import expressions, wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from mypy.nodes import MemberExpr, Node

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.syntax.call import Call

_LOOK: Final = "cache_info"


@contextmanager
def asked(analysis: Analysis, node: Node | None, call: Call | None) -> Iterator[None]:
    """Make the call meanwhile: off the event loop where the answer is there, which stays from then on."""
    if call is None or not isinstance(node, Decorator) or not wrappers.decorates(node, *names.MEMOS):
        yield
        return
    # As the arguments are written.
    given = ", ".join(expressions.condition(argument.expr) for argument in call.arguments)
    answer = address_parts.of_process(f"{node.fullname}({given})")
    with _meanwhile(analysis, node, answer):
        yield
    analysis.state.heap[answer] = heap.LazyIterator(())


def _meanwhile(analysis: Analysis, node: Decorator, answer: Address) -> AbstractContextManager[None]:
    if answer in analysis.state.heap:
        return analysis.off_loop()
    return analysis.guessing() if _looked_into(node) in analysis.state.heap else nullcontext()


def look_into(analysis: Analysis, method: MemberExpr) -> None:
    """Leave open which answers are there: ``if settings_of.cache_info().currsize``."""
    function = method.expr.node if isinstance(method.expr, RefExpr) else None
    is_memo = isinstance(function, Decorator) and wrappers.decorates(function, *names.MEMOS)
    if method.name == _LOOK and isinstance(function, Decorator) and is_memo:
        analysis.state.heap[_looked_into(function)] = heap.LazyIterator(())


def _looked_into(function: Decorator) -> Address:
    return address_parts.of_process(f"{function.fullname}.{_LOOK}")
