"""What the settings say of Django REST framework."""

from __future__ import annotations

from typing import Final

_SETTING: Final = "REST_FRAMEWORK"
_CLASS: Final = "DEFAULT_PAGINATION_CLASS"
_SIZE: Final = "PAGE_SIZE"


def pagination_class() -> str:
    """Return the full name of the class that pages are made with where a view names none; nothing for none.

    Without a size of pages the classes of the library make none.
    """
    from django.conf import settings

    given = getattr(settings, _SETTING, None) if settings.configured else None
    if not isinstance(given, dict) or not given.get(_SIZE):
        return ""
    return str(given.get(_CLASS) or "")
