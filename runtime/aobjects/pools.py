"""Finds the pool of a task: that of all threads of the process, or that of its event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects import engines
from aobjects.pool import POOL

if TYPE_CHECKING:
    from aobjects.pool import Pool, PoolStats


def here() -> Pool:
    """Return the pool for the tasks of the running loop: that of all threads, or the loop's own."""
    return engines.pool() or POOL


def all_stats() -> PoolStats:
    """Return the statistics of the whole process."""
    stats = POOL.get_stats()
    for pool in engines.pools():
        for name, count in pool.get_stats().items():
            stats[name] += count  # type: ignore[literal-required]
    return stats


__all__ = ["all_stats", "here"]
