"""What a run of mypy has, for all that looks at more than one module of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy import nodes

    from aobjects_mypy.bodies.bodies import Bodies
    from aobjects_mypy.bodies.consulted import Consulted
    from aobjects_mypy.host.libraries import Libraries
    from aobjects_mypy.models.schema import Schema


@dataclass(frozen=True, slots=True)
class Build:
    """The models of the project, its modules, and what was read of them beside mypy."""

    schema: Schema
    lookup: Callable[[str], nodes.TypeInfo | None]
    """Return the class of a full name, where mypy has it."""
    module: Callable[[str], nodes.MypyFile | None]
    libraries: Libraries
    bodies: Bodies
    consulted: Consulted
