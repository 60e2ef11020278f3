"""What the middleware in the settings has done to a request when a view gets it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from aobjects_mypy import names

_USER: Final = re.compile(r"\.user\b")
_SESSION: Final = re.compile(r"\.session\b|\.user\b|\.auser\b")
_READS_USER: Final = frozenset(
    {
        names.LOGIN_REQUIRED_MIDDLEWARE,
        "django.contrib.auth.middleware.RemoteUserMiddleware",
        "django.contrib.auth.middleware.PersistentRemoteUserMiddleware",
    }
)
_BACKENDS: Final = frozenset(
    {
        *(
            f"django.contrib.auth.backends.{name}"
            for name in (
                "ModelBackend", "AllowAllUsersModelBackend", "RemoteUserBackend",
                "AllowAllUsersRemoteUserBackend",
            )
        ),
        "allauth.account.auth_backends.AuthenticationBackend",
        "axes.backends.AxesStandaloneBackend",
        "axes.backends.AxesBackend",
        "guardian.backends.ObjectPermissionBackend",
    }
)  # fmt: skip
"""They fetch the user by its key and nothing else, or leave that to the others."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What may have been read of a request before its view runs."""

    user: bool
    session: bool
    is_fresh_user: bool
    """The row of the user is as the default manager of its model fetches it."""


NOTHING: Final = Prepared(user=False, session=False, is_fresh_user=True)


def prepared() -> Prepared:
    from django.conf import settings

    if not settings.configured:
        return NOTHING
    return _prepared(tuple(settings.MIDDLEWARE or ()), tuple(settings.AUTHENTICATION_BACKENDS))


def user_model() -> str | None:
    """Return the full name of the class of ``request.user``, where there are users."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured or not apps.models_ready or not apps.is_installed("django.contrib.auth"):
        return None
    try:
        model = apps.get_model(settings.AUTH_USER_MODEL)
    except (LookupError, ValueError):
        return None
    return f"{model.__module__}.{model.__qualname__}"


@lru_cache(maxsize=8)
def _prepared(middleware: tuple[str, ...], backends: tuple[str, ...]) -> Prepared:
    sources = [_source(path) for path in middleware if not path.startswith("django.")]
    user = any(path in _READS_USER for path in middleware) or any(map(_USER.search, sources))
    return Prepared(
        user=user,
        session=user or any(map(_SESSION.search, sources)),
        is_fresh_user=_BACKENDS.issuperset(backends),
    )


def _source(path: str) -> str:
    """Return the text of the module that a middleware is in; importing it could do anything."""
    module = path.rpartition(".")[0]
    try:
        spec = find_spec(module)
        return Path(spec.origin).read_text(encoding="utf-8") if spec is not None and spec.origin else ""
    except (ImportError, ValueError, OSError, UnicodeDecodeError):
        return ""
