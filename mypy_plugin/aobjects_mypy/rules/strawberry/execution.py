"""Whether a project awaits its schema: behind a synchronous view, plain resolvers are right."""

from __future__ import annotations

import ast
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.rules.strawberry import vocabulary
from aobjects_mypy.syntax import expressions, imports, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_EXECUTES: Final = frozenset({"execute", "subscribe"})
_HOPS: Final = 3
"""Through how many modules a project's URLs are followed."""
_LIBRARIES: Final = frozenset({"site-packages", "dist-packages"})


def is_async(tree: nodes.MypyFile, full: vocabulary.FullName, consult: Callable[[str], None]) -> bool:
    """Tell a module whose schema is awaited: it has async resolvers, or awaits it, or its project does."""
    return (
        any(map(_is_of_async_view, (imports.of(tree) or {}).values()))
        or _has_async_resolver(tree, full)
        or _awaits_schema(tree)
        or _serves_async(consult)
    )


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


# The project's URLs ----------------------------------------------------------------------------------------


def _serves_async(consult: Callable[[str], None]) -> bool:
    """Tell a project whose URLs, or whose ASGI application, have a view that awaits the schema."""
    from django.conf import settings

    if not settings.configured:
        return False
    first = [
        getattr(settings, "ROOT_URLCONF", None),
        str(getattr(settings, "ASGI_APPLICATION", None) or "").rpartition(".")[0],
    ]
    pending = [(name, 0) for name in first if isinstance(name, str) and name]
    seen: set[str] = set()
    while pending:
        name, hops = pending.pop(0)
        path = _path(name) if name not in seen else None
        seen.add(name)
        if path is None:
            continue
        consult(path)
        for used in _used(path, name):
            if _is_of_async_view(used):
                return True
            if hops < _HOPS:
                pending += [(used, hops + 1), (used.rpartition(".")[0], hops + 1)]
    return False


@lru_cache(maxsize=256)
def _path(module: str) -> str | None:
    """Return the file of a module of the project, found without importing what it stands in."""
    package, *below = module.split(".")
    if not package or expressions.is_standard(package):
        return None
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return None
    if spec is None or (spec.origin is None and not spec.submodule_search_locations):
        return None
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    candidates = [
        path
        for folder in folders
        for path in (folder.joinpath(*below, "__init__.py"), folder.joinpath(*below).with_suffix(".py"))
    ]
    if not below and spec.origin is not None:
        candidates.insert(0, Path(spec.origin))
    found = next((path for path in candidates if path.suffix == ".py" and path.is_file()), None)
    return str(found) if found is not None and not _LIBRARIES.intersection(found.parts) else None


def _used(path: str, module: str) -> Iterator[str]:
    """Yield the full names that a module imports, and the modules of URLs that it includes."""
    try:
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            yield from (f"{source}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("include"):
            yield from (
                argument.value
                for argument in ast.walk(node)
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )
