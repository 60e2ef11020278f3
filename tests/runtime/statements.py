"""SQL that tests of the native engine run in a job, and a lock that makes it wait in the server."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import psycopg
from django.db import connection

if TYPE_CHECKING:
    from postgres import PostgresServer


def backend() -> int:
    """Return which session of the server this code has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def wait_for_lock() -> int:
    """Wait in the server until the test opens the lock; return the thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(7)")
        cursor.execute("SELECT pg_advisory_unlock_shared(7)")
    return threading.get_ident()


class Lock:
    """A lock in the server, which a session beside Django's holds until it is opened."""

    def __init__(self, server: PostgresServer, name: str) -> None:
        self._holder = psycopg.connect(
            host="127.0.0.1", port=server.port, user="postgres", dbname=name, autocommit=True
        )
        self._holder.execute("SELECT pg_advisory_lock(7)")

    def waiting(self) -> int:
        """Return how many wait for it."""
        found = self._holder.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        )
        ((count,),) = found.fetchall()
        return int(count)

    def open(self) -> None:
        if not self._holder.closed:
            self._holder.close()
