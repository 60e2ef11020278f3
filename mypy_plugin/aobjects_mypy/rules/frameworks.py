"""The frameworks that are known: those of this package, and those that installed packages bring along."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING, Final

from aobjects_mypy import compatibility
from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.calls import operations
from aobjects_mypy.host import configured
from aobjects_mypy.rules.django.view_access import FRAMEWORK as VIEWS
from aobjects_mypy.rules.packages import rows_of_the_project
from aobjects_mypy.rules.packages.framework import FRAMEWORK as PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.framework import Endpoint
    from aobjects_mypy.analysis.rule import Function

OWN: Final[Sequence[Framework]] = (PACKAGES, VIEWS)


def _installed() -> Iterator[Framework]:
    for point in sorted(metadata.entry_points(group=compatibility.FRAMEWORKS)):
        try:
            found = point.load()
        except Exception as error:
            raise compatibility.refusal(
                f'aobjects_mypy cannot load "{point.value}", an entry point of "{compatibility.FRAMEWORKS}": '
                f"{type(error).__name__}: {error}"
            ) from error
        if not isinstance(found, Framework):
            raise compatibility.refusal(
                f'"{point.value}", an entry point of "{compatibility.FRAMEWORKS}", '
                "is no aobjects_mypy.analysis.framework.Framework"
            )
        yield found


ALL: Final[Sequence[Framework]] = (*OWN, *_installed())
"""Where two know the same class or function, the later one counts: a project knows its own best."""

_FUNCTIONS: Final = {name: rule for framework in ALL for name, rule in framework.functions.items()}


OBJECTS: Final = frozenset(name for framework in ALL for name in framework.objects)


def function(fullname: str) -> Function | None:
    """Return what calling a function does, whatever its body shows: rows of the project first."""
    twin = configured.rows().get(fullname)
    return operations.function(twin) if twin is not None else _FUNCTIONS.get(fullname)


def check_read(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr) -> None:
    """Report an attribute that the project itself says queries."""
    rows_of_the_project.check_read(analysis, instance, expr)


def endpoint(
    analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> Endpoint | None:
    """Return how a framework calls a function that is judged; ``None`` where no framework does."""
    for framework in ALL:
        found = framework.endpoint(analysis, function, decorator)
        if found is not None:
            return found
    return None


def is_on_loop(function: nodes.FuncDef, decorator: nodes.Decorator | None) -> bool:
    """Tell a plain function that a framework calls on the event loop."""
    return any(framework.is_on_loop(function, decorator) for framework in ALL)
