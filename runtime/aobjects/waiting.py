"""Tells what synchronous code that asgiref is to call waits for: nothing but databases, or who knows."""

from __future__ import annotations

import inspect
from functools import partial
from typing import Any, Final

from asgiref.sync import SyncToAsync
from django.conf import settings

DATABASES_ONLY: Final = (
    "aobjects",
    "django.contrib.auth.middleware",
    "django.contrib.contenttypes",
    "django.contrib.messages.middleware",
    "django.contrib.sessions.backends.db",
    "django.db",
    "django.dispatch",
    "django.http.response",
    "django.middleware.clickjacking",
    "django.middleware.common",
    "django.middleware.csrf",
    "django.middleware.locale",
    "django.middleware.security",
)
"""Modules of which each function runs queries, or computes for a moment.

Not those that ask caches, hash passwords, or call views and middleware of the project.
"""

SESSIONS: Final = "django.contrib.sessions.middleware"
IN_NO_CACHE: Final = {
    "django.contrib.sessions.backends.db",
    "django.contrib.sessions.backends.signed_cookies",
}


def is_for_databases_only(handler: Any) -> bool:
    """Tell whether a function that asgiref hands to an executor calls code that waits for databases only.

    A project's own function, a sync view say, may sleep, or wait for another server; so may a function of
    Django's that is wrapped around it.
    """
    of_asgiref = getattr(getattr(handler, "func", None), "__self__", None)
    if not isinstance(of_asgiref, SyncToAsync):
        return False
    function: Any = of_asgiref.func
    while isinstance(function, partial):
        function = function.func
    function = getattr(function, "__func__", function)
    # A proxy of a manager, which has its name from the queryset's method, is around that.
    return _is_known(function) and _is_known(inspect.unwrap(function))


def _is_known(function: Any) -> bool:
    written_in = getattr(function, "__globals__", {}).get("__name__", "")
    # as_view() of a project's class is written in Django, and says whose it is.
    return _is_in_known_module(written_in) and _is_in_known_module(getattr(function, "__module__", ""))


def _is_in_known_module(name: str) -> bool:
    if name == SESSIONS:
        return settings.SESSION_ENGINE in IN_NO_CACHE
    return any(name == known or name.startswith(f"{known}.") for known in DATABASES_ONLY)


__all__ = ["is_for_databases_only"]
