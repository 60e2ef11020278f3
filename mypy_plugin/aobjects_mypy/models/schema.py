"""Every model that the settings install, by its names and by what belongs to it."""

from __future__ import annotations

import hashlib
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from aobjects_mypy.models import owners
from aobjects_mypy.models.model_schema import ModelSchema, fullname_of
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from django.db.models import Model
    from mypy.nodes import TypeInfo


_SETTINGS: Final = (
    "CACHES", "CONSTANCE_BACKEND", "CONSTANCE_DATABASE_CACHE_BACKEND", "MIDDLEWARE", "SESSION_ENGINE",
)  # fmt: skip
"""Those that verdicts depend on."""


@dataclass(frozen=True, slots=True)
class _Class:
    bases: list[TypeInfo]
    model: ModelSchema | None


class Schema:
    """Every model that the settings install, by full class name."""

    def __init__(self) -> None:
        self._models: dict[str, ModelSchema] | None = None
        self._classes: dict[TypeInfo, _Class] = {}

    @property
    def _loaded(self) -> Mapping[str, ModelSchema]:
        if self._models is None:
            self._models = _load_models()
        return self._models

    @cached_property
    def _untyped_facts(self) -> str:
        import django
        from django.conf import settings

        facts = sorted(repr(_facts_of(model)) for model in self._loaded.values())
        if settings.configured:
            facts += [repr(getattr(settings, name, None)) for name in _SETTINGS]
        return hashlib.sha1(repr((django.VERSION, facts)).encode(), usedforsecurity=False).hexdigest()

    def untyped_facts(self, module: str, path: str) -> str:
        """Return a digest for mypy's cache key of a module: when it changes, the module is judged anew.

        A stub has no bodies to judge. But where it declares models, django-stubs has put the accessors of the
        project's relations to them into it, and does not do so again by itself when the project gets a model.
        """
        if path.endswith(".pyi") and module not in self._modules:
            return ""
        return self._untyped_facts

    @cached_property
    def modules(self) -> set[str]:
        """The modules of all models, of their bases, and of their managers and querysets."""
        classes: set[type] = set()
        for schema in self._loaded.values():
            for manager in schema.model._meta.managers:
                classes.update(type(manager).__mro__)
                classes.update(getattr(manager, "_queryset_class", object).__mro__)
            classes.update(schema.model.__mro__)
        return {made.__module__ for made in classes}

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(schema.model.__module__ for schema in self._loaded.values())

    def model(self, fullname: str) -> ModelSchema | None:
        return self._loaded.get(fullname)

    def named(self, name: str) -> ModelSchema | None:
        """Return the one model after which a variable is named: ``order_line`` for ``OrderLine``."""
        return self._by_variable.get(name)

    @cached_property
    def _by_variable(self) -> dict[str, ModelSchema]:
        found: dict[str, list[ModelSchema]] = {}
        for schema in self._loaded.values():
            if not schema.model._meta.auto_created:
                found.setdefault(_variable(schema.model.__name__), []).append(schema)
        return {name: several[0] for name, several in found.items() if len(several) == 1}

    def managed_by(self, fullname: str) -> tuple[ModelSchema, str, bool] | None:
        """Return the model that has a manager of this class, and its name; or of its querysets' class.

        No model but those that inherit from it may have one.
        """
        return self._by_manager_class.get(fullname)

    @cached_property
    def _by_manager_class(self) -> Mapping[str, tuple[ModelSchema, str, bool]]:
        return owners.of_managers(self._loaded.values())

    def made_of(self, fullname: str) -> Sequence[str]:
        """Return the models of which a class is a base."""
        return self._by_base.get(fullname, ())

    @cached_property
    def _by_base(self) -> Mapping[str, Sequence[str]]:
        return owners.of_bases(self._loaded.values())

    def owners_of(self, module: str) -> Set[str]:
        """Return the modules of the models that have a base, a manager or querysets of this module."""
        return self._by_module.get(module, frozenset())

    @cached_property
    def _by_module(self) -> Mapping[str, Set[str]]:
        models = list(self._loaded.values())
        return owners.of_modules(models, self._by_base, self._by_manager_class)

    def with_attribute(self, name: str) -> Sequence[ModelSchema]:
        """Return the models whose rows have a relation, a manager or something of the project's own there."""
        return self._by_attribute.get(name, ())

    @cached_property
    def _by_attribute(self) -> Mapping[str, Sequence[ModelSchema]]:
        return owners.of_attributes(self._loaded.values())

    def fullname_of_label(self, label: str) -> str | None:
        """Return the full name of the model that ``app_label.ModelName`` names."""
        from django.apps import apps

        try:
            return fullname_of(apps.get_model(label)) if apps.models_ready else None
        except (LookupError, ValueError):
            return None

    @property
    def installs_apps(self) -> bool:
        from django.conf import settings

        return bool(settings.configured and settings.INSTALLED_APPS)

    @property
    def settings_module(self) -> str:
        from django.conf import settings

        return getattr(settings, "SETTINGS_MODULE", "") if settings.configured else ""

    def model_class(self, fullname: str) -> type[Model] | None:
        """Return the class itself; abstract ones that an installed model inherits from are known too."""
        found = self.model(fullname)
        return found.model if found is not None else self._abstract_models.get(fullname)

    @cached_property
    def _abstract_models(self) -> dict[str, type[Model]]:
        bases = {base for schema in self._loaded.values() for base in schema.model.__mro__}
        return {fullname_of(base): base for base in bases if getattr(base, "_meta", None) is not None}

    def model_of(self, info: TypeInfo) -> ModelSchema | None:
        """Return the model that a class is, or is a subclass of."""
        return self._class(info).model

    def _class(self, info: TypeInfo) -> _Class:
        known = self._classes.get(info)
        # The daemon keeps the class that an edit gives other bases.
        if known is None or known.bases is not info.mro:
            found = (self.model(base.fullname) for base in info.mro)
            model = next((model for model in found if model is not None), None)
            known = _Class(info.mro, model)
            self._classes[info] = known
        return known


def _facts_of(model: ModelSchema) -> tuple[object, ...]:
    """Return what a verdict depends on and no type says."""
    own = tuple(sorted(name for name in model.manager_names if model.has_own_queryset(name)))
    bases = tuple(owners.of_bases([model]))
    return (
        model.fullname, model.is_ordered, model.has_unique_columns, model.has_constraints, own, bases,
    )  # fmt: skip


def _variable(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def _load_models() -> dict[str, ModelSchema]:
    from django.apps import apps

    if not apps.models_ready:
        return {}
    return {fullname_of(model): ModelSchema(model) for model in apps.get_models(include_auto_created=True)}
