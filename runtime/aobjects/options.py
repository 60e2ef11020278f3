"""What the project's settings say of this package, read once: a missing one costs a part of a query."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

_found: Final = dict[str, Any]()


def option(name: str, default: Any) -> Any:
    """Return a setting, or its default."""
    try:
        return _found[name]
    except KeyError:
        value = _found[name] = getattr(settings, name, default)
        return value


@receiver(setting_changed)
def _forget(*, setting: str, **kwargs: object) -> None:
    _found.pop(setting, None)


__all__ = ["option"]
