"""The types of fields, for checkers that do not read ``null=True`` and ``"app.Model"``."""

from __future__ import annotations

import datetime
import decimal
import inspect
import uuid
from typing import TYPE_CHECKING, Any, Final

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects.stubgen.imports import Imports

VALUES: Final[dict[type[models.Field[Any, Any]], type]] = {
    models.BooleanField: bool,
    models.CharField: str,
    models.DateField: datetime.date,
    models.DateTimeField: datetime.datetime,
    models.DecimalField: decimal.Decimal,
    models.DurationField: datetime.timedelta,
    models.FloatField: float,
    models.GenericIPAddressField: str,
    models.IntegerField: int,
    models.TextField: str,
    models.TimeField: datetime.time,
    models.UUIDField: uuid.UUID,
}
"""What a row has for each of Django's fields, and for those that inherit from one."""


def declarations(model: type[models.Model], imports: Imports) -> Iterator[str]:
    """Yield a declaration for each field that the model itself defines without an annotation.

    >>> from aobjects.stubgen.imports import Imports
    >>> next(declarations(Book, Imports()))
    'title: CharField[Any, str]'
    """
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        kind = type(field)
        # A field class of the project knows its own types.
        if not kind.__module__.startswith("django.") or not _is_defined_by(model, field):
            continue
        if isinstance(field, models.ManyToManyField):
            arguments = f"{imports.name(related_model(field))}, {imports.member('typing', 'Any')}"
        elif value := value_type(field, imports):
            arguments = f"{imports.member('typing', 'Any')}, {value}"
        else:
            continue
        yield f"{field.name}: {imports.member('django.db.models', kind.__name__)}[{arguments}]"


def columns(model: type[models.Model], imports: Imports) -> Iterator[str]:
    """Yield a declaration for each attribute that Django adds to a row: ``id``, ``author_id``."""
    for field in model._meta.local_fields:
        if field.auto_created and not field.is_relation:
            yield f"{field.name}: {value_type(field, imports)}"
        elif field.is_relation and not is_annotated(model, field.attname):
            # Its column is of the type of the column that it points to.
            target: Any = field
            while target.is_relation:
                target = target.target_field
            if value := value_type(target, imports, nullable=field.null):
                yield f"{field.attname}: {value}"


def value_type(
    field: models.Field[Any, Any], imports: Imports, *, nullable: bool | None = None
) -> str | None:
    """Return the type of the field's value on a row, or None where only the field's class knows it."""
    if isinstance(field, models.ForeignKey):
        value = imports.name(related_model(field))
    else:
        known = next((VALUES[kind] for kind in type(field).__mro__ if kind in VALUES), None)
        if known is None:
            return None
        value = imports.name(known)
    return f"{value} | None" if (field.null if nullable is None else nullable) else value


def related_model(field: Any) -> type[models.Model]:
    model: type[models.Model] = field.remote_field.model
    return model


def is_annotated(model: type[models.Model], name: str) -> bool:
    """Tell whether the project wrote a type for this attribute."""
    return any(name in inspect.get_annotations(kind) for kind in model.__mro__)


def _is_defined_by(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Tell whether the field stands in the model's own body, rather than in an abstract base or nowhere."""
    bases = [base for base in model.__mro__[1:] if issubclass(base, models.Model) and hasattr(base, "_meta")]
    abstract = [base._meta for base in bases if base._meta.abstract]
    inherited = {each.name for meta in abstract for each in (*meta.local_fields, *meta.local_many_to_many)}
    return not field.auto_created and field.name not in inherited and not is_annotated(model, field.name)


__all__ = ["columns", "declarations", "is_annotated", "related_model", "value_type"]
