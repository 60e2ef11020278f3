"""Asks the engine that a database backend brought, if one did, for what else are threads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    from aobjects.pool import Pool
    from aobjects.scopes import Scope

Made = dict[str, tuple["BaseDatabaseWrapper", Any]]
"""Connections that were made, each with what the driver has for it, by alias."""


class Job(Protocol):
    """Synchronous code that an engine runs on the event loop."""

    made: Made
    interrupted: bool

    def interrupt(self) -> None:
        """Stop its query, and let it end."""
        ...

    def pause(self) -> None:
        """Let others have their turn if this has worked for long. Called inside the job."""
        ...


class Engine(Protocol):
    """What runs synchronous code on the event loop, when all databases are its own."""

    def job(self) -> Job | None:
        """Return the job in which the caller runs."""
        ...

    def pool(self) -> Pool | None:
        """Return the pool of the running loop."""
        ...

    def scope(self) -> Scope | None:
        """Return where queries go of which nobody said where."""
        ...

    def pools(self) -> list[Pool]:
        """Return the pools of all loops."""
        ...


class _Installed:
    engine: Engine | None = None


def install(engine: Engine) -> None:
    """Let an engine be asked from now on; importing its backend does that."""
    _Installed.engine = engine


def job() -> Job | None:
    """Return the job in which the caller runs, if it is one."""
    engine = _Installed.engine
    return None if engine is None else engine.job()


def pool() -> Pool | None:
    """Return the pool of jobs of the running loop, if the databases have such an engine."""
    engine = _Installed.engine
    return None if engine is None else engine.pool()


def scope() -> Scope | None:
    """Return where queries go on which neither ``concurrent()`` nor ``aatomic()`` has a say."""
    engine = _Installed.engine
    return None if engine is None else engine.scope()


def pools() -> list[Pool]:
    """Return the pools of jobs of all loops."""
    engine = _Installed.engine
    return [] if engine is None else engine.pools()


__all__ = ["Engine", "Job", "Made", "install", "job", "pool", "pools", "scope"]
