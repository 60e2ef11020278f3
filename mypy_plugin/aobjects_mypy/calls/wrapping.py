"""What to write so that a thread runs what is called."""

from __future__ import annotations

from typing import Final

from aobjects_mypy import diagnostics
from aobjects_mypy.domain.effects import Runs

_CALLS_ITS_OPERAND: Final = frozenset({"__init__", "__new__", "__call__", "__post_init__"})


def in_thread(name: str, written: str, runs: Runs) -> str:
    """Return what to write so that a thread runs it: a call, a special method, a generator."""
    if runs is Runs.ITERATED:
        return f"await sync_to_async(list)({written})"
    if runs is Runs.ENTERED:
        return diagnostics.BLOCK
    if name == "__str__":
        return f"await sync_to_async(str)({written})"
    wrapped = written.removesuffix("(...)").removesuffix("()")
    called, shown = wrapped.rpartition(".")[2], name.rpartition(".")[2]
    if called != shown and shown not in _CALLS_ITS_OPERAND:
        return diagnostics.OPERATION
    if wrapped == written or not wrapped:
        return f"await sync_to_async(lambda: {written})()"
    return f"await sync_to_async({wrapped})({'...' if written.endswith('(...)') else ''})"
