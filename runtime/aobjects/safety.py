"""``async_safe``: the word of a human where a sync function only looks as if it ran a query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

_F = TypeVar("_F", bound=Callable[..., Any])


def async_safe(function: _F, /) -> _F:
    """Mark a sync function that async code may call, whatever the mypy plugin reads in its body.

    The plugin derives from a body what its call runs, and derives too much where it cannot see why no query
    comes: a cache that was filled at the start, a row that is loaded by agreement. Say so, and say why:

    >>> from aobjects import async_safe
    >>> @async_safe  # AppConfig.ready() has filled the cache of sites
    ... def site_name():
    ...     return "Site.objects.get_current().name"

    Nothing is awaited, and nothing changes at runtime: it is the function that is returned. One that runs a
    query after all raises ``SynchronousOnlyOperation`` as ever. The other way round, Django's own
    ``django.utils.asyncio.async_unsafe`` marks a function that async code must not call.

    >>> site_name.__name__
    'site_name'
    """
    return function


__all__ = ["async_safe"]
