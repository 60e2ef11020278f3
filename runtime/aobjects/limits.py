"""How many connections may be lent: to the process, as the settings say, and to whoever asks for them."""

from __future__ import annotations

from typing import Final

from django.core import mail

from aobjects.options import option

DEFAULT_CONNECTIONS: Final = 8
SECONDS_TO_WAIT: Final = 30.0


def max_connections() -> int:
    """Return the setting ``AOBJECTS_MAX_CONNECTIONS``, or its default."""
    limit: int = option("AOBJECTS_MAX_CONNECTIONS", DEFAULT_CONNECTIONS)
    return limit


def in_tests() -> bool:
    """Tell whether this is a test run of Django: a connection that is left open keeps its database there."""
    # Django's test runners and test cases make one.
    return "outbox" in vars(mail)


class Share:
    """How many workers a block, or all requests together, may have at a time, and how many they have."""

    __slots__ = ("lent", "limit", "process_limit")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.process_limit = max_connections()
        self.lent = 0


__all__ = ["DEFAULT_CONNECTIONS", "SECONDS_TO_WAIT", "Share", "in_tests", "max_connections"]
