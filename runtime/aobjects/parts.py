"""Divides what Django does for all rows at once, where an engine does it on the event loop."""

# Django's own machinery is generic in types that nobody names here, and private.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportPrivateUsage=false

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import ForeignKey, OneToOneField, Prefetch, QuerySet, prefetch_related_objects
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ReverseManyToOneDescriptor,
)

from aobjects import engines, fastpaths

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VALUES_AT_A_TIME: Final = 100
"""``bulk_update()`` makes a condition, which becomes a query's, for each of them."""

ROWS_AT_A_TIME: Final = 300
"""``prefetch_related()`` makes a queryset for each of them."""


def bulk_update(
    queryset: Any, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None
) -> int:
    """Call Django's method for some rows at a time: for ``batch_size`` of them, where that is said."""
    job = engines.job()
    rows, names = tuple(objs), tuple(fields)
    size = max(1, VALUES_AT_A_TIME // max(1, len(names))) if batch_size is None else batch_size
    if job is None or not 0 < size < len(rows) or not _is_djangos(queryset, "bulk_update"):
        return int(queryset.bulk_update(rows, names, batch_size))
    queryset._for_write = True
    updated = 0
    # A savepoint, where it is inside of a transaction: Django looks at all rows before it writes one.
    with transaction.atomic(using=queryset.db):
        for start in range(0, len(rows), size):
            updated += queryset.bulk_update(rows[start : start + size], names, batch_size)
            job.pause()
    return updated


def prefetch(queryset: Any) -> None:
    """Fetch what ``prefetch_related()`` asks for, for some rows at a time, where that makes the same rows.

    Of a row that several refer to, Django makes one instance: those are fetched together.
    """
    job = engines.job()
    rows: Sequence[Any] = queryset._result_cache
    lookups: Sequence[Any] = queryset._prefetch_related_lookups
    if (
        job is None
        or len(rows) <= ROWS_AT_A_TIME
        or queryset._prefetch_done
        or not _is_djangos(queryset, "_prefetch_related_objects")
        # Django refuses two that differ.
        or len({getattr(lookup, "prefetch_to", lookup) for lookup in lookups}) < len(lookups)
    ):
        return
    divided = [(lookup, _divided(lookup, rows)) for lookup in lookups]
    if not all(parts for _, parts in divided):
        return
    for lookup, parts in divided:
        for part in parts:
            prefetch_related_objects(part, lookup)
            job.pause()
    queryset._prefetch_done = True


def _is_djangos(queryset: Any, name: str) -> bool:
    return fastpaths.is_written_in(getattr(type(queryset), name, None), QuerySet.__module__)


def _divided(lookup: Any, rows: Sequence[Any]) -> list[list[Any]]:
    """Return the rows in parts that have no related row in common; none, where that is not known."""
    name, queryset = lookup, None
    if isinstance(lookup, Prefetch):
        name, queryset = lookup.prefetch_through, lookup.queryset
    descriptor: Any = getattr(type(rows[0]), name, None)
    if isinstance(descriptor, ForwardManyToOneDescriptor):
        field: Any = descriptor.field
        groups = _by_value(field.attname, rows) if type(field) in (ForeignKey, OneToOneField) else []
        own: Any = descriptor.get_queryset(instance=rows[0])
    elif isinstance(descriptor, ReverseManyToOneDescriptor):
        # A join may find a row twice.
        groups = _by_value(type(rows[0])._meta.pk.attname, rows)
        own = getattr(rows[0], name).get_queryset()
    else:
        return []
    # What is fetched for the related rows may be shared in its turn.
    if (own if queryset is None else queryset)._prefetch_related_lookups:
        return []
    return [
        list(chain.from_iterable(groups[start : start + ROWS_AT_A_TIME]))
        for start in range(0, len(groups), ROWS_AT_A_TIME)
    ]


def _by_value(attribute: str, rows: Sequence[Any]) -> list[list[Any]]:
    """Return the rows that have the same value together; none, where a row does not have it."""
    groups = dict[Any, list[Any]]()
    for row in rows:
        if attribute not in row.__dict__:
            return []
        groups.setdefault(row.__dict__[attribute], []).append(row)
    return list(groups.values())


__all__ = ["bulk_update", "prefetch"]
