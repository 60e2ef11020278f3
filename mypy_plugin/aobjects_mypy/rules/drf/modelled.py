"""The fields that a ``ModelSerializer`` makes of those of its model, as ``build_field`` does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aobjects_mypy.rules.drf import declared, library
from aobjects_mypy.rules.drf.declared import Field, Kind
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.rules.drf.declared import Meta

_UNIQUE = "UniqueValidator"
_BY_KEY = "PrimaryKeyRelatedField.to_internal_value"


def fields_of(analysis: Analysis, info: nodes.TypeInfo) -> list[Field] | None:
    """Return the fields of a serializer class; ``None`` where it chooses them while it runs."""
    if declared.chooses_fields(analysis, info):
        return None
    written = declared.declared_fields(analysis, info)
    origin = library.of_class(info)
    if origin is None or not origin.name.endswith("ModelSerializer"):
        return list(written.values())
    meta = declared.meta(analysis, info)
    schema = analysis.model_of(meta.model) if meta.model is not None else None
    if schema is None:
        return list(written.values())
    related = _related_kind(analysis, info)
    found = []
    for name in _names(schema, meta, written):
        made = written.get(name) or _made(analysis, schema, meta, name, related)
        if made is not None:
            found.append(made)
    return found


def _names(schema: ModelSchema, meta: Meta, written: Iterable[str]) -> list[str]:
    if meta.fields is not None:
        return list(meta.fields)
    if not meta.is_all and meta.exclude is None:
        # What is not written down as a list may be anything.
        return list(written)
    names = [*default_names(schema.model), *written]
    return [name for name in dict.fromkeys(names) if name not in (meta.exclude or ())]


def default_names(model: type[Any]) -> Iterator[str]:
    """Yield what ``fields = "__all__"`` stands for."""
    options = model._meta.concrete_model._meta
    yield options.pk.name
    for field in (*options.fields, *options.many_to_many):
        if field.serialize:
            yield field.name


def _made(
    analysis: Analysis, schema: ModelSchema, meta: Meta, name: str, related: Kind | None
) -> Field | None:
    extra = meta.extra.get(name, {})
    source = expressions.string(extra["source"]) if "source" in extra else name
    if source is None or source == "*":
        return None
    made = of_model(schema.model, source, meta.depth, related)
    if made is None:
        return None
    read_only = made.read_only or declared.is_true(extra.get("read_only"))
    validators = made.validators
    if "validators" in extra:
        made = replace(made, queries=made.queries if made.queries != _UNIQUE else "")
        listed = extra["validators"]
        validators = getattr(listed, "items", ())
        made = replace(made, queries=made.queries or declared.unique_validator(analysis, validators))
    return replace(
        made,
        name=name,
        read_only=read_only,
        write_only=declared.is_true(extra.get("write_only")),
        validators=validators,
    )


def of_model(model: type[Any], name: str, depth: int, related: Kind | None = Kind.KEY) -> Field | None:
    """Return the field for an attribute of a model; ``None`` where it touches no row, or is not known."""
    options = model._meta.concrete_model._meta
    plain = {field.name: field for field in options.fields if field.serialize and not field.remote_field}
    forward = {field.name: field for field in options.fields if field.serialize and field.remote_field}
    many = {field.name: field for field in options.many_to_many if field.serialize}
    reverse = {found.get_accessor_name(): found for found in options.related_objects}
    if name in ("pk", options.pk.name):
        return _key(name, options.pk)
    if name in plain:
        field = plain[name]
        return Field(
            name, Kind.PLAIN, (name,), read_only=not field.editable,
            queries=_UNIQUE if is_unique(field) else "",
        )  # fmt: skip
    if name in forward or name in many or name in reverse:
        relation = forward.get(name) or many.get(name) or reverse[name]
        is_many = name not in forward and not getattr(relation, "one_to_one", False)
        return _relation(name, relation, depth, related, is_many=is_many, is_forward=name in forward)
    return Field(name, Kind.PLAIN, (name,), read_only=True) if hasattr(model, name) else None


def _key(name: str, key: Any) -> Field:
    from django.db import models

    while key.remote_field is not None and key.remote_field.parent_link:
        # A child has the key of its parent.
        key = key.remote_field.model._meta.pk
    kind = Kind.KEY if key.one_to_one else Kind.PLAIN
    if isinstance(key, models.AutoField) or not key.editable:
        return Field(name, kind, (name,), read_only=True)
    return Field(name, kind, (name,), queries=_BY_KEY if key.one_to_one else _UNIQUE)


def _relation(
    name: str, relation: Any, depth: int, related: Kind | None, *, is_many: bool, is_forward: bool
) -> Field | None:
    target = relation.related_model
    if depth:
        model = f"{target.__module__}.{target.__qualname__}"
        return Field(name, Kind.NESTED, (name,), is_many, model=model, depth=depth - 1, read_only=True)
    if related is None:
        return None
    to_field = (getattr(relation, "to_fields", None) or [None])[0] if is_forward else None
    through = getattr(getattr(relation, "remote_field", None), "through", None)
    read_only = not getattr(relation, "editable", True) or (
        through is not None and not through._meta.auto_created
    )
    made = Field(name, related, (name,), is_many, read_only=read_only, queries="" if read_only else _BY_KEY)
    if to_field and not target._meta.get_field(to_field).primary_key:
        # A key to another column is a SlugRelatedField, which reads the related row.
        return replace(made, kind=Kind.ATTRIBUTE, attribute=(to_field,))
    return made


def is_unique(field: Any) -> bool:
    """Tell a field of a model that gets a ``UniqueValidator``."""
    from django.db import models

    if field.unique:
        return True
    return any(
        isinstance(one, models.UniqueConstraint) and set(one.fields) == {field.name} and not one.condition
        for one in field.model._meta.constraints
    )


def unique_together(model: type[Any]) -> Iterator[tuple[str, ...]]:
    """Yield the groups of fields that get a ``UniqueTogetherValidator``."""
    from django.db import models

    for one in (model, *model._meta.parents):
        yield from (tuple(group) for group in one._meta.unique_together)
        for constraint in one._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) > 1:
                condition = constraint.condition
                named = condition.referenced_base_fields if condition is not None else ()
                yield (*constraint.fields, *named)


def _related_kind(analysis: Analysis, info: nodes.TypeInfo) -> Kind | None:
    """Return what ``serializer_related_field`` of the class makes of relations."""
    chosen = declared.value_of(analysis, info, "serializer_related_field")
    if chosen is None:
        return Kind.KEY
    origin = library.of_expression(analysis, chosen)
    kinds = {
        "StringRelatedField": Kind.STRING,
        "PrimaryKeyRelatedField": Kind.KEY,
        "HyperlinkedRelatedField": Kind.KEY,
    }
    return kinds.get(origin.name) if origin is not None and origin.info is None else None
