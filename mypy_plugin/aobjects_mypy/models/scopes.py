"""Whether a project gives the scope of its sockets a user: where they are served may not be in sight."""

from __future__ import annotations

import ast
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aobjects_mypy.host import module_files, stamps
from aobjects_mypy.models import application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aobjects_mypy.host.stamps import Stamp

_SCOPE: Final = ("scope", "self.scope")
"""What middleware and consumers call it: what a test puts into ``communicator.scope`` does not count."""
_USER: Final = "user"
_FILLING: Final = frozenset({"update", "setdefault"})
_ELSEWHERE: Final = frozenset({"site-packages", "dist-packages", "node_modules", "migrations"})
_MOST_FILES: Final = 5_000


def have_user(consult: Callable[[str], None]) -> bool:
    """Tell whether a module of the project's apps writes ``scope["user"] = ...``, or the like of it.

    ``consult`` takes the paths of those that may.
    """
    found = {path: name for path, name in _files(_folders()) if _mentions(path, stamps.of(path))}
    for path, name in found.items():
        application.read_whole(path, name)
        consult(path)
    return any(_gives(path, stamps.of(path)) for path in found)


def _folders() -> tuple[tuple[str, str], ...]:
    """Return the folders of the apps and of the settings, each with the name of its package."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured or not apps.apps_ready:
        return ()
    package = str(getattr(settings, "SETTINGS_MODULE", "")).rpartition(".")[0]
    path = module_files.path_of(package) if package else None
    own = [(str(Path(path).parent), package)] if path is not None else []
    return (*own, *((config.path, config.name) for config in apps.get_app_configs()))


@lru_cache(maxsize=2)
def _files(folders: tuple[tuple[str, str], ...]) -> Sequence[tuple[str, str]]:
    found: dict[str, str] = {}
    for folder, package in folders:
        if _ELSEWHERE.intersection(Path(folder).parts):
            continue
        for parent, below, names in os.walk(folder):
            below[:] = sorted(name for name in below if name not in _ELSEWHERE and not name.startswith("."))
            for file in (Path(parent, name) for name in names if name.endswith(".py")):
                below_package = file.relative_to(folder).with_suffix("").parts
                found.setdefault(str(file), ".".join([package, *below_package]).removesuffix(".__init__"))
            if len(found) > _MOST_FILES:
                return ()
    return tuple(found.items())


@lru_cache(maxsize=_MOST_FILES)
def _mentions(path: str, stamp: Stamp) -> bool:
    try:
        text = Path(path).read_bytes()
    except OSError:
        return False
    return b"scope" in text and _USER.encode() in text


@lru_cache(maxsize=_MOST_FILES)
def _gives(path: str, stamp: Stamp) -> bool:
    tree = module_files.tree_of(path)
    return tree is not None and any(_USER in _keys(node) for node in ast.walk(tree))


def _keys(node: ast.AST) -> Iterator[object]:
    """Yield the keys that an expression gives a scope."""
    match node:
        case ast.Subscript(value=scope, slice=ast.Constant(value=key), ctx=ast.Store()) if _is_scope(scope):
            yield key
        case ast.Dict(keys=keys, values=values):
            if any(key is None and _is_scope(value) for key, value in zip(keys, values, strict=True)):
                yield from (key.value for key in keys if isinstance(key, ast.Constant))
        case ast.Call(func=ast.Name(id="dict"), args=[scope, *_], keywords=given) if _is_scope(scope):
            yield from (keyword.arg for keyword in given)
        case ast.Call(func=ast.Attribute(value=scope, attr=name)) if name in _FILLING and _is_scope(scope):
            yield _USER


def _is_scope(expr: ast.expr) -> bool:
    return ast.unparse(expr) in _SCOPE
