"""An instance type that names an object of the interpreter's heap, or the paths of ``Loaded``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import mypy.types  # noqa: F401  # must be imported before its sibling modules: they form a cycle
from mypy.types import ExtraAttrs, Instance

from aobjects_mypy.domain import address_parts
from aobjects_mypy.domain.address_parts import Address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mypy.nodes import Context

# A tag rides in the set of "immutable" names of an instance's extra attributes: mypy reads that set for
# module objects only, serialises it, and carries it wherever the type goes.
_OBJECT: Final = "@object:"
_LOADED: Final = "@loaded:"
_MARK: Final = "@mark:"
_KEPT: Final = "kept"


def address_of(instance: Instance) -> Address | None:
    found = _find(instance, _OBJECT)
    return Address(found) if found is not None else None


def place_of(place: Context | Address) -> Address:
    """Return where an object is made: at a node, or at a place that is none."""
    if isinstance(place, str):
        return place
    return address_parts.at(place.line, place.column, type(place).__name__)


def with_address(instance: Instance, name: Address) -> Instance:
    return _replace(instance, _OBJECT, name)


def other_marks(instance: Instance) -> frozenset[str]:
    """Return what an instance is marked with beside its address."""
    attrs = instance.extra_attrs
    return (
        frozenset(name for name in attrs.immutable if not name.startswith(_OBJECT)) if attrs else frozenset()
    )


def loaded_paths(instance: Instance) -> tuple[str, ...] | None:
    """Return the paths of ``Loaded[Model, ...]``, or ``None`` where the annotation is the plain model."""
    joined = _find(instance, _LOADED)
    return None if joined is None else tuple(path for path in joined.split(",") if path)


def with_loaded_paths(instance: Instance, paths: Iterable[str]) -> Instance:
    return _replace(instance, _LOADED, ",".join(sorted(paths)))


def with_mark(instance: Instance, text: str) -> Instance:
    """Return a type that compares unlike itself with another mark."""
    return _replace(instance, _MARK, text)


def kept(instance: Instance) -> Instance:
    """Return a list that an object keeps, to which any method may add."""
    return with_mark(instance, _KEPT)


def is_kept(instance: Instance) -> bool:
    return _find(instance, _MARK) == _KEPT


def has_mark(bases: list[Instance]) -> bool:
    """Tell whether the first base of a class bears a mark."""
    return any(_find(base, _MARK) is not None for base in bases)


def _find(instance: Instance, prefix: str) -> str | None:
    attrs = instance.extra_attrs
    if attrs is None or not attrs.immutable:
        return None
    for name in attrs.immutable:
        if name.startswith(prefix):
            return name[len(prefix) :]
    return None


def _replace(instance: Instance, prefix: str, value: str) -> Instance:
    attrs = instance.extra_attrs
    kept = {name for name in attrs.immutable if not name.startswith(prefix)} if attrs else set()
    tagged = instance.copy_modified()
    tagged.extra_attrs = ExtraAttrs(
        dict(attrs.attrs) if attrs else {}, {*kept, prefix + value}, attrs.mod_name if attrs else None
    )
    return tagged
