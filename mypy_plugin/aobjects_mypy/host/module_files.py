"""Find the file of a module by its full name: nothing is imported, the packages around it neither."""

from __future__ import annotations

import ast
from importlib.machinery import PathFinder
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec


def longest(fullname: str, folders: Sequence[str] | None = None) -> tuple[int, ModuleSpec | None]:
    """Return the longest beginning of a full name that is a module, in parts, and the module.

    It is below one of the ``folders``; without them, where this process would import it from.
    """
    first, *below = fullname.split(".")
    found = _top(first) if folders is None else PathFinder.find_spec(first, folders)
    if found is None:
        return 0, None
    for length, part in enumerate(below, start=1):
        places = found.submodule_search_locations
        # By its last name: with dots in it, Python looks for the package among what it has imported.
        spec = PathFinder.find_spec(part, list(places)) if places is not None else None
        if spec is None:
            return length, found
        found = spec
    return 1 + len(below), found


def path_of(module: str) -> str | None:
    """Return the path of a module that has its text there."""
    length, spec = longest(module)
    is_whole = length == 1 + module.count(".")
    path = spec.origin if spec is not None and is_whole else None
    return path if path is not None and path.endswith(".py") else None


def tree_of(path: str) -> ast.Module | None:
    """Read a file, if it is one of Python that can be read now."""
    try:
        with open(path, "rb") as file:
            return ast.parse(file.read())
    except (OSError, SyntaxError, ValueError):
        return None


def _top(name: str) -> ModuleSpec | None:
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None
