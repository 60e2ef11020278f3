"""What a ``Prefetch`` loads: where its lookup leads, and what the rows of its queryset have."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  # json_form reads what a class says of its fields

from aobjects_mypy.domain import load_state
from aobjects_mypy.domain.load_state import LoadState  # noqa: TC001  # as above
from aobjects_mypy.values import dataclass


@dataclass(frozen=True, slots=True)
class Lookup:
    """One path of ``prefetch_related``, and where the rows go."""

    path: str
    to_attr: str = ""
    has_queryset: bool = False
    """Without one, the rows are those of the default manager."""


@dataclass(frozen=True, slots=True)
class Prefetch:
    """One of several lookups, each with the state of the rows that its queryset brings.

    ``Prefetch("books", Book.objects.select_related("editor"))`` is one; what comes out of a list, or from
    either of two branches, is one of those that went in.
    """

    choices: Mapping[Lookup, LoadState]


def join(one: Prefetch, other: Prefetch) -> Prefetch:
    """Return what is either of two."""
    choices = {**one.choices, **other.choices}
    for lookup in one.choices.keys() & other.choices.keys():
        choices[lookup] = load_state.join(one.choices[lookup], other.choices[lookup])
    return Prefetch(choices)
