"""Find and replace instances inside a type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from mypy.maptype import map_instance_to_supertype
from mypy.type_visitor import TypeTranslator
from mypy.types import (
    AnyType,
    CallableType,
    Instance,
    LiteralType,
    NoneType,
    Overloaded,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    TypeType,
    TypeVarType,
    UnionType,
    get_proper_type,
)
from mypy.typevars import fill_typevars

from aobjects_mypy import names
from aobjects_mypy.domain.address_parts import NOWHERE
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy import nodes
    from mypy.nodes import TypeInfo

    from aobjects_mypy.domain.address_parts import Address

_LIBRARIES: Final = ("typing", "_typeshed", "collections", "contextlib", "os", "numbers", "aobjects")
"""Their protocols say what an object can do, and no object of a project's class is declared by them alone."""


def items(typ: Type | None) -> list[ProperType]:
    """Return the members of a union, or the type alone."""
    if typ is None:
        return []
    if isinstance(typ, Instance):
        return [typ]
    if isinstance(typ, TypeAliasType) and typ.is_recursive:
        # A recursive alias (JSON, say) never ends; no row hides in one.
        return []
    proper = get_proper_type(typ)
    if isinstance(proper, UnionType):
        return [item for member in proper.items for item in items(member)]
    return [proper]


def bounds(typ: Type | None) -> list[ProperType]:
    """Return the members of a union, each type variable as what it is bound to."""
    return [
        bound
        for item in items(typ)
        for bound in (items(item.upper_bound) if isinstance(item, TypeVarType) else [item])
    ]


def instances(typ: Type | None) -> Sequence[Instance]:
    """Return the instances among the members of ``typ``; a tuple counts as itself, not as its fallback."""
    if typ is None:
        return ()
    if isinstance(typ, Instance):
        return (typ,)
    if isinstance(typ, AnyType):
        return ()
    found: list[Instance] = []
    for item in items(typ):
        if isinstance(item, Instance):
            found.append(item)
        elif isinstance(item, TypeVarType):
            found += instances(item.upper_bound)
    return found


def is_any(typ: Type | None) -> bool:
    return isinstance(get_proper_type(typ) if typ is not None else None, AnyType)


def is_flag(typ: Type | None) -> bool:
    """Tell ``True`` and ``False`` with their value: a condition may ask for it."""
    item = get_proper_type(typ) if typ is not None else None
    value = item.last_known_value if isinstance(item, Instance) else item
    return isinstance(value, LiteralType) and isinstance(value.value, bool)


def first(typ: Type | None) -> Instance | None:
    """Return the first instance among the members of ``typ``."""
    found = instances(typ)
    return found[0] if found else None


def tagged_instances(typ: Type | None) -> Sequence[Instance]:
    """Return every instance anywhere in ``typ`` that names a heap object."""
    if typ is None or (isinstance(typ, Instance) and typ.extra_attrs is None and not typ.args):
        return ()
    found: list[Instance] = []
    for item in items(typ):
        if isinstance(item, Instance):
            if addresses.address_of(item) is not None:
                found.append(item)
            for arg in item.args:
                found += tagged_instances(arg)
        elif isinstance(item, TupleType):
            for member in item.items:
                found += tagged_instances(member)
        elif isinstance(item, TypedDictType):
            for member in item.items.values():
                found += tagged_instances(member)
    return found


def untagged_classes(typ: Type | None) -> Sequence[TypeInfo]:
    """Return the class of every instance anywhere in ``typ`` that names no heap object."""
    found: list[TypeInfo] = []
    for item in items(typ):
        if isinstance(item, Instance):
            # What is inside a tagged container or queryset, the heap knows better.
            if addresses.address_of(item) is None:
                found.append(item.type)
                for arg in item.args:
                    found += untagged_classes(arg)
        elif isinstance(item, TupleType):
            for member in item.items:
                found += untagged_classes(member)
        elif isinstance(item, TypedDictType):
            for member in item.items.values():
                found += untagged_classes(member)
    return found


class _Tagger(TypeTranslator):
    def __init__(self, objects: Mapping[str, Address]) -> None:
        super().__init__()
        self._objects = objects

    def visit_instance(self, typ: Instance) -> Type:
        translated = typ
        if typ.args:
            translated = typ.copy_modified(args=[arg.accept(self) for arg in typ.args])
            translated.extra_attrs = typ.extra_attrs
        if addresses.address_of(typ) is None:
            name = self._object_for(typ.type)
            if name is not None:
                return addresses.with_address(translated, name)
        return translated

    def _object_for(self, info: TypeInfo) -> Address | None:
        if not self._objects:
            return None
        for base in info.mro:
            if base.fullname in self._objects:
                return self._objects[base.fullname]
        return None

    def visit_callable_type(self, typ: CallableType) -> Type:
        """A function that a container holds: what it is called with is nobody's business here."""
        name = self._objects.get(names.FUNCTION)
        if name is not None and not typ.is_type_obj():
            return addresses.with_address(typ.fallback, name)
        return super().visit_callable_type(typ)

    def visit_type_alias_type(self, typ: TypeAliasType) -> Type:
        return typ if typ.is_recursive else get_proper_type(typ).accept(self)


def tag_first(typ: Type | None, name: Address) -> Type | None:
    """Return the first instance of ``typ``, as the object of this address."""
    return next((addresses.with_address(item, name) for item in instances(typ)), typ)


def tag_all(typ: Type, objects: Mapping[str, Address]) -> Type:
    """Tag every untagged instance of the classes in ``objects`` (full name to heap object) inside ``typ``."""
    return typ.accept(_Tagger(objects)) if objects else typ


class _Renamer(TypeTranslator):
    def __init__(self, names: Mapping[Address, Address]) -> None:
        super().__init__()
        self._names = names

    def visit_instance(self, typ: Instance) -> Type:
        renamed = typ
        if typ.args:
            renamed = typ.copy_modified(args=[arg.accept(self) for arg in typ.args])
            renamed.extra_attrs = typ.extra_attrs
        new = self._names.get(addresses.address_of(typ) or NOWHERE)
        return addresses.with_address(renamed, new) if new is not None else renamed

    def visit_type_alias_type(self, typ: TypeAliasType) -> Type:
        return typ if typ.is_recursive else get_proper_type(typ).accept(self)


def retag(typ: Type, names: Mapping[Address, Address]) -> Type:
    """Return ``typ`` with other heap objects: old name to new."""
    return typ.accept(_Renamer(names))


class _Eraser(TypeTranslator):
    def visit_instance(self, typ: Instance) -> Type:
        plain = typ.copy_modified(args=[arg.accept(self) for arg in typ.args])
        plain.extra_attrs = None
        return plain

    def visit_type_alias_type(self, typ: TypeAliasType) -> Type:
        return typ if typ.is_recursive else get_proper_type(typ).accept(self)


def without_objects(instance: Instance) -> Instance:
    """Return the type that names no object of the heap, nor do its arguments."""
    if instance.extra_attrs is None and not instance.args:
        return instance
    return cast("Instance", instance.accept(_Eraser()))


def of_class(info: TypeInfo) -> Instance:
    """Return the type that ``self`` has in the methods of a class."""
    own = fill_typevars(info)
    return own if isinstance(own, Instance) else own.partial_fallback


def fill(container: Instance, item: Instance) -> Type:
    """Return ``list[Any]`` as ``list[item]``, ``dict[K, Any]`` as ``dict[K, item]``."""
    return container.copy_modified(args=[*container.args[:-1], item])


def overlay(shape: Type | None, value: Type | None) -> Type | None:
    """Return ``shape`` with the heap objects that ``value`` has at the same places.

    ``shape`` is what mypy knows at this expression (narrowed), ``value`` is what reached it.
    """
    if shape is None or value is None:
        return shape if value is None else value
    if isinstance(shape, TypeAliasType) and shape.is_recursive:
        return shape
    shaped = get_proper_type(shape)
    if isinstance(shaped, AnyType) or _is_any_class(shaped) or _stands_for(shaped, value):
        return value
    if isinstance(get_proper_type(value), NoneType) and _is_any_or_none(shaped):
        return value
    if not tagged_instances(value):
        return shape
    if isinstance(shaped, UnionType):
        return UnionType(
            [cast("Type", overlay(item, value)) for item in shaped.items], shaped.line, shaped.column
        )
    if isinstance(shaped, (CallableType, Overloaded)) and not shaped.is_type_obj():
        return next((item for item in instances(value) if item.type.fullname == names.FUNCTION), shape)
    if isinstance(shaped, Instance) and shaped.type.fullname in (names.OBJECT, names.LAZY_CHANNELS_USER):
        return value
    if isinstance(shaped, Instance) and shaped.type.get("__call__") is not None:
        # attrgetter("author"), partial(function, 1)
        made = next((item for item in instances(value) if item.type.fullname == names.FUNCTION), None)
        if made is not None:
            return made
    merged = [part for item in items(value) if (part := _overlay_item(shaped, item)) is not None]
    if len(merged) > 1 and isinstance(shaped, Instance):
        classes = {item.type for part in merged for item in instances(part)}
        # One name, objects of several classes: the declared type is their base, or one of them.
        return merged[0] if classes == {shaped.type} else UnionType(merged)
    return merged[0] if merged else shape


def _is_any_or_none(shape: ProperType) -> bool:
    """Tell ``Any | None``, as ``.get()`` of a dict that holds anything is."""
    members = items(shape)
    return len(members) == 2 and all(isinstance(member, (AnyType, NoneType)) for member in members)


def _stands_for(shape: ProperType, value: Type) -> bool:
    """Tell a type variable, which the value says more of: ``QuerySet[M]`` of which the rows are books."""
    found = items(value) if isinstance(shape, TypeVarType) else ()
    said = [item for item in found if not isinstance(item, NoneType)]
    return bool(said) and all(
        isinstance(item, Instance) and item.type.fullname != names.OBJECT for item in said
    )


def _is_any_class(shape: ProperType) -> bool:
    """Tell ``type[Any]``: of which class, the value says."""
    return isinstance(shape, TypeType) and isinstance(shape.item, AnyType)


def _overlay_item(shape: ProperType, value: ProperType) -> Type | None:
    if isinstance(shape, TupleType) and isinstance(value, TupleType) and len(shape.items) == len(value.items):
        merged = [
            cast("Type", overlay(one, other)) for one, other in zip(shape.items, value.items, strict=True)
        ]
        return shape.copy_modified(items=merged)
    if isinstance(shape, TypedDictType) and isinstance(value, TypedDictType):
        return with_keys(shape, value.items)
    if not isinstance(shape, Instance) or not isinstance(value, Instance):
        return None
    if shape.type is not value.type:
        if shape.type.has_base(value.type.fullname) and not value.args:
            name = addresses.address_of(value)
            return addresses.with_address(shape, name) if name else None
        # mypy may widen to what the context wants: list(copy(queryset)) gives copy() the type Iterable[Book].
        is_implemented = shape.type.is_protocol and not shape.type.module_name.startswith(_LIBRARIES)
        return value if value.type.has_base(shape.type.fullname) or is_implemented else None
    merged_args = [
        cast("Type", overlay(one, other)) for one, other in zip(shape.args, value.args, strict=False)
    ]
    result = shape.copy_modified(args=merged_args) if merged_args else shape
    result.extra_attrs = shape.extra_attrs
    name = addresses.address_of(value)
    return addresses.with_address(result, name) if name else result


def with_keys(shape: TypedDictType, values: Mapping[str, Type | None]) -> TypedDictType:
    """Return a typed dict whose keys hold these values."""
    known = [overlay(item, values.get(key)) or item for key, item in shape.items.items()]
    return shape.copy_modified(item_types=known)


def as_supertype(typ: Instance, fullname: str) -> Instance | None:
    """Return ``typ`` as an instance of its base class ``fullname``, type arguments included."""
    for base in typ.type.mro:
        if base.fullname == fullname:
            return map_instance_to_supertype(typ, base)
    return None


def member(info: TypeInfo, name: str) -> nodes.SymbolNode | None:
    """Return what a class, or the first of its bases that has it, defines under a name."""
    symbol = info.get(name)
    return symbol.node if symbol is not None else None


def union(members: Sequence[Type]) -> Type:
    return UnionType(list(members))


def is_always_true(info: nodes.TypeInfo) -> bool:
    """Tell a class whose objects have no truth of their own: whatever they hold, they are true."""
    return not any(info.has_readable_member(name) for name in ("__bool__", "__len__"))
