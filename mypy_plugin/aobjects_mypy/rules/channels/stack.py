"""What the ASGI application puts into the scope of its consumers."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aobjects_mypy.models import application, middleware, scopes
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

_AUTH: Final = frozenset({"AuthMiddlewareStack", "AuthMiddleware"})
_SESSION: Final = frozenset({"SessionMiddlewareStack", "SessionMiddleware"})
_ROUTER: Final = "ProtocolTypeRouter"
_KEYS: Final = ("user", "session")


@dataclass(frozen=True, slots=True)
class Stack:
    """What is known of ``scope["user"]`` and ``scope["session"]`` when a consumer gets them."""

    is_fresh_user: bool
    """The user is such a row as channels' own middleware fetches, and nobody puts another one there."""
    is_session_unread: bool
    """channels' own middleware makes the session, and does not read it to find the user."""


def of_project(consult: Callable[[str], None]) -> Stack:
    used: set[str] = set()
    written: set[str] = set()
    for source in application.sources(consult):
        used |= {name.rpartition(".")[2] for name in source.used if name.startswith("channels.")}
        written |= _written(source)
    has_user, has_session = bool(used & _AUTH), bool(used & _SESSION)
    is_another = "user" in written or (not has_user and scopes.have_user(consult))
    # Without a middleware that asks who is there, the scope has no such key.
    has_nobody = _ROUTER in used and not has_user
    return Stack(
        is_fresh_user=not is_another and not has_nobody and middleware.prepared().is_fresh_user,
        is_session_unread=has_session and not has_user and not written,
    )


@lru_cache(maxsize=application.MOST_FILES)
def _written(source: application.Source) -> frozenset[str]:
    """Return the keys that a module gives a scope: ``scope["user"] = ...``, ``dict(scope, user=...)``."""
    found: set[str] = set()
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.slice, ast.Constant)
            and node.slice.value in _KEYS
        ):
            found.add(str(node.slice.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            found |= {given.arg for given in node.keywords if given.arg in _KEYS}
    return frozenset(found)
