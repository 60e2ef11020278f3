"""Print what the async models of a Django project really have, as JSON: accessors, the project's methods."""

from __future__ import annotations

import inspect
import json
import os
import sys
from typing import Any, Final

import django

# The second has the related managers of generic relations.
_LIBRARY: Final = ("django.db.", "django.contrib.contenttypes.fields")

_NOT_IN_STUBS: Final = frozenset({"use_in_migrations"})


def _written(rows: Any) -> list[str]:
    """Return what the project wrote on the Django class behind an async manager or queryset."""
    kind = rows._kind
    return sorted(
        name
        for name in dir(kind)
        if not name.startswith("_")
        and name not in _NOT_IN_STUBS
        and not _writer(kind, name).startswith(_LIBRARY)
        and hasattr(rows, name)
    )


def _writer(kind: type[Any], name: str) -> str:
    value = inspect.getattr_static(kind, name)
    if inspect.isfunction(value):
        # A manager's method is a proxy of its queryset's.
        module: str = inspect.unwrap(value).__module__
        return module
    return next(base.__module__ for base in kind.__mro__ if name in vars(base))


def _of_model(model: Any) -> dict[str, Any]:
    row = model(pk=1)
    accessors = {
        name: type(value).__name__
        for base in reversed(model.__mro__)
        for name, value in vars(base).items()
        if type(value).__module__ == "aobjects.relations"
    }
    label = model.__qualname__
    offered = {f"{label}.aobjects": _written(model.aobjects)}
    offered[f"{label}.aobjects.all()"] = _written(model.aobjects.all())
    for name, kind in accessors.items():
        if kind == "AsyncRelationToMany":
            offered[f"{label}().{name}"] = _written(getattr(row, name))
    return {"accessors": sorted(accessors), "offered": offered}


def _print_names() -> None:
    sys.path.insert(0, os.getcwd())
    django.setup()
    from aobjects import AsyncModel
    from django.apps import apps
    from django.core.management import call_command

    # The manager of a generic relation looks its content type up.
    call_command("migrate", run_syncdb=True, verbosity=0)

    models = [model for model in apps.get_models() if issubclass(model, AsyncModel)]
    json.dump({f"{model.__module__}.{model.__qualname__}": _of_model(model) for model in models}, sys.stdout)


if __name__ == "__main__":
    _print_names()
