"""What a wrapper of the bridge does where it is of no use."""

from __future__ import annotations

import enum


class Misuse(enum.Enum):
    WRAPS_ASYNC = enum.auto()
    WRAPS_TWICE = enum.auto()
    WRAPS_VALUE = enum.auto()
    WRAPS_GENERATOR = enum.auto()
    BLOCKS_LOOP = enum.auto()
