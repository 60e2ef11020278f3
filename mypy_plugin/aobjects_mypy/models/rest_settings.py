"""What the settings say of Django REST framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SETTING: Final = "REST_FRAMEWORK"
_CLASS: Final = "DEFAULT_PAGINATION_CLASS"
_SIZE: Final = "PAGE_SIZE"


def pagination_class() -> str:
    """Return the full name of the class that pages are made with where a view names none; nothing for none.

    Without a size of pages the classes of the library make none.
    """
    given = _given()
    return str(given.get(_CLASS) or "") if given.get(_SIZE) else ""


def authentication() -> Sequence[str]:
    """Return the full names of the classes that ask for the user where a view names none."""
    library = "rest_framework.authentication."
    return _names("AUTHENTICATION", (f"{library}SessionAuthentication", f"{library}BasicAuthentication"))


def permissions() -> Sequence[str]:
    return _names("PERMISSION", ("rest_framework.permissions.AllowAny",))


def throttles() -> Sequence[str]:
    return _names("THROTTLE", ())


def facts() -> list[object]:
    """Return what reports depend on, for mypy's cache."""
    return [pagination_class(), *authentication(), *permissions(), *throttles()]


def _names(kind: str, default: Sequence[str]) -> Sequence[str]:
    found = _given().get(f"DEFAULT_{kind}_CLASSES", default)
    return tuple(map(str, found)) if isinstance(found, (list, tuple)) else ()


def _given() -> Mapping[str, object]:
    from django.conf import settings

    given = getattr(settings, _SETTING, None) if settings.configured else None
    return given if isinstance(given, dict) else {}
