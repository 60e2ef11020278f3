"""``manage.py check``: each relation of an ``AsyncModel`` has its async accessor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks

from aobjects import accessors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig
    from django.db.models import Model

    from aobjects.models import AsyncModel


def register(base: type[AsyncModel]) -> None:
    """Check the models below `base`."""

    def check_accessors(
        *, app_configs: Sequence[AppConfig] | None, **kwargs: Any
    ) -> list[checks.CheckMessage]:
        configs = apps.get_app_configs() if app_configs is None else app_configs
        models = [model for config in configs for model in config.get_models() if issubclass(model, base)]
        return [clash for model in models for clash in find_clashes(model)]

    checks.register(check_accessors, checks.Tags.models)


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


__all__ = ["find_clashes", "register"]
