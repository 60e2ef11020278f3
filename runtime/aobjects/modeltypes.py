"""What a type checker without plugins cannot know of an app's models, written down as Python."""

from __future__ import annotations

import inspect
import types
import typing
from typing import TYPE_CHECKING, Any, Final

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet
from django.db.models.fields.related_descriptors import (
    ManyToManyDescriptor,
    ReverseManyToOneDescriptor,
    ReverseOneToOneDescriptor,
)
from django.db.models.manager import Manager

from aobjects import accessors, relations
from aobjects.managers import manager_of
from aobjects.models import AsyncModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.apps import AppConfig

# What django-stubs says that a field takes and gives, for its plugin only.
_INTEGER: Final = ("float | int | str | Combinable", "int")
_AUTO: Final = ("int | str | Combinable", "int")
_TEXT: Final = ("str | Combinable", "str")
_FIELDS: Final = {
    "AutoField": _AUTO,
    "BigAutoField": _AUTO,
    "SmallAutoField": _AUTO,
    "IntegerField": _INTEGER,
    "BigIntegerField": _INTEGER,
    "SmallIntegerField": _INTEGER,
    "PositiveIntegerField": _INTEGER,
    "PositiveBigIntegerField": _INTEGER,
    "PositiveSmallIntegerField": _INTEGER,
    "FloatField": ("float | int | str | Combinable", "float"),
    "DecimalField": ("str | float | decimal.Decimal | Combinable", "decimal.Decimal"),
    "CharField": ("str | int | Combinable", "str"),
    "SlugField": ("str | int | Combinable", "str"),
    "EmailField": _TEXT,
    "URLField": ("str | int | Combinable", "str"),
    "TextField": _TEXT,
    "BooleanField": ("bool | Combinable", "bool"),
    "GenericIPAddressField": _TEXT,
    "DateField": ("str | datetime.date | Combinable", "datetime.date"),
    "TimeField": ("str | datetime.time | datetime.datetime | Combinable", "datetime.time"),
    "DateTimeField": ("str | datetime.datetime | datetime.date | Combinable", "datetime.datetime"),
    "DurationField": ("Any", "datetime.timedelta"),
    "UUIDField": ("str | uuid.UUID", "uuid.UUID"),
    "BinaryField": ("Any", "bytes | memoryview"),
    "JSONField": ("Any", "Any"),
}
_HEADER: Final = '''"""What type checkers cannot find out about the models of this app.

Written by "python -m aobjects.stubgen"; let a model inherit from its class here instead of AsyncModel.
At runtime each of them is AsyncModel.
"""

# ruff: noqa
from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects import AsyncModel

if TYPE_CHECKING:
'''
_FOOTER: Final = """
else:

    def __getattr__(name: str) -> type[AsyncModel]:
        if name.startswith("_"):
            raise AttributeError(name)
        return AsyncModel
"""


def write(app: AppConfig) -> str | None:
    """Return the text for the models of an app; ``None`` where no model inherits from ``AsyncModel``."""
    models = [model for model in app.get_models() if issubclass(model, AsyncModel)]
    if not models:
        return None
    text = _Text()
    classes = [text.class_of(model) for model in sorted(models, key=lambda model: model.__qualname__)]
    body = "\n\n".join([text.imports, *classes])
    return _HEADER + _indented(body) + "\n" + _FOOTER.removeprefix("\n")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


class _Text:
    """The classes of one module, and the imports that they turn out to need."""

    def __init__(self) -> None:
        self._modules: set[str] = set()
        self._names: dict[str, set[str]] = {}
        self._import("django.db", "models")

    def _import(self, module: str, *names: str) -> None:
        self._names.setdefault(module, set()).update(names)

    @property
    def imports(self) -> str:
        taken = (f"from {module} import {', '.join(sorted(names))}" for module, names in self._names.items())
        variable = (
            ['_M = TypeVar("_M", bound=models.Model)'] if "TypeVar" in self._names.get("typing", ()) else []
        )
        return "\n".join([*sorted(self._modules), *sorted(taken), *variable])

    def class_of(self, model: type[Model]) -> str:
        name = f"Async{model.__qualname__.replace('.', '')}"
        members = [*self._fields(model), *self._relations(model)]
        methods = [] if _inherits_manager(model) else list(self._methods(model))
        before: list[str] = []
        if methods:
            before = self._manager(name, methods)
            # zuban wants the annotation.
            members.insert(0, f"    aobjects: _{name}Manager = _{name}Manager()")
        return "\n".join([*before, f"class {name}(AsyncModel):", *(members or ["    pass"])])

    def _manager(self, name: str, methods: list[str]) -> list[str]:
        """Return a queryset class and its descriptor: both serve the models that inherit this one, too."""
        self._import("typing", "TypeVar")
        self._import("aobjects", "AsyncQuerySet")
        self._import("aobjects.descriptors", "AsyncManagerDescriptor")
        rows = f"{name}QuerySet"
        return [
            f"class {rows}(AsyncQuerySet[_M]):",
            *methods,
            "",
            f"class _{name}Manager(AsyncManagerDescriptor):",
            f"    def __get__(self, instance: None, owner: type[_M]) -> {rows}[_M]: ...",
            "",
        ]

    # Fields.

    def _fields(self, model: type[Model]) -> Iterator[str]:
        for field in model._meta.local_fields:
            if _is_declared_by_django(model, field.name):
                continue
            types_of_field = self._types(field)
            if types_of_field is not None:
                kind = type(field).__name__
                yield f"    {field.name}: models.{kind}[{types_of_field[0]}, {types_of_field[1]}]"
            if field.attname != field.name:
                yield f"    {field.attname}: {self._column(field)}"
        for field in model._meta.local_many_to_many:
            if type(field) is ManyToManyField and not _is_declared_by_django(model, field.name):
                target = self._name(field.related_model)
                yield f"    {field.name}: models.ManyToManyField[{target}, {self._any()}]"

    def _types(self, field: Any) -> tuple[str, str] | None:
        """Return what a field of Django's takes and gives; a field class of the project knows itself."""
        if not type(field).__module__.startswith("django.db.models.fields"):
            return None
        if isinstance(field, ForeignKey):
            self._import_combinable()
            target = self._name(field.related_model)
            found = (f"{target} | Combinable", target)
        elif type(field).__name__ in _FIELDS:
            found = _FIELDS[type(field).__name__]
            self._import_standard(*found)
        else:
            return None
        return (f"{found[0]} | None", f"{found[1]} | None") if field.null else found

    def _column(self, field: Any) -> str:
        target = field
        while isinstance(target, ForeignKey):
            target = target.target_field
        found = self._types(target)
        column = found[1] if found is not None else self._any()
        return f"{column} | None" if field.null else column

    def _import_standard(self, *written: str) -> None:
        for module in ("datetime", "decimal", "uuid"):
            if any(f"{module}." in text for text in written):
                self._modules.add(f"import {module}")
        if any("Combinable" in text for text in written):
            self._import_combinable()
        if any("Any" in text for text in written):
            self._any()

    def _import_combinable(self) -> None:
        self._import("django.db.models.expressions", "Combinable")

    def _any(self) -> str:
        self._import("typing", "Any")
        return "Any"

    # Relations.

    def _relations(self, model: type[Model]) -> Iterator[str]:
        known = {name for base in _parents(model) for name, _ in accessors.relations_of(base)}
        for name, relation in accessors.relations_of(model):
            if name in known:
                continue
            if _is_reverse(relation):
                yield from self._property(name, self._reverse(relation))
            if accessors.is_async_accessor(model, accessors.async_name(name)):
                yield from self._property(accessors.async_name(name), self._accessor(relation))

    def _property(self, name: str, typ: str) -> Iterator[str]:
        yield ""
        yield "    @property"
        yield f"    def {name}(self) -> {typ}: ..."

    def _reverse(self, relation: Any) -> str:
        if isinstance(relation, ReverseOneToOneDescriptor):
            return self._target(relation)
        manager = "RelatedManager"
        arguments = self._target(relation)
        if isinstance(relation, ManyToManyDescriptor):
            manager = "ManyRelatedManager"
            arguments = f"{arguments}, {self._name(relation.through)}"
        self._import("django.db.models.fields.related_descriptors", manager)
        return f"{manager}[{arguments}]"

    def _accessor(self, relation: Any) -> str:
        target = self._target(relation)
        if relations.is_to_one(relation):
            self._import("collections.abc", "Coroutine")
            return f"Coroutine[{self._any()}, {self._any()}, {target}]"
        many = isinstance(relation, ManyToManyDescriptor)
        manager = "AsyncManyRelatedManager" if many else "AsyncRelatedManager"
        self._import("aobjects", manager)
        return f"{manager}[{target}]"

    def _target(self, relation: Any) -> str:
        field = getattr(relation, "field", relation)
        if isinstance(field, GenericForeignKey):
            return self._any()
        if isinstance(relation, ReverseOneToOneDescriptor):
            return self._name(relation.related.related_model)
        if relations.is_to_one(relation):
            target = self._name(field.related_model)
            return f"{target} | None" if field.null else target
        if isinstance(relation, ManyToManyDescriptor):
            return self._name(relation.rel.related_model if relation.reverse else relation.rel.model)
        is_generic = relation.rel.field.one_to_many
        return self._name(relation.rel.model if is_generic else relation.rel.related_model)

    def _name(self, model: Any) -> str:
        """Return how to write a class down: through its module, so that no name means two."""
        if model._meta.auto_created or "<locals>" in model.__qualname__:
            return self._any()
        return self._qualified(model)

    def _qualified(self, kind: type) -> str:
        alias = f"_{kind.__module__.replace('.', '_')}"
        self._modules.add(f"import {kind.__module__} as {alias}")
        return f"{alias}.{kind.__qualname__}"

    # Methods of the project's managers and querysets.

    def _methods(self, model: type[Model]) -> Iterator[str]:
        manager = manager_of(model)
        queryset = getattr(manager, "_queryset_class", QuerySet)
        found: dict[str, Any] = {}
        for owner, base in ((type(manager), Manager), (queryset, QuerySet)):
            for name, function in inspect.getmembers(owner, inspect.isfunction):
                if not name.startswith("_") and not hasattr(base, name):
                    found[name] = getattr(queryset, name, function)
        for name, function in sorted(found.items()):
            yield from self._method(name, function, queryset)

    def _method(self, name: str, function: Callable[..., Any], queryset: type) -> Iterator[str]:
        hints = _hints(function)
        parameters = []
        for parameter in list(inspect.signature(function).parameters.values())[1:]:
            written = self._annotation(hints.get(parameter.name, Any))
            # "..." stands for the value: a checker wants to know that there is one.
            default: Any = inspect.Parameter.empty if parameter.default is parameter.empty else ...
            parameters.append(parameter.replace(annotation=_Written(written), default=default))
        first = inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        returned = hints.get("return", Any)
        is_queryset = returned is typing.Self or issubclass(_class(returned), QuerySet | Manager)
        if is_queryset and issubclass(queryset, _class(returned)):
            self._import("typing", "Self")
            result = "Self"
        else:
            result = self._annotation(returned)
        signature = inspect.Signature([first, *parameters])
        word = "def" if is_queryset else "async def"
        yield f"    {word} {name}{signature} -> {result}: ...".replace("=Ellipsis", "=...").replace(
            "= Ellipsis", "= ..."
        )

    def _annotation(self, hint: Any) -> str:
        """Write a type down; what has no name outside its function becomes ``Any``."""
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if hint is None or hint is types.NoneType:
            return "None"
        if origin in (typing.Union, types.UnionType):
            return " | ".join(map(self._annotation, arguments))
        if isinstance(origin, type) and arguments and not any(isinstance(each, list) for each in arguments):
            written = ["..." if each is ... else self._annotation(each) for each in arguments]
            return f"{self._annotation(origin)}[{', '.join(written)}]"
        if hint is Any or not isinstance(hint, type) or "<locals>" in hint.__qualname__:
            return self._any()
        return hint.__qualname__ if hint.__module__ == "builtins" else self._qualified(hint)


class _Written:
    """An annotation that ``inspect.Signature`` writes as it stands."""

    __module__ = "builtins"

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def _parents(model: type[Model]) -> Iterator[type[AsyncModel]]:
    """Yield the models that a model inherits from, which have classes of their own in the text."""
    for base in model.__mro__[1:]:
        if issubclass(base, AsyncModel) and base is not AsyncModel and not base._meta.abstract:
            yield base


def _inherits_manager(model: type[Model]) -> bool:
    def kind(of: type[Model]) -> tuple[type, type]:
        manager = manager_of(of)
        return type(manager), getattr(manager, "_queryset_class", QuerySet)

    return any(kind(base) == kind(model) for base in _parents(model))


def _is_reverse(relation: Any) -> bool:
    """Tell a relation that the other model declares."""
    if isinstance(relation, ManyToManyDescriptor):
        return bool(relation.reverse)
    if isinstance(relation, ReverseManyToOneDescriptor):
        # A generic relation is declared where it is.
        return not relation.rel.field.one_to_many
    return isinstance(relation, ReverseOneToOneDescriptor)


def _is_declared_by_django(model: type[Model], name: str) -> bool:
    """Tell a field of an abstract model like ``AbstractUser``, which django-stubs has."""
    for base in model.__mro__[1:]:
        if base.__module__.startswith("django.") and issubclass(base, Model) and base is not Model:
            fields = (*base._meta.local_fields, *base._meta.local_many_to_many)
            if any(field.name == name for field in fields):
                return True
    return False


def _class(hint: Any) -> type:
    origin = typing.get_origin(hint) or hint
    return origin if isinstance(origin, type) else object


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        return typing.get_type_hints(function)
    except (NameError, TypeError):
        # A name that is imported for checkers only.
        return {}


__all__ = ["write"]
