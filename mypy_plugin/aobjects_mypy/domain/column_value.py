"""What is known of the value in a column: a condition that asks for it has one answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias

from aobjects_mypy.values import dataclass

Literal: TypeAlias = tuple[str, str]
"""A value as it can be written down: the full name of its class, its text."""

NONE: Final[Literal] = ("None", "")


@dataclass(frozen=True, slots=True)
class ColumnValue:
    """One of these, or none of those; neither is said of a value that is there, whatever it is."""

    one_of: frozenset[Literal] = frozenset()
    none_of: frozenset[Literal] = frozenset()
    same_as: frozenset[str] = frozenset()
    """The columns of rows, as ``address.column``, that it was compared with and is equal to."""
    unlike: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.one_of and self.none_of:
            object.__setattr__(self, "none_of", frozenset())

    @property
    def compared(self) -> bool:
        return bool(self.same_as or self.unlike)

    def is_literal(self, literal: Literal) -> bool | None:
        """Tell whether it is this value; ``None`` where either may be."""
        if literal in self.none_of:
            return False
        if not self.one_of or any(
            NONE not in (known, literal) and known[0] != literal[0] for known in self.one_of
        ):
            return None
        if literal not in self.one_of:
            return False
        return True if len(self.one_of) == 1 else None

    def is_false(self, false: frozenset[Literal]) -> bool | None:
        """Tell whether it is one of the values that are false."""
        if self.one_of:
            answers = {literal in false for literal in self.one_of}
            return answers.pop() if len(answers) == 1 else None
        return False if false and false <= self.none_of else None

    def and_also(self, other: ColumnValue) -> ColumnValue:
        """Return what holds where both hold."""
        same, unlike = self.same_as | other.same_as, self.unlike | other.unlike
        if self.one_of and other.one_of:
            return ColumnValue(self.one_of & other.one_of or other.one_of, frozenset(), same, unlike)
        if self.one_of or other.one_of:
            one_of = (self.one_of or other.one_of) - self.none_of - other.none_of
            return ColumnValue(one_of or self.one_of or other.one_of, frozenset(), same, unlike)
        return ColumnValue(frozenset(), self.none_of | other.none_of, same, unlike)

    def without(self, column: str) -> ColumnValue:
        """Forget what a comparison with a column of another row said: that has changed."""
        return replace(self, same_as=self.same_as - {column}, unlike=self.unlike - {column})


PRESENT: Final = ColumnValue()


def join(one: ColumnValue, other: ColumnValue) -> ColumnValue:
    """Return what holds of either: a semilattice, as sets of values under their union are."""
    same, unlike = one.same_as & other.same_as, one.unlike & other.unlike
    if one.one_of and other.one_of:
        return ColumnValue(one.one_of | other.one_of, frozenset(), same, unlike)
    if one.one_of or other.one_of:
        none_of = (one.none_of | other.none_of) - one.one_of - other.one_of
        return ColumnValue(frozenset(), none_of, same, unlike)
    return ColumnValue(frozenset(), one.none_of & other.none_of, same, unlike)
