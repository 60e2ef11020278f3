"""The frameworks that are known: those of this package, and those that installed packages bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import compatibility
from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.calls import operations
from aobjects_mypy.host import configured
from aobjects_mypy.rules.channels import framework as channels
from aobjects_mypy.rules.django.view_access import FRAMEWORK as VIEWS
from aobjects_mypy.rules.drf import framework as drf
from aobjects_mypy.rules.ninja import framework as ninja
from aobjects_mypy.rules.packages import rows_of_the_project
from aobjects_mypy.rules.packages.framework import FRAMEWORK as PACKAGES
from aobjects_mypy.rules.pydantic import framework as pydantic
from aobjects_mypy.rules.strawberry import framework as strawberry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.framework import Endpoint
    from aobjects_mypy.analysis.rule import Function

OWN: Final[Sequence[Framework]] = (
    channels.FRAMEWORK,
    drf.FRAMEWORK,
    ninja.FRAMEWORK,
    PACKAGES,
    pydantic.FRAMEWORK,
    strawberry.FRAMEWORK,
    VIEWS,
)


def _installed() -> Iterator[Framework]:
    for point in compatibility.brought_frameworks():
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


def _unheard(path: str) -> None:
    """Take no notice of a file."""


def plain(tree: nodes.MypyFile, consult: Callable[[str], None] = _unheard) -> frozenset[nodes.FuncDef]:
    """Return the functions of a module that frameworks call on the event loop, and are no coroutines."""
    return frozenset(function for framework in ALL for function in framework.plain(tree, consult))


def handlers(definition: nodes.ClassDef, consult: Callable[[str], None]) -> Iterator[nodes.FuncDef]:
    """Yield what frameworks run on the event loop for a class, where the project has not written it."""
    for framework in ALL:
        yield from framework.handlers(definition, consult)
