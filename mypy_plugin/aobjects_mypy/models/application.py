"""What a project serves: its URLs and its ASGI application, as far as their files tell."""

from __future__ import annotations

import ast
import sys
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aobjects_mypy.host import module_files, stamps
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from aobjects_mypy.host.stamps import Stamp

_HOPS: Final = 3
"""Through how many modules they are followed."""
MOST_FILES: Final = 4_096
"""As many as a walk through a large project reads: of fewer, each walk would drop what the next one needs."""
_LIBRARIES: Final = frozenset({"site-packages", "dist-packages"})


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A module of the project on the way."""

    path: str
    module: str
    tree: ast.Module
    used: Sequence[str]
    """The full names that it imports, and the modules of URLs that it includes."""
    imported: Mapping[str, str]
    """The full names that it imports, each by the name that it has there."""
    defined: Collection[str]
    """The functions and classes at its top."""

    def named(self, expr: ast.expr) -> str:
        """Return the full name of what is written ``strawberry.field``, imported or defined here."""
        head, dot, rest = ast.unparse(expr).partition(".")
        if head in self.imported:
            return f"{self.imported[head]}{dot}{rest}"
        return f"{self.module}.{head}" if head in self.defined and not rest else ""


def modules() -> list[str]:
    """Return the modules that the settings name: reports depend on them."""
    from django.conf import settings

    if not settings.configured:
        return []
    application = str(getattr(settings, "ASGI_APPLICATION", None) or "").rpartition(".")[0]
    urls = getattr(settings, "ROOT_URLCONF", None)
    return [name for name in (urls, application) if isinstance(name, str) and name]


_NAMES: Final[dict[str, str]] = {}
"""The modules that were read, by the paths of their files."""
_WHOLE: Final[set[str]] = set()
"""The files of which also the functions and classes count: no call tells that they were read."""


def module_at(path: str) -> str | None:
    """Return the name of a module that ``sources`` has yielded, or that was read whole."""
    return _NAMES.get(path)


def read_whole(path: str, module: str) -> None:
    """Let all of a file count for those who are told of it."""
    _NAMES[path] = module
    _WHOLE.add(path)


def is_read_whole(path: str) -> bool:
    return path in _WHOLE


def sources(consult: Callable[[str], None]) -> Iterator[Source]:
    """Yield the modules of the project from which its URLs and its ASGI application are made.

    ``consult`` takes the paths of their files.
    """
    pending = [(name, 0) for name in modules()]
    seen: set[str] = set()
    while pending:
        name, hops = pending.pop(0)
        path = _path(name) if name not in seen else None
        seen.add(name)
        found = _read(path, name, stamps.of(path)) if path is not None else None
        if path is None or found is None:
            continue
        _NAMES[path] = name
        consult(path)
        yield found
        if hops < _HOPS:
            pending += [(part, hops + 1) for used in found.used for part in (used, used.rpartition(".")[0])]


@cache
def _path(module: str) -> str | None:
    """Return the file of a module of the project."""
    package = module.partition(".")[0]
    if not package or package in sys.stdlib_module_names:
        return None
    path = module_files.path_of(module)
    return path if path is not None and not _LIBRARIES.intersection(Path(path).parts) else None


@lru_cache(maxsize=MOST_FILES)
def _read(path: str, module: str, stamp: Stamp) -> Source | None:
    """Read a file as it was at the time of its ``stamp``."""
    tree = module_files.tree_of(path)
    if tree is None:
        return None
    package = module if path.endswith("__init__.py") else module.rpartition(".")[0]
    imported = dict(_imported(tree, package))
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    defined = frozenset(node.name for node in tree.body if isinstance(node, definitions))
    return Source(path, module, tree, [*imported.values(), *_included(tree)], imported, defined)


def _imported(tree: ast.Module, package: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                # "import a.b" names "a", and takes "a.b" in.
                yield (alias.asname, alias.name) if alias.asname else (first, first)
                yield alias.name, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")
            above = above[: len(above) - node.level + 1] if node.level else []
            source = ".".join([*above, *filter(None, [node.module])])
            yield from ((alias.asname or alias.name, f"{source}.{alias.name}") for alias in node.names)


def _included(tree: ast.Module) -> Iterator[str]:
    """Yield the texts in ``include("shop.urls")``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("include"):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value
