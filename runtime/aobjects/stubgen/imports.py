"""``Imports``: what a generated module imports, under names that no field can hide."""

from __future__ import annotations

import ast
import builtins
import copy
import importlib.util
import inspect
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


WELL_KNOWN: Final = ("typing", "collections.abc", "aobjects", "django.db.models")
"""The packages whose names are imported as they are; a project's own are reached through their modules."""


class Imports:
    """Names of things in other modules, and the import statements that these need.

    >>> imports = Imports()
    >>> imports.name(Book)
    '_library_models.Book'
    >>> imports.member("typing", "Any")
    'Any'
    >>> list(imports.statements())
    ['import library.models as _library_models', 'from typing import Any']
    """

    def __init__(self) -> None:
        self._modules: set[str] = set()
        self._homes: dict[str, str] = {}

    def name(self, kind: type) -> str:
        """Return how to write this class."""
        return self.member(kind.__module__, kind.__qualname__)

    def member(self, module: str, name: str) -> str:
        """Return how to write what a module calls by this name."""
        if module == "builtins":
            return name
        if _is_well_known(module) and self._homes.setdefault(name, module) == module:
            return name
        return f"{self.module(module)}.{name}"

    def module(self, module: str) -> str:
        """Return the alias of a module."""
        self._modules.add(module)
        return _alias(module)

    def statements(self) -> Iterator[str]:
        """Yield the import statements for all that was named."""
        for module in sorted(self._modules):
            yield f"import {module} as {_alias(module)}"
        for module in sorted(set(self._homes.values())):
            names = sorted(name for name, home in self._homes.items() if home == module)
            yield f"from {module} import {', '.join(names)}"

    def annotation(self, written: ast.expr, module: ModuleType) -> str:
        """Return how to write an annotation that stands in this module."""
        return ast.unparse(_Qualify(self, module).visit(copy.deepcopy(written)))


def _alias(module: str) -> str:
    return "_" + module.replace(".", "_")


def _is_well_known(module: str) -> bool:
    return any(module == known or module.startswith(f"{known}.") for known in WELL_KNOWN)


class _Qualify(ast.NodeTransformer):
    """Replace each name by one that means the same in another module."""

    def __init__(self, imports: Imports, module: ModuleType) -> None:
        self._imports = imports
        self._module = module

    def visit_Name(self, node: ast.Name) -> ast.expr:
        origin = imported_names(self._module).get(node.id)
        if origin is None:
            if not hasattr(self._module, node.id) and hasattr(builtins, node.id):
                return node
            origin = (self._module.__name__, node.id)
        module, name = origin
        if not name:
            return ast.Name(self._imports.module(module))
        return ast.parse(self._imports.member(module, name), mode="eval").body

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        # The arguments of Literal are values, also where they look like names.
        if ast.unparse(node.value).rpartition(".")[2] == "Literal":
            node.value = self.visit(node.value)
            return node
        self.generic_visit(node)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            referred: ast.expr = self.visit(ast.parse(node.value, mode="eval").body)
            return referred
        return node


@cache
def imported_names(module: ModuleType) -> dict[str, tuple[str, str]]:
    """Return the module and the name behind each imported name, those for type checkers too."""
    names: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                # "import a.b" binds "a".
                target = alias.name if alias.asname else alias.name.partition(".")[0]
                names[alias.asname or target] = (target, "")
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = _origin(module, node, alias.name)
    return names


def _origin(module: ModuleType, node: ast.ImportFrom, name: str) -> tuple[str, str]:
    relative = "." * node.level + (node.module or "")
    source = importlib.util.resolve_name(relative, module.__package__) if node.level else relative
    # "from datetime import date" and "from django.db import models" look the same.
    try:
        is_module = importlib.util.find_spec(f"{source}.{name}") is not None
    except ImportError:
        is_module = False
    return (f"{source}.{name}", "") if is_module else (source, name)


__all__ = ["Imports"]
