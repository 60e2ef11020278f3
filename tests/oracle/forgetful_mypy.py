"""Run mypy as ``python -m mypy`` does, where the plugin knows of no call what an earlier one did."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from aobjects_mypy.summaries.memo import Memo
from mypy import main

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

_T = TypeVar("_T")

_call = Memo.call


def _run_anew(
    self: Memo,
    key: Hashable,
    run: Callable[[], _T],
    holds: Callable[[_T], bool],
    is_kept: Callable[[_T], bool],
) -> tuple[_T, bool]:
    return _call(self, key, run, lambda known: False, lambda known: False)


if __name__ == "__main__":
    Memo.call = _run_anew  # type: ignore[method-assign]
    main.main(clean_exit=True)
