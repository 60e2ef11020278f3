"""What tests say of the pool when all is over."""

from __future__ import annotations

import time

from aobjects.concurrency import get_stats


def assert_nothing_is_lent() -> None:
    deadline = time.monotonic() + 20
    # A thread gives back after its result is there; it may be about to roll back what a loop has left.
    while get_stats()["lent"] and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (get_stats()["lent"], get_stats()["waiting"]) == (0, 0)
