"""Tell when the source of models or settings is no longer what Django has read.

Django reads it once in a process, for us and for django-stubs: a running dmypy goes on with what it was.
"""

from __future__ import annotations

import ast
import os
import sys
from typing import TYPE_CHECKING, Final

from aobjects_mypy.host import module_files, stamps
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.host.libraries import Libraries
    from aobjects_mypy.models.schema import Schema


@dataclass(frozen=True, slots=True)
class _Source:
    """What a file had in it, and how to see without reading that it has it still."""

    is_settings: bool
    stamp: tuple[int, int]
    facts: str


class ModelSources:
    """The project's files that say what its models are, as they were when Django was set up."""

    def __init__(self, schema: Schema, libraries: Libraries) -> None:
        self._schema: Final = schema
        self._libraries: Final = libraries
        self._taken: dict[str, _Source] | None = None

    def take(self) -> None:
        """Note what is there now, the first time."""
        if self._taken is not None:
            return
        self._taken = {}
        settings = dict.fromkeys(_settings_modules(), True)
        models = dict.fromkeys(sorted(self._schema.modules), False)
        for module, is_settings in {**models, **settings}.items():
            path = getattr(sys.modules.get(module), "__file__", None)
            if path and not self._libraries.hold(path):
                source = _read(os.path.abspath(path), is_settings=is_settings)
                if source is not None:
                    self._taken[os.path.abspath(path)] = source

    def is_stale(self, path: str) -> bool:
        """Tell a file whose models are not those that Django knows."""
        taken = (self._taken or {}).get(os.path.abspath(path))
        return taken is not None and _has_changed(os.path.abspath(path), taken)

    def are_stale(self) -> bool:
        return any(_has_changed(path, taken) for path, taken in (self._taken or {}).items())


_watched: Final[list[ModelSources]] = []
"""mypy makes new plugins at each request to dmypy, and asks their module only for its version."""


def watch(schema: Schema, libraries: Libraries) -> ModelSources:
    """Have ``have_changed`` ask about these sources from now on."""
    _watched[:] = [ModelSources(schema, libraries)]
    return _watched[0]


def have_changed() -> bool:
    return any(sources.are_stale() for sources in _watched)


def _settings_modules() -> Iterator[str]:
    """Yield the settings module and those that it takes everything from."""
    from django.conf import settings

    pending = [getattr(settings, "SETTINGS_MODULE", "")] if settings.configured else []
    seen = set()
    while pending:
        name = pending.pop()
        module = sys.modules.get(name)
        if module is None or name in seen:
            continue
        seen.add(name)
        yield name
        tree = module_files.tree_of(getattr(module, "__file__", None) or "")
        package = name if hasattr(module, "__path__") else name.rpartition(".")[0]
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                above = package.split(".")[: -(node.level - 1) or None] if node.level else []
                pending.append(".".join([*above, *filter(None, [node.module])]))


def _has_changed(path: str, taken: _Source) -> bool:
    if stamps.of(path) == taken.stamp:
        return False
    found = _read(path, is_settings=taken.is_settings)
    # A file in the middle of an edit tells nothing.
    return found is not None and found.facts != taken.facts


def _read(path: str, *, is_settings: bool) -> _Source | None:
    stamp, tree = stamps.of(path), module_files.tree_of(path)
    if stamp is None or tree is None:
        return None
    is_package = os.path.basename(path) == "__init__.py"
    body = tree.body if is_settings else list(_facts(tree.body, with_imports=is_package))
    return _Source(is_settings, stamp, "\n".join(map(ast.dump, body)))


def _facts(body: list[ast.stmt], *, with_imports: bool) -> Iterator[ast.AST]:
    """Yield what Django reads of a module: its classes and values, not what its functions run."""
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield ast.Name(statement.name)
            yield from statement.bases
            yield from _facts(statement.body, with_imports=with_imports)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            # Whether a manager has its own is known from its class.
            if statement.name == "get_queryset":
                yield ast.Name(statement.name)
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)) or (
            with_imports and isinstance(statement, (ast.Import, ast.ImportFrom))
        ):
            yield statement
