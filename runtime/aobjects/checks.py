"""``manage.py check``: what an ``AsyncModel`` needs of its relations, and of what is installed beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections

from aobjects import accessors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig
    from django.db.models import Model

    from aobjects.models import AsyncModel

KEPT_IN_A_THREAD: Final = {
    "crum": ("the request", None),
    "django_multitenant": ("the tenant", "TENANT_USE_ASGIREF"),
    "django_tenants": ("the tenant", None),
    "pghistory": ("the context of a change", None),
    "tenant_schemas": ("the tenant", None),
}
"""Packages, with what they keep in a thread, or on its connection, and the setting that ends that."""


def register(base: type[AsyncModel]) -> None:
    """Check the models below `base`."""

    def check_accessors(
        *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
    ) -> list[checks.CheckMessage]:
        configs = apps.get_app_configs() if app_configs is None else app_configs
        models = [model for config in configs for model in config.get_models() if issubclass(model, base)]
        return [clash for model in models for clash in find_clashes(model)]

    checks.register(check_accessors, checks.Tags.models)
    checks.register(check_threads, checks.Tags.async_support)


def check_threads(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of each package that keeps something in a thread: `aobjects` may run its queries in another."""
    engines = [database["ENGINE"] for database in connections.settings.values()]
    names = [*engines, *settings.INSTALLED_APPS, *settings.MIDDLEWARE]
    packages = {name.partition(".")[0] for name in names}
    return [
        checks.Warning(
            f"{package!r} keeps {what} in a thread. What runs in concurrent() or aatomic(), and pieces of "
            "a request behind KeptThreads, run in other ones, where it is not set.",
            hint=f"Set it there too, {f'or set {setting}, ' if setting else ''}or do without those three.",
            id="aobjects.W001",
        )
        for package, (what, setting) in KEPT_IN_A_THREAD.items()
        if package in packages and not (setting and getattr(settings, setting, False))
    ]


def find_clashes(model: type[Model]) -> Iterator[checks.CheckMessage]:
    """Yield an error for each relation whose async name is taken by something else."""
    for name, _ in accessors.relations_of(model):
        taken = accessors.async_name(name)
        if not accessors.is_async_accessor(model, taken):
            yield checks.Error(
                f"The async accessor {taken!r} of the relation {name!r} clashes with another attribute.",
                hint=f"Rename {taken!r}, or the relation (its related_name, where it is a reverse one).",
                obj=model,
                id="aobjects.E001",
            )


__all__ = ["check_threads", "find_clashes", "register"]
