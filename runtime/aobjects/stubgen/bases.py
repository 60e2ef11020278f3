"""The generated base class of one model: its relations, columns, fields and ``aobjects``."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Final

from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ManyToManyDescriptor,
    ReverseOneToOneDescriptor,
)

from aobjects import accessors, relations
from aobjects.descriptors import AsyncManagerDescriptor
from aobjects.managers import manager_of
from aobjects.models import AsyncModel
from aobjects.stubgen import fields, querysets
from aobjects.stubgen.unwritten import MODULE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.apps import AppConfig
    from django.db.models import Model
    from django.db.models.manager import BaseManager

    from aobjects.stubgen.imports import Imports

INSTALLED: Final = re.compile(r"[\\/](site|dist)-packages[\\/]")


def base_name(model: type[Model]) -> str:
    """Return the name of a model's generated base class.

    >>> base_name(Book)
    'BookBase'
    """
    return model.__qualname__.replace(".", "_") + "Base"


def classes(model: type[Model], imports: Imports) -> Iterator[str]:
    """Yield the lines of a model's base class, and before it of the classes that it needs."""
    body: list[str] = []
    if _twin(model) is model:
        yield from _manager_classes(model, imports)
        descriptor = f"_{base_name(model)}Descriptor"
        # pyrefly wants the value, zuban the annotation.
        body.append(f"aobjects: {descriptor} = {descriptor}()")
    body += fields.columns(model, imports)
    body += _accessors(model, imports)
    declared = list(fields.declarations(model, imports))
    if declared:
        body += ["if not (MYPY or TYPE_CHECKING_WITH_PYREFLY):", *(f"    {line}" for line in declared)]
    yield f"class {base_name(model)}({imports.name(AsyncModel)}):"
    yield from (f"    {line}" for line in body or ["pass"])


def own_relations(model: type[Model]) -> dict[str, Any]:
    """Return the relations that the model has and no other async model below it.

    >>> list(own_relations(Profile))
    ['author']
    """
    inherited = {
        name
        for base in model.__mro__[1:]
        if issubclass(base, AsyncModel) and hasattr(base, "_meta") and not base._meta.abstract
        for name, _ in accessors.relations_of(base)
    }
    return {name: found for name, found in accessors.relations_of(model) if name not in inherited}


def _accessors(model: type[Model], imports: Imports) -> Iterator[str]:
    for name, relation in own_relations(model).items():
        types = {
            name: _sync_type(relation, imports),
            accessors.async_name(name): _async_type(relation, imports),
        }
        for attribute, kind in types.items():
            if kind is None or fields.is_annotated(model, attribute):
                continue
            if attribute == name or accessors.is_async_accessor(model, attribute):
                yield f"{attribute}: {kind}"


def _async_type(relation: Any, imports: Imports) -> str:
    """Return the type of ``aauthor`` or ``abooks``."""
    if relations.is_to_one(relation):
        anything = imports.member("typing", "Any")
        row = _row(relation, imports) or anything
        return f"{imports.member('collections.abc', 'Coroutine')}[{anything}, {anything}, {row}]"
    many = isinstance(relation, ManyToManyDescriptor)
    target = _target(relation)
    kind = "AsyncManyRelatedManager" if many else "AsyncRelatedManager"
    twin = _twin(target)
    # Related managers are made of the default manager, whatever its name.
    if twin is not None and manager_of(target) == target._default_manager:
        home = f"{_package(twin)}.{MODULE}"
        return f"{imports.member(home, f'_{base_name(twin)}{kind}')}[{imports.name(target)}]"
    return f"{imports.member('aobjects', kind)}[{imports.name(target)}]"


def _sync_type(relation: Any, imports: Imports) -> str | None:
    """Return the type of a reverse ``profile`` or ``books``; a forward one is a field."""
    if isinstance(relation, ReverseOneToOneDescriptor):
        return _row(relation, imports)
    if isinstance(relation, ForwardManyToOneDescriptor) or relations.is_to_one(relation):
        return None
    target = imports.name(_target(relation))
    descriptors = "django.db.models.fields.related_descriptors"
    if isinstance(relation, ManyToManyDescriptor):
        if not relation.reverse:
            return None
        through = imports.member("typing", "Any")
        return f"{imports.member(descriptors, 'ManyRelatedManager')}[{target}, {through}]"
    if relation.rel.field.one_to_many:
        return None
    return f"{imports.member(descriptors, 'RelatedManager')}[{target}]"


def _row(relation: Any, imports: Imports) -> str | None:
    """Return the type of the row that a relation to one leads to, where its model is known."""
    if isinstance(relation, ReverseOneToOneDescriptor):
        return imports.name(relation.related.related_model)
    field: Any = getattr(relation, "field", None)
    return fields.value_type(field, imports) if isinstance(relation, ForwardManyToOneDescriptor) else None


def _target(relation: Any) -> type[Model]:
    """Return the model of the rows of a relation to many."""
    forward = relation.rel.field.one_to_many or (
        isinstance(relation, ManyToManyDescriptor) and not relation.reverse
    )
    model: type[Model] = relation.rel.model if forward else relation.rel.related_model
    return model


def _own_manager(model: type[Model]) -> BaseManager[Any] | None:
    """Return the manager behind ``aobjects`` if it has methods that no checker sees there."""
    descriptor = inspect.getattr_static(model, "aobjects", None)
    # Another descriptor is the project's own, with a class of its own that says what it offers.
    if type(descriptor) is not AsyncManagerDescriptor or not _is_own(model) or model._meta.abstract:
        return None
    manager = manager_of(model)
    return manager if querysets.own_methods(manager) else None


def _twin(model: type[Model]) -> type[Model] | None:
    """Return the model, this one or one that it inherits from, for which its manager's twin is written."""
    manager = _own_manager(model)
    if manager is None:
        return None
    for base in reversed(model.__mro__):
        if issubclass(base, AsyncModel) and base is not AsyncModel:
            inherited = _own_manager(base)
            if inherited is not None and type(inherited) is type(manager):
                return base
    return None


def own_models(config: AppConfig) -> list[type[Model]]:
    """Return the app's models with ``aobjects``, in the order of their names."""
    return sorted(filter(_is_own, config.get_models()), key=lambda model: model.__qualname__)


def _is_own(model: type[Model]) -> bool:
    """Tell whether the model belongs to the project: what is installed is not written to."""
    return issubclass(model, AsyncModel) and not INSTALLED.search(inspect.getfile(model))


def _package(model: type[Model]) -> str:
    config = model._meta.app_config
    assert config is not None
    return config.name


def _manager_classes(model: type[Model], imports: Imports) -> Iterator[str]:
    name = f"_{base_name(model)}"
    rows = imports.member("aobjects.generics", "M")
    model_type = imports.member("aobjects.generics", "ModelT")
    yield f"class {name}QuerySet({imports.member('aobjects', 'AsyncQuerySet')}[{rows}]):"
    for method in querysets.own_methods(manager_of(model)).values():
        yield from (f"    {line}" for line in querysets.stub(method, imports))
    yield ""
    yield f"class {name}Descriptor({imports.name(AsyncManagerDescriptor)}):"
    arguments = f"self, instance: None, owner: type[{model_type}]"
    yield f"    def __get__({arguments}) -> {name}QuerySet[{model_type}]: ..."
    yield ""
    for kind in ("AsyncRelatedManager", "AsyncManyRelatedManager"):
        yield f"class {name}{kind}({name}QuerySet[{rows}], {imports.member('aobjects', kind)}[{rows}]):"
        yield "    pass"
        yield ""


__all__ = ["base_name", "classes", "own_models", "own_relations"]
