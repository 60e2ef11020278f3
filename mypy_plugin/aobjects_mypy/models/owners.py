"""Which models a class or a name leads back to: a manager's, a base's, that of an attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from aobjects_mypy.host import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence, Set

    from mypy.nodes import MypyFile

    from aobjects_mypy.models.model_schema import ModelSchema

Managed: TypeAlias = "tuple[ModelSchema, str, bool]"
"""A model, the name of its manager, and whether the class is that of the manager's querysets."""

_NOT_OF_PROJECT: Final = ("django.", "builtins")
_MOST: Final = 8
"""For how many models a method of one of their bases is judged."""
_ASYNC: Final = b"async def"


def of_managers(models: Iterable[ModelSchema]) -> dict[str, Managed]:
    """Return the model of each class of managers or querysets: all others that have it inherit from it."""
    found: dict[str, dict[str, Managed]] = {}
    for schema in models:
        for manager in schema.model._meta.managers:
            querysets = getattr(manager, "_queryset_class", object).__mro__
            for made in (*type(manager).__mro__, *querysets):
                if not made.__module__.startswith(_NOT_OF_PROJECT):
                    known = found.setdefault(f"{made.__module__}.{made.__qualname__}", {})
                    known.setdefault(schema.fullname, (schema, manager.name, made in querysets))
    first = {name: _of_base(list(of.values())) for name, of in found.items()}
    return {name: known for name, known in first.items() if known is not None}


def _of_base(found: Sequence[Managed]) -> Managed | None:
    bases = (known for known in found if all(issubclass(other.model, known[0].model) for other, *_ in found))
    return next(bases, None)


def of_bases(models: Iterable[ModelSchema]) -> dict[str, list[str]]:
    """Return the first models of which each class of the project is a base."""
    found: dict[str, list[str]] = {}
    for schema in models:
        for base in schema.model.__mro__[1:]:
            if not base.__module__.startswith(_NOT_OF_PROJECT):
                made = found.setdefault(f"{base.__module__}.{base.__qualname__}", [])
                made += [schema.fullname] if len(made) < _MOST else []
    return found


def needed(file: MypyFile, owners_of: Callable[[str], Set[str]]) -> list[str]:
    """Return the modules of the models on whose rows the async methods of a module are judged."""
    if _ASYNC not in _source(file):
        return []
    return sorted(owners_of(file.fullname))


def of_modules(
    models: Sequence[ModelSchema], bases: Mapping[str, Sequence[str]], managed: Mapping[str, Managed]
) -> dict[str, set[str]]:
    """Return the modules of the models that have something of a module: a base, a manager."""
    found: dict[str, set[str]] = {}
    home = {schema.fullname: schema.model.__module__ for schema in models}
    for name, made in bases.items():
        found.setdefault(name.rpartition(".")[0], set()).update(home[model] for model in made)
    for name, (schema, *_) in managed.items():
        found.setdefault(name.rpartition(".")[0], set()).add(home[schema.fullname])
    return found


def _source(file: MypyFile) -> bytes:
    try:
        return texts.read(file.path)
    except OSError:
        return b""


def of_attributes(models: Iterable[ModelSchema]) -> Mapping[str, Sequence[ModelSchema]]:
    """Return the models whose rows have a relation, a manager or something of the project's own there."""
    found: dict[str, list[ModelSchema]] = {}
    for schema in models:
        if schema.model._meta.auto_created:
            continue
        own = {
            name
            for made in schema.model.__mro__
            if not made.__module__.startswith(_NOT_OF_PROJECT)
            for name in vars(made)
        }
        for name in own | schema.relations.keys() | schema.managers.keys():
            found.setdefault(name, []).append(schema)
    return found
