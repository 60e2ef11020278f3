"""Managers of which mypy knows nothing: of the models, and by the descriptors, of untyped packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import names
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from mypy.types import Instance

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address


def manager(analysis: Analysis, model: str, address: Address) -> Instance | None:
    """Return a manager of Django's for the rows of a model; of one that mypy does not know, for any rows."""
    rows = analysis.instance_of(model) or analysis.instance_of(names.MODEL)
    typ = analysis.instance_of(names.MANAGER, [rows]) if rows is not None else None
    return addresses.with_address(typ, address) if typ is not None else None
