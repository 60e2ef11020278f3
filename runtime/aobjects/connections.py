"""What the database connections of the running thread are doing, for code that chooses threads."""

from __future__ import annotations

from django.db import connections


def in_transaction() -> bool:
    """Tell whether a connection of this thread is inside ``atomic``: in Django's ``TestCase``, as a rule."""
    return any(connection.in_atomic_block for connection in connections.all(initialized_only=True))


def in_memory() -> bool:
    """Tell whether a database is an SQLite in memory, which other threads see as empty, or locked."""
    names = [str(database["NAME"]) for database in connections.settings.values()]
    return any(":memory:" in name or "mode=memory" in name for name in names)


def close_unusable() -> None:
    """Close connections that broke, or are older than ``CONN_MAX_AGE``, before a thread is used again."""
    for connection in connections.all(initialized_only=True):
        # 0, the default, means "close after each request": a pool is there to do otherwise.
        if connection.settings_dict["CONN_MAX_AGE"] == 0:
            connection.close_at = None
        connection.close_if_unusable_or_obsolete()


def close() -> None:
    """Close every connection of this thread."""
    for connection in connections.all(initialized_only=True):
        connection.close()
