"""What one loop has come to while it runs."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.domain.state import State

Visited: TypeAlias = "Mapping[Address, frozenset[str]]"
"""The rows that a loop visits, and what some of them lack."""


@dataclass(slots=True)
class Loop:
    breaks: list[State] = field(default_factory=list)
    continues: list[State] = field(default_factory=list)
    visited: Visited = field(default_factory=dict)
    changing: frozenset[str] = frozenset()
    """The names that stand for something else on each turn."""
    over: frozenset[str] = frozenset()
    """The names in what the loop goes through."""
    renewed: set[AccessPath] = field(default_factory=set)
    """The containers among them whose elements the body replaces."""
    before: dict[Address, Entry] = field(default_factory=dict)
    """The rows that the body may change one by one, as they were."""
    touched: set[Address] = field(default_factory=set)
    """The rows that some turn may have changed in a way that is not known."""
    turns: int = 0
