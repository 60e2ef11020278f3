"""Find the imports that make models ``Any``: of modules that mypy is told not to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.check.async_functions import on_loop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy.options import Options

    from aobjects_mypy.models.schema import Schema

_NOT_FOLLOWED: Final = ("skip", "error")


def find(
    tree: nodes.MypyFile, options: Options, schema: Schema, module: Callable[[str], nodes.MypyFile | None]
) -> tuple[nodes.Context, str] | None:
    """Return the first such import of a module with async code, and the value of ``follow_imports``."""
    if next(on_loop(tree), None) is None:
        return None
    for statement in tree.imports:
        for name in _imported(statement, tree):
            value = options.clone_for_module(name).follow_imports
            if value in _NOT_FOLLOWED and module(name) is None and _has_models(name, schema):
                return statement, value
    return None


def _imported(statement: nodes.ImportBase, tree: nodes.MypyFile) -> Iterator[str]:
    if isinstance(statement, nodes.Import):
        yield from (name for name, _ in statement.ids)
    elif isinstance(statement, (nodes.ImportFrom, nodes.ImportAll)):
        source = _absolute(statement, tree)
        yield source
        if isinstance(statement, nodes.ImportFrom):
            yield from (f"{source}.{name}" for name, _ in statement.names)


def _absolute(statement: nodes.ImportFrom | nodes.ImportAll, tree: nodes.MypyFile) -> str:
    if not statement.relative:
        return statement.id
    up = statement.relative - (1 if tree.is_package_init_file() else 0)
    above = tree.fullname.split(".")
    return ".".join([*above[: len(above) - up], *filter(None, [statement.id])])


def _has_models(name: str, schema: Schema) -> bool:
    """Tell a module of models or managers, and a package that has one."""
    return any(module == name or module.startswith(f"{name}.") for module in schema.modules)
