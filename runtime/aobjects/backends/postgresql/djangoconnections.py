"""Patches ``django.db.connections``: a job finds those of its place there, all other code Django's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import db
from django.core.exceptions import ImproperlyConfigured
from django.utils.connection import BaseConnectionHandler
from django.utils.version import get_version

from aobjects.backends.postgresql import jobs

if TYPE_CHECKING:
    from asgiref.local import Local


class Connections:
    """In place of the namespace in which Django keeps the connections of a thread."""

    def __init__(self, djangos: Local) -> None:
        object.__setattr__(self, "_djangos", djangos)

    def __getattr__(self, alias: str) -> Any:
        job = jobs.current()
        if job is None:
            return getattr(object.__getattribute__(self, "_djangos"), alias)
        try:
            return job.place.wrappers[alias]
        except KeyError:
            raise AttributeError(alias) from None

    def __setattr__(self, alias: str, wrapper: Any) -> None:
        job = jobs.current()
        if job is None:
            setattr(object.__getattribute__(self, "_djangos"), alias, wrapper)
        else:
            # Whoever uses it later: it has no part in a pool of Django's.
            wrapper.is_of_jobs = True
            job.place.wrappers[alias] = wrapper

    def __delattr__(self, alias: str) -> None:
        job = jobs.current()
        if job is None:
            delattr(object.__getattribute__(self, "_djangos"), alias)
        elif job.place.wrappers.pop(alias, None) is None:
            raise AttributeError(alias)


def install() -> None:
    """Put it in, once; raise if Django keeps its connections in another way."""
    handler: Any = db.connections
    kind: Any = BaseConnectionHandler
    found = getattr(handler, "_connections", None)
    if isinstance(found, Connections):
        return
    if found is None or "_connections" not in kind.__getitem__.__code__.co_names:
        raise ImproperlyConfigured(
            f"aobjects.backends.postgresql does not know Django {get_version()}: django.db.connections keeps "
            "what it has somewhere else than in '_connections'. Use the ENGINE django.db.backends.postgresql."
        )
    handler._connections = Connections(found)


__all__ = ["install"]
