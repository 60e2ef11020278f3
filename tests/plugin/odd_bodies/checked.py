"""The same shapes where mypy's checker reads them, and a second module for names of modules."""

import os.path

from . import shapes
from .shapes import Base, table


class Derived(Base[int]):
    def uses(self, other: Base[int]) -> int:
        self.own = super().uses(other)
        self.count += 1
        return shapes.counter + len(table) + len(os.path.sep)

    @property
    def name(self) -> str:
        """Return what is here.

        # This is no comment.
        """
        # This is one.
        return "#" + 'x'  # and this


def unannotated(self, rows=table):
    self.x = rows
    for key, (value, *rest) in rows.items():
        rows[key] = self.x = value
    return [shapes.Base.make(value) for value in rest]
