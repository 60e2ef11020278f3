"""The ``DatabaseWrapper`` that Django looks for: its own for PostgreSQL; in a job, the event loop waits."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from django.core import checks
from django.db.backends.postgresql import base, operations

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

    _Base = BaseDatabaseWrapper
else:
    _Base = base.DatabaseWrapper

W = TypeVar("W", bound="CursorWrapper")

MISSING = [name for name in ("greenlet", "psycopg") if find_spec(name) is None]

ADVICE = "pip install 'django-aobjects[native]'"


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, with compilers whose rows come with pauses in a job."""

    compiler_module = "aobjects.backends.postgresql.compiler"


class DatabaseWrapper(_Base):
    """Django's, for threads; its connections are made by psycopg's driver for jobs where a job makes them."""

    is_of_jobs = False
    """Whether a job made it: it is used by the event loop's thread alone."""

    @property
    def pool(self) -> Any:
        """Django's own pool has threads and locks; jobs have that of their loop."""
        return None if self.is_of_jobs else base.DatabaseWrapper.pool.fget(self)  # type: ignore[attr-defined]

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return self._as_job(super().make_cursor(cursor))

    def make_debug_cursor(self, cursor: Any) -> CursorDebugWrapper:
        return self._as_job(super().make_debug_cursor(cursor))

    def _as_job(self, made: W) -> W:
        if not self.is_of_jobs:
            return made
        kind: Any = type(made)
        wrapper: W = cursors.pausing(kind)(made.cursor, self)
        return wrapper


def check_what_it_needs(**kwargs: Any) -> list[checks.CheckMessage]:
    """Say what is not installed; without it, all runs in threads, as with Django's own engine."""
    return [
        checks.Error(
            f"The ENGINE 'aobjects.backends.postgresql' needs {name}, which is not installed: queries run in "
            "threads.",
            hint=f"{ADVICE}, or use the ENGINE 'django.db.backends.postgresql'.",
            id="aobjects.E002",
        )
        for name in MISSING
    ]


checks.register(check_what_it_needs)

if MISSING:
    logging.getLogger("aobjects").warning("%s is not installed: %s", " and ".join(MISSING), ADVICE)
else:
    from aobjects.backends.postgresql import cursors, direct, native

    DatabaseWrapper.Database = native.install()  # type: ignore[attr-defined]
    DatabaseWrapper.ops_class = DatabaseOperations
    direct.know(DatabaseWrapper)

__all__ = ["DatabaseWrapper"]
