"""What Django's own metadata says of one model: its relations, managers and columns."""

from __future__ import annotations

import enum
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy.models import unseen
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model


class Kind(enum.Enum):
    FORWARD = "forward relation"
    REVERSE_ONE_TO_ONE = "reverse one-to-one relation"
    GENERIC = "generic relation"
    PARENT_LINK = "parent link"


@dataclass(frozen=True, slots=True)
class Relation:
    """An attribute that holds one related row, and reads it from the database when it is not cached."""

    name: str
    kind: Kind
    target: str | None
    """Full class name; ``None`` when any model can stand there (a generic foreign key)."""
    nullable: bool
    attnames: tuple[str, ...]
    """The columns that decide which row it is: assigning one of them drops the cached row."""
    inverse: str | None = None
    """The attribute of a one-to-one's other side, which Django fills in when it fills this one."""
    remote: frozenset[str] = frozenset()
    """The columns of the related row that it is found by."""
    is_child: bool = False
    """The other end of a parent link: the child's row, which shares this row's columns."""


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """An attribute that holds a related manager."""

    name: str
    target: str
    back: str | None
    """The rows' attribute that points back; Django fills it in on every row."""
    attnames: frozenset[str] = frozenset()
    """The columns of this row that its rows point to."""
    manager_classes: tuple[str, ...] = ()
    """The classes of a manager that is no related manager of Django's: its methods are its own."""
    asks_content_type: bool = False
    """Reading the attribute asks which content type this model has."""


class ModelSchema:
    """The attributes of one model, looked up by name."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.fullname: Final = fullname_of(model)
        self.name: Final = model.__name__

    @cached_property
    def relations(self) -> dict[str, Relation]:
        return {relation.name: relation for relation in self._find_relations()}

    @cached_property
    def managers(self) -> dict[str, RelatedRows]:
        return {rows.name: rows for rows in self._find_managers()}

    @cached_property
    def columns(self) -> frozenset[str]:
        """Attribute names of the concrete fields: what ``only()`` and ``defer()`` choose from."""
        return frozenset(field.attname for field in self.model._meta.concrete_fields)

    @cached_property
    def generated_columns(self) -> frozenset[str]:
        """Attribute names of the fields that the database computes: no row writes them."""
        return frozenset(field.attname for field in self.model._meta.concrete_fields if field.generated)

    @cached_property
    def nullable_columns(self) -> frozenset[str]:
        """Attribute names of the fields that may be ``None``; the key of a row that is not saved is, too."""
        nullable = {field.attname for field in self.model._meta.concrete_fields if field.null}
        return frozenset(nullable) | self.pk_columns

    @cached_property
    def pk_columns(self) -> frozenset[str]:
        keys = {field.attname for field in _pk_fields(self.model)}
        # Multi-table inheritance: the parents' keys come with the link to them.
        return frozenset(
            keys | {field.attname for field in self.model._meta.concrete_fields if field.primary_key}
        )

    def column(self, name: str) -> str | None:
        """Return the attribute name behind a field name as ``only()`` takes it, or ``None``."""
        return self._columns_by_name.get(name)

    @cached_property
    def _columns_by_name(self) -> dict[str, str]:
        meta = self.model._meta
        found = {field.attname: field.attname for field in meta.concrete_fields}
        found |= {field.name: field.attname for field in meta.concrete_fields}
        return found | ({"pk": meta.pk.attname} if meta.pk is not None else {})

    @property
    def needs_columns_of_known_rows(self) -> bool:
        """Django 6.1 fills in the row behind a foreign key only when its column was loaded."""
        import django

        return django.VERSION >= (6, 1)

    @cached_property
    def is_ordered(self) -> bool:
        return bool(self.model._meta.ordering)

    @cached_property
    def has_unique_columns(self) -> bool:
        meta = self.model._meta
        checked = any(field.unique and not field.primary_key for field in meta.concrete_fields)
        return checked or bool(meta.unique_together)

    @cached_property
    def has_constraints(self) -> bool:
        return bool(self.model._meta.constraints)

    @cached_property
    def many_to_many_names(self) -> frozenset[str]:
        return frozenset(field.name for field in self.model._meta.many_to_many)

    @cached_property
    def manager_names(self) -> frozenset[str]:
        return frozenset(manager.name for manager in self.model._meta.managers)

    def has_manager(self, name: str) -> bool:
        return name in self.manager_names or name in ("_default_manager", "_base_manager")

    @property
    def async_manager(self) -> str | None:
        """The manager that ``aobjects`` is around; ``None`` for the default one."""
        return "objects" if "objects" in self.manager_names else None

    def has_own_queryset(self, manager: str | None = None) -> bool:
        """Tell whether the manager's ``get_queryset`` is the project's: what it loads is not visible."""
        from django.db.models.manager import BaseManager

        found = self._manager(manager)
        return found is None or type(found).get_queryset is not BaseManager.get_queryset

    def _manager(self, name: str | None) -> Any:
        if name is None or name == "_default_manager":
            return self.model._default_manager
        if name == "_base_manager":
            return self.model._base_manager
        return self.model._meta.managers_map.get(name)

    def queryset_class(self, manager: str | None = None) -> str | None:
        """Return the full name of the class behind the manager's querysets."""
        found = self._manager(manager)
        queryset = getattr(found, "_queryset_class", None)
        return f"{queryset.__module__}.{queryset.__qualname__}" if queryset is not None else None

    def manager_class(self, manager: str | None = None) -> str | None:
        """Return the full name of the manager's class; of one that ``from_queryset()`` makes, its base's."""
        bases = type(self._manager(manager)).__mro__
        return next((f"{base.__module__}.{base.__qualname__}" for base in bases if _has_its_name(base)), None)

    def _find_relations(self) -> Iterator[Relation]:
        meta = self.model._meta
        for field in _every_field(self.model):
            if _is_generic(field, "GenericForeignKey"):
                content_type: Any = meta.get_field(field.ct_field)
                yield Relation(
                    field.name,
                    Kind.GENERIC,
                    None,
                    nullable=True,
                    attnames=(content_type.attname, field.fk_field),
                )
            elif field.auto_created and field.one_to_one and not field.concrete:
                accessor = field.get_accessor_name()
                if accessor and not field.hidden:
                    yield Relation(
                        accessor,
                        Kind.REVERSE_ONE_TO_ONE,
                        fullname_of(field.related_model),
                        nullable=False,
                        attnames=(),
                        inverse=field.field.name,
                        is_child=bool(field.parent_link),
                    )
            elif (field.many_to_one or field.one_to_one) and field.concrete:
                yield self._forward(field)

    def _forward(self, field: Any) -> Relation:
        # The link of multi-table inheritance is built from the child's own columns, without a query.
        parent_link = field.one_to_one and bool(field.remote_field.parent_link)
        inverse = field.remote_field.get_accessor_name() if field.one_to_one else None
        return Relation(
            field.name,
            Kind.PARENT_LINK if parent_link else Kind.FORWARD,
            fullname_of(field.related_model),
            nullable=field.null,
            attnames=tuple(local.attname for local, _ in field.related_fields),
            remote=frozenset(remote.attname for _, remote in field.related_fields),
            inverse=inverse if inverse and not field.remote_field.hidden else None,
        )

    def _find_managers(self) -> Iterator[RelatedRows]:
        for field in _every_field(self.model):
            if _is_generic(field, "GenericRelation"):
                # A generic relation fills the rows' generic foreign key only when it is prefetched.
                yield RelatedRows(
                    field.name, fullname_of(field.related_model), back=None, asks_content_type=True
                )
            elif field.auto_created and not field.concrete and (field.one_to_many or field.many_to_many):
                accessor = field.get_accessor_name()
                if accessor and not field.hidden:
                    if field.many_to_many:
                        yield RelatedRows(accessor, fullname_of(field.related_model), back=None)
                        continue
                    attnames = frozenset(remote.attname for _, remote in field.field.related_fields)
                    yield RelatedRows(accessor, fullname_of(field.related_model), field.field.name, attnames)
            elif field.many_to_many and not field.auto_created:
                own = unseen.manager_classes(getattr(self.model, field.name, None))
                yield RelatedRows(
                    field.name, fullname_of(field.related_model), back=None, manager_classes=own
                )
        for name, manager in unseen.managers(self.model):
            yield RelatedRows(
                name, fullname_of(manager.model), back=None, manager_classes=unseen.manager_classes(manager)
            )


def _is_generic(field: object, name: str) -> bool:
    # Their module cannot be imported by a project that does not install django.contrib.contenttypes.
    module = sys.modules.get("django.contrib.contenttypes.fields")
    return module is not None and isinstance(field, getattr(module, name))


def _every_field(model: type[Model]) -> list[Any]:
    # The kinds of field have few attributes in common that a type could tell.
    return list(model._meta.get_fields(include_hidden=False))


def fullname_of(model: Any) -> str:
    return f"{model.__module__}.{model.__qualname__}"


def _pk_fields(model: type[Model]) -> list[Any]:
    pk = model._meta.pk
    return list(getattr(pk, "fields", None) or [pk])


def _has_its_name(made: type[Any]) -> bool:
    """Tell a class that its module knows: what ``from_queryset()`` makes says that it is of Django's."""
    return "." in made.__qualname__ or getattr(sys.modules[made.__module__], made.__name__, None) is made
