"""Django's querysets and managers and their async twins: ``BookQuerySet`` and what ``aobjects`` makes of it.

A twin of a project's own class is made while the model is defined.  It stands among the names of the model,
under one that is no identifier, for at runtime there is no such class to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.types import AnyType, Instance, TypeOfAny, TypeVarType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.types import instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mypy.nodes import TypeInfo
    from mypy.types import Type

_KEY: Final = "aobjects_mypy twins"
_DJANGO: Final = "django"
_CLASSES: Final = "classes"
_ACCESSORS: Final = "accessors"
TO_MANY: Final = "reverse_managers"
THROUGH_TABLE: Final = "m2m_managers"
"""How django-stubs calls the two kinds of related managers."""
MARK: Final = "@aobjects"
"""The end of a twin's name in the model's symbol table."""

_PLAIN: Final = (
    (names.QUERYSET, names.ASYNC_QUERYSET),
    (names.RAW_QUERYSET, names.ASYNC_RAW_QUERYSET),
    (names.MANY_RELATED_MANAGER, names.ASYNC_MANY_RELATED_MANAGER),
    (names.RELATED_MANAGER, names.ASYNC_RELATED_MANAGER),
    (names.MANAGER, names.ASYNC_MANAGER),
    (names.BASE_MANAGER, names.ASYNC_MANAGER),
)
"""The classes of Django and of the runtime, the narrower ones first."""


def note_twins(model: TypeInfo, classes: dict[str, str], accessors: dict[str, list[Any]]) -> None:
    """Store in a model the twins of its managers and querysets, and its async accessors."""
    model.metadata[_KEY] = {_CLASSES: classes, _ACCESSORS: accessors}


def note_django(twin: TypeInfo, django: TypeInfo) -> None:
    twin.metadata[_KEY] = {_DJANGO: django.fullname}


def list_inherited(info: TypeInfo) -> None:
    """Let a class list the methods that it inherits: mypy suggests the names of the class itself only."""
    for base in info.mro[1:]:
        for name, symbol in base.names.items() if base.has_base(names.ASYNC_ROWS) else ():
            is_method = isinstance(symbol.node, (nodes.FuncBase, nodes.Decorator))
            if is_method and not name.startswith("_") and name not in info.names:
                info.names[name] = nodes.SymbolTableNode(nodes.MDEF, symbol.node, plugin_generated=True)


def is_project_member(info: TypeInfo, name: str) -> bool:
    """Tell a name of a twin that stands for one which the project gave to its manager or queryset."""
    symbol = info.names.get(name)
    return symbol is not None and isinstance(symbol.node, nodes.Var)


def accessor(model: TypeInfo, name: str) -> list[Any] | None:
    """Return name, target and nullability of the relation behind an accessor that this very class got."""
    found = model.metadata.get(_KEY, {}).get(_ACCESSORS, {}).get(name)
    return found if isinstance(found, list) else None


def is_noted(model: TypeInfo) -> bool:
    return _KEY in model.metadata


def noted_twin(models: Iterable[TypeInfo], django: str) -> str | None:
    """Return the full name of the twin that one of these models has for a class of the project."""
    for base in models:
        found = base.metadata.get(_KEY, {}).get(_CLASSES, {}).get(django)
        if isinstance(found, str):
            return found
    return None


@dataclass(frozen=True, slots=True)
class Twins:
    """Translates types; ``find`` looks a class up by its full name."""

    find: Callable[[str], TypeInfo | None]

    def django_type(self, typ: Instance) -> Instance | None:
        """Return the queryset or manager that an async one is around; ``None`` for other types."""
        own = typ.type.metadata.get(_KEY, {}).get(_DJANGO)
        if isinstance(own, str):
            info = self.find(own)
            return _instance(info, typ.args, typ) if info is not None else None
        return self.plain_django_type(typ)

    def plain_django_type(self, typ: Instance) -> Instance | None:
        """Return Django's own class for an async type, without what the project wrote."""
        for django, plain in _PLAIN:
            base = instances.as_supertype(typ, plain)
            info = self.find(django) if base is not None else None
            if base is not None and info is not None:
                anything = AnyType(TypeOfAny.special_form)
                return _instance(info, [*base.args, anything][: len(info.type_vars)], typ)
        return None

    def async_type(self, typ: Instance, owners: Iterable[TypeInfo] = ()) -> Instance | None:
        """Return the async queryset or manager around one of Django's; ``None`` for other types."""
        model = model_of(typ)
        for owner in (*owners, *([model.type] if model is not None else [])):
            fullname = noted_twin(owner.mro, typ.type.fullname)
            info = self.find(fullname) if fullname is not None else None
            if info is not None:
                return _instance(info, typ.args, typ)
        return self.plain_type(typ)

    def plain_type(self, typ: Instance) -> Instance | None:
        """Return the runtime's own type for one of Django's, without what the project wrote."""
        for django, plain in _PLAIN:
            base = instances.as_supertype(typ, django)
            info = self.find(plain) if base is not None else None
            if base is not None and info is not None:
                row = base.args[0] if django != names.QUERYSET else base.args[-1]
                return _instance(info, [base.args[0], row][: len(info.type_vars)], typ)
        return None

    def method(self, django: TypeInfo, name: str) -> nodes.FuncDef | None:
        """Return the definition of a method; ``None`` for a property, a class method or a plain attribute."""
        node = instances.member(django, name)
        if isinstance(node, nodes.Var):
            # django-stubs copies the methods of a queryset to its manager by name only.
            queryset = self.find(queryset_class(django) or "")
            node = instances.member(queryset, name) if queryset is not None else None
        if isinstance(node, nodes.OverloadedFuncDef):
            node = node.items[0]
        function = node.func if isinstance(node, nodes.Decorator) else node
        if not isinstance(function, nodes.FuncDef) or function.is_property or function.is_class:
            return None
        return function

    def owner_of(self, twin: TypeInfo) -> list[TypeInfo]:
        """Return the model that a twin belongs to, in a list; an empty one for other classes."""
        if not twin.fullname.endswith(MARK):
            return []
        found = self.find(twin.fullname.rpartition(".")[0])
        return [found] if found is not None else []


def related_manager_class(model: TypeInfo, kind: str) -> str | None:
    """Return the class that django-stubs made for relations to a model with a manager of the project."""
    found = model.metadata.get("django", {}).get(kind, {}).get("_default_manager")
    return found if isinstance(found, str) else None


def generic_manager(model: TypeInfo, target: TypeInfo) -> str:
    """Return the full name of the class of managers for a model's generic relation."""
    return f"{model.fullname}.{target.name}_RelatedManager{MARK}"


def queryset_class(manager: TypeInfo) -> str | None:
    """Return the class of querysets whose methods django-stubs gave to a class of managers."""
    for info in manager.mro:
        found = info.metadata.get("django", {}).get("from_queryset_manager")
        if isinstance(found, str):
            return found
    return None


def model_of(typ: Instance) -> Instance | None:
    """Return the model of a queryset or manager."""
    for fullname in (names.QUERYSET, names.RAW_QUERYSET, names.BASE_MANAGER):
        base = instances.as_supertype(typ, fullname)
        if base is not None:
            model = get_proper_type(base.args[0])
            if isinstance(model, TypeVarType):
                model = get_proper_type(model.upper_bound)
            return model if isinstance(model, Instance) else None
    return None


def _instance(info: TypeInfo, args: Iterable[Type], like: Instance) -> Instance:
    made = Instance(info, list(args), like.line, like.column)
    made.extra_attrs = like.extra_attrs
    return made
