"""What the database connections of the running thread are doing, for code that chooses threads."""

from __future__ import annotations

import logging
import random
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

from django.db import connections
from django.db.backends.signals import connection_created

from aobjects import engines
from aobjects.options import option

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db import DatabaseError
    from django.db.backends.base.base import BaseDatabaseWrapper


log: Final = logging.getLogger("aobjects")

SECONDS_OF_LIFE: Final = 3600.0
"""As ``psycopg_pool`` has it: a server does not free what a session takes before that ends."""

_LIFE: Final = "_aobjects_life"
"""Where a connection of Django's has when it was opened, and what part of a lifetime it has."""

_made: Final = threading.local()


class _Mode(threading.local):
    """How SQLite transactions begin in this thread."""

    locks_first = False


_mode: Final = _Mode()


def _note(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    of_this_thread()[connection.alias] = (connection, connection.connection)
    # Those that were opened together do not end together.
    vars(connection)[_LIFE] = (time.monotonic(), random.uniform(0.9, 1.0))
    if _mode.locks_first:
        _set_mode(connection)


def _set_mode(connection: Any) -> None:
    if connection.vendor == "sqlite" and not connection.settings_dict["OPTIONS"].get("transaction_mode"):
        connection.transaction_mode = "IMMEDIATE" if _mode.locks_first else None


def lock_first(wanted: bool) -> None:
    """Let SQLite transactions of this thread begin with the lock for writing, unless the settings say how.

    One that reads first is refused that lock at once when another has written meanwhile.
    """
    if _mode.locks_first is not wanted:
        _mode.locks_first = wanted
        for connection, _ in of_this_thread().values():
            _set_mode(connection)


# Django keeps the connections of a thread where no other thread finds them.
connection_created.connect(_note)


def of_this_thread() -> engines.Made:
    """Return the connections that this thread made and will make, by alias; other threads may read it.

    Those of a job, where it is one: jobs share a thread.
    """
    job = engines.job()
    return cast("engines.Made", vars(_made)) if job is None else job.made


def in_transaction() -> bool:
    """Tell whether a connection of this thread is inside ``atomic``: in Django's ``TestCase``, as a rule."""
    return any(connection.in_atomic_block for connection in connections.all(initialized_only=True))


def require_rollback(reason: DatabaseError, cause: DatabaseError | None) -> None:
    """Refuse queries in the transactions of this thread until they are rolled back, as after a failed one."""
    reason.__cause__ = cause
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            connection.needs_rollback = True
            connection.rollback_exc = reason  # type: ignore[attr-defined]  # not in the stubs


def takes_turns(alias: str) -> bool:
    """Tell whether transactions of that database can only follow each other: SQLite has one writer."""
    connection = connections[alias]
    mode = str(connection.settings_dict["OPTIONS"].get("transaction_mode", "IMMEDIATE"))
    return connection.vendor == "sqlite" and mode.upper() != "DEFERRED"


def any_sqlite() -> bool:
    """Tell whether a database is an SQLite, where an open cursor may keep other connections from writing."""
    return any(connections[alias].vendor == "sqlite" for alias in connections)


def any_pooled() -> bool:
    """Tell whether a database has a pool of Django's, of which each connection in a thread takes one."""
    return any(database["OPTIONS"].get("pool") for database in connections.settings.values())


def give_back_pooled() -> None:
    """Give connections that come from a pool of Django's back to it, unless they are in a transaction."""
    if engines.job() is not None:
        # Those of jobs do not.
        return
    for connection in connections.all(initialized_only=True):
        if connection.settings_dict["OPTIONS"].get("pool") and not connection.in_atomic_block:
            _close_or_forget(connection, connection.close)


def in_memory() -> bool:
    """Tell whether a database is an SQLite in memory, which other threads see as empty, or locked."""
    names = [str(database["NAME"]) for database in connections.settings.values()]
    return any(":memory:" in name or "mode=memory" in name for name in names)


def close_unusable() -> None:
    """Before a thread is used again, close what broke, is in a transaction or older than ``CONN_MAX_AGE``."""
    for connection in connections.all(initialized_only=True):
        _close_or_forget(connection, partial(_close_if_unusable, connection))


def is_usable(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether ``close_unusable`` would leave an open connection as it is, and ask nobody about it."""
    if connection.settings_dict["CONN_MAX_AGE"] == 0:
        connection.close_at = _end_of_life(connection)
    return (
        not connection.in_atomic_block
        and not connection.errors_occurred
        and not connection.health_check_enabled  # type: ignore[attr-defined]  # not in the stubs
        and connection.autocommit == connection.settings_dict["AUTOCOMMIT"]
        and (connection.close_at is None or time.monotonic() < connection.close_at)
    )


def _close_or_forget(connection: BaseDatabaseWrapper, close: Callable[[], None]) -> None:
    try:
        close()
    except Exception:
        log.exception("The connection %r could not be closed, and is forgotten.", connection.alias)
        del connections[connection.alias]


def _close_if_unusable(connection: BaseDatabaseWrapper) -> None:
    if connection.in_atomic_block:
        # Its owner could not end it, as when the event loop was shut down: the server rolls it back.
        connection.close()
        del connections[connection.alias]
        return
    # 0, the default, means "close after each request": a pool is there to do otherwise.
    if connection.settings_dict["CONN_MAX_AGE"] == 0:
        connection.close_at = _end_of_life(connection)
    connection.close_if_unusable_or_obsolete()


def _end_of_life(connection: BaseDatabaseWrapper) -> float | None:
    """Return when a connection that is kept is to be replaced, on the clock of ``time.monotonic()``."""
    lifetime: float | None = option("AOBJECTS_MAX_LIFETIME", SECONDS_OF_LIFE)
    found: tuple[float, float] | None = vars(connection).get(_LIFE)
    return None if lifetime is None or found is None else found[0] + found[1] * lifetime


def close() -> None:
    """Close every connection of this thread."""
    for connection in connections.all(initialized_only=True):
        _close_or_forget(connection, connection.close)
