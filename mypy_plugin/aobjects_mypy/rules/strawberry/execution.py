"""Whether a project awaits its schema: behind a synchronous view, plain resolvers are right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.models import application
from aobjects_mypy.rules.strawberry import vocabulary
from aobjects_mypy.syntax import imports, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ASYNC_NAMES: Final = ("strawberry.django.views.AsyncGraphQLView",)
_ASYNC_MODULES: Final = (
    "strawberry.asgi",
    "strawberry.channels",
    "strawberry.fastapi",
    "strawberry.litestar",
    "strawberry.quart",
    "strawberry.sanic",
    "strawberry.aiohttp",
    "strawberry_django.routers",
)
"""Views and consumers that await the schema."""
_OPTIMIZER: Final = ".DjangoOptimizerExtension"
_EXECUTES: Final = frozenset({"execute", "subscribe"})


def is_async(tree: nodes.MypyFile, full: vocabulary.FullName, consult: Callable[[str], None]) -> bool:
    """Tell a module whose schema is awaited: it has async resolvers, or awaits it, or its project does."""
    return (
        any(map(_is_of_async_view, (imports.of(tree) or {}).values()))
        or _has_async_resolver(tree, full)
        or _awaits_schema(tree)
        or is_served_async(consult)
    )


def is_served_async(consult: Callable[[str], None]) -> bool:
    """Tell a project whose URLs, or whose ASGI application, have a view that awaits the schema."""
    return any(_is_of_async_view(name) for source in application.sources(consult) for name in source.used)


def is_optimized(imported: Iterable[str], consult: Callable[[str], None]) -> bool:
    """Tell a project whose schema, in this module or behind its URLs, has strawberry-django's optimizer."""
    served = (name for source in application.sources(consult) for name in source.used)
    return any(name.endswith(_OPTIMIZER) for name in (*imported, *served))


def _is_of_async_view(name: str) -> bool:
    return name in _ASYNC_NAMES or any(
        name == module or name.startswith(f"{module}.") for module in _ASYNC_MODULES
    )


def _has_async_resolver(tree: nodes.MypyFile, full: vocabulary.FullName) -> bool:
    """Tell a module with a resolver that no synchronous execution takes."""
    return any(
        isinstance(statement, nodes.Decorator)
        and (statement.func.is_coroutine or statement.func.is_async_generator)
        and vocabulary.field_of(statement, full) is not None
        for definition in walk.classes(tree.defs)
        for statement in definition.defs.body
    )


def _awaits_schema(tree: nodes.MypyFile) -> bool:
    return any(
        isinstance(node, nodes.AwaitExpr)
        and isinstance(node.expr, nodes.CallExpr)
        and isinstance(node.expr.callee, nodes.MemberExpr)
        and node.expr.callee.name in _EXECUTES
        for function in walk.functions(tree.defs)
        if function.is_coroutine
        for node in walk.walk(function.body)
    )
