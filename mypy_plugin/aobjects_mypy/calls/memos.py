"""Answers that ``lru_cache`` keeps: a function asks once for the same arguments."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from mypy.nodes import Decorator

from aobjects_mypy import names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.syntax import expressions, wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy.nodes import Node

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.syntax.call import Call


@contextmanager
def asked(analysis: Analysis, node: Node | None, call: Call | None) -> Iterator[None]:
    """Make the call meanwhile: off the event loop where the answer is there, which stays from then on."""
    if call is None or not isinstance(node, Decorator) or not wrappers.decorates(node, *names.MEMOS):
        yield
        return
    # As the arguments are written.
    given = ", ".join(expressions.condition(argument.expr) for argument in call.arguments)
    answer = address_parts.of_process(f"{node.fullname}({given})")
    with analysis.off_loop() if answer in analysis.state.heap else nullcontext():
        yield
    analysis.state.heap[answer] = heap.LazyIterator(())
