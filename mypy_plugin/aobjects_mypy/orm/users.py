"""The row of a request's user, as the backends of the settings fetch it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aobjects_mypy.models import middleware
from aobjects_mypy.orm import evaluation, managers
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis


def shape(analysis: Analysis) -> Instance | None:
    """Return the class of users, where there are some."""
    name = middleware.user_model()
    return analysis.instance_of(name) if name is not None else None


def fetched(analysis: Analysis, place: nodes.Expression) -> Type | None:
    """Return a row with nothing but its columns; ``None`` where a backend may load more."""
    user = shape(analysis)
    schema = analysis.model_of(user.type) if user is not None else None
    if user is None or schema is None or not middleware.prepared().is_fresh_user:
        return None
    row = evaluation.new_row(analysis, managers.of_model(analysis, schema, None, place))
    if row.state.known:
        # What is written is no query that could load more.
        row = replace(row, state=row.state.at_query(analysis.query_at(place)))
    return addresses.with_address(user, analysis.allocate(place, row, role="=user"))


def of_request(analysis: Analysis, place: nodes.Expression) -> Type | None:
    """Return the row that ``request.user`` is, once it is read; ``None`` where the project had it first."""
    is_touched = middleware.prepared().user and middleware.of_project()
    return None if is_touched else fetched(analysis, place)
