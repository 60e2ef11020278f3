"""Build a project cold and warm in this process, and print how bodies that are read again differ."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aobjects_mypy.bodies.bodies import Bodies
from aobjects_mypy.host import bodies as host
from mypy import build, main, nodes
from mypy.errors import CompileError
from mypy.fscache import FileSystemCache
from mypy.patterns import Pattern
from mypy.types import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy.plugin import Plugin

_SYNTAX: Final = (
    nodes.Statement,
    nodes.Expression,
    nodes.Block,
    nodes.Argument,
    nodes.TypeParam,
    Pattern,
)

# What the checker, not the analyser, writes into a tree, and what is the same by another way.
_CHECKED: Final = {
    "as_type",
    "def_or_infer_vars",
    "erased",
    "expanded",
    "inferred_items",
    "inferred_type",
    "inferred_item_type",
    "inferred_iterator_type",
    "method_type",
    "method_types",
    "original_def",
    "is_trivial_suite",
    "unanalyzed_type",
    "analyzed_types",
    "inferred_types",
    "inferred_exit_type",
    "is_singular_form",
    "original_str_expr",
    "original_str_fallback",
    "subject_dummy",
    "type_guard",
    "type_is",
}


@cache
def _attributes(kind: type) -> list[str]:
    stored = ("getset_descriptor", "member_descriptor")
    return [
        name
        for name in sorted(dir(kind))
        if not name.startswith("__")
        and type(getattr(kind, name)).__name__ in stored
        and name not in _CHECKED
        and not (name == "type" and kind is nodes.Decorator)
    ]


class Tree:
    """The nodes of a function in the order of their attributes, each with what it says."""

    def __init__(self, function: nodes.FuncDef) -> None:
        self.lines: Final[list[str]] = []
        self._seen: Final[dict[int, int]] = {}
        self._locals: Final[dict[str, list[nodes.SymbolNode]]] = {}
        self._add(f"{function.fullname}", function)

    def _add(self, path: str, value: Any) -> None:
        if isinstance(value, (nodes.Var, nodes.TypeInfo, nodes.MypyFile, nodes.TypeAlias)):
            self._say(path, self._symbol(value))
        elif isinstance(value, _SYNTAX):
            if id(value) in self._seen:
                self._say(path, f"{type(value).__name__} #{self._seen[id(value)]}")
                return
            self._seen[id(value)] = len(self._seen)
            self._say(path, type(value).__name__)
            # The others are the checker's.
            if isinstance(value, nodes.Argument) and value.type_annotation is not None:
                self._say(f"{path}.variable.type", str(value.variable.type))
            kind: type = type(value)
            for name in _attributes(kind):
                child = getattr(value, name)
                if name == "node" and isinstance(child, nodes.SymbolNode):
                    self._say(f"{path}.node", self._symbol(child))
                else:
                    self._add(f"{path}.{name}", child)
        elif isinstance(value, (list, tuple)):
            self._say(path, f"{len(value)} items")
            for index, item in enumerate(value):
                self._add(f"{path}[{index}]", item)
        elif isinstance(value, Type):
            self._say(path, f"type {value}")
        elif isinstance(value, nodes.SymbolNode):
            self._say(path, self._symbol(value))
        elif isinstance(value, nodes.Node):
            self._say(path, f"node {type(value).__name__}")
        elif isinstance(value, dict):
            for key in sorted(value):
                self._add(f"{path}[{key}]", value[key])
        elif isinstance(value, set):
            self._say(path, repr(sorted(value)))
        else:
            self._say(path, repr(value))

    def _symbol(self, node: nodes.SymbolNode) -> str:
        if isinstance(node, nodes.FakeInfo):
            return "no class"
        said = f"{type(node).__name__} {node.fullname}"
        if "." not in node.fullname:
            # Which of the local ones of this name it is.
            same = self._locals.setdefault(node.fullname, [])
            if node not in same:
                same.append(node)
            said += f" #{same.index(node)}"
        if isinstance(node, nodes.Var):
            flags = (node.is_self, node.is_cls, node.is_classvar, node.is_final, bool(node.info))
            said += f" {flags}"
        return said

    def _say(self, path: str, text: str) -> None:
        self.lines.append(f"{path} = {text}")


class Functions:
    """The functions that the symbol tables of a build have, by a name that two builds share."""

    def __init__(self, modules: dict[str, nodes.MypyFile], wanted: Callable[[str], bool]) -> None:
        self.found: Final[dict[str, nodes.FuncDef]] = {}
        for name, tree in modules.items():
            if not tree.is_stub and wanted(tree.path):
                for key, node in self._in_names(tree.names, name):
                    self.found[key] = node

    def _in_names(self, names: nodes.SymbolTable, owner: str) -> Iterator[tuple[str, nodes.FuncDef]]:
        for name, symbol in names.items():
            node = symbol.node
            if "-redefinition" in name or node is None or symbol.plugin_generated:
                continue
            if isinstance(node, nodes.TypeInfo):
                if node.fullname == f"{owner}.{name}":
                    yield from self._in_names(node.names, node.fullname)
            elif owner == node.fullname.rpartition(".")[0]:
                yield from self._of(node, f"{owner}.{name}")

    def _of(self, node: nodes.Node, key: str) -> Iterator[tuple[str, nodes.FuncDef]]:
        if isinstance(node, nodes.FuncDef):
            yield key, node
        elif isinstance(node, nodes.Decorator):
            yield key, node.func
        elif isinstance(node, nodes.OverloadedFuncDef):
            for index, item in enumerate([*node.items, *([node.impl] if node.impl else [])]):
                yield from self._of(item, f"{key}#{index}")


def _build(arguments: list[str]) -> build.BuildResult:
    sources, options = main.process_options(arguments)
    options.cache_fine_grained = False
    try:
        return build.build(sources, options, fscache=FileSystemCache())
    except CompileError as error:
        sys.exit("\n".join(error.messages))


def _bodies(result: build.BuildResult) -> tuple[Bodies, Callable[[], dict[str, nodes.MypyFile]]]:
    manager = result.manager

    def modules() -> dict[str, nodes.MypyFile]:
        return manager.modules

    def plugin() -> Plugin:
        return manager.plugin

    return Bodies(modules, manager.options, plugin), modules


def _differences(one: list[str], other: list[str]) -> list[str]:
    mine, theirs = Counter(one), Counter(other)
    return [f"- {line}" for line in one if line not in theirs] + [
        f"+ {line}" for line in other if line not in mine
    ]


def _different(trees: dict[str, list[str]], again: dict[str, nodes.FuncDef | None]) -> dict[str, list[str]]:
    found = {}
    for key, function in again.items():
        lines = _differences(trees[key], Tree(function).lines) if function is not None else ["- not found"]
        if lines:
            found[key] = lines
    return found


def _tables(modules: dict[str, nodes.MypyFile]) -> dict[str, dict[str, nodes.SymbolTableNode]]:
    """Return what the modules and the classes in them have, as it is now."""
    found = {name: dict(tree.names) for name, tree in modules.items()}
    for tree in modules.values():
        for _, symbol, _ in tree.local_definitions():
            if isinstance(symbol.node, nodes.TypeInfo):
                found[symbol.node.fullname] = dict(symbol.node.names)
    return found


def _cold(folder: str, known: Path, arguments: list[str]) -> dict[str, Any]:
    """Compare what is in memory with what is read again, and write it down for the next process."""
    host.free_tree = lambda tree: None  # type: ignore[attr-defined]  # to see the bodies after the build
    bodies, modules = _bodies(_build(arguments))
    in_memory = Functions(modules(), lambda path: path.startswith(folder)).found
    in_memory = {key: function for key, function in in_memory.items() if function.body.body}
    trees = {key: Tree(function).lines for key, function in in_memory.items()}
    digests = {key: bodies.digest(function) for key, function in in_memory.items()}
    known.write_text(json.dumps([trees, digests]))
    tables = _tables(modules())
    again = {key: bodies.read_again(function) for key, function in in_memory.items()}
    return {
        "compared": len(again),
        "differences": _different(trees, again),
        "changed": [name for name, table in _tables(modules()).items() if table != tables.get(name)],
    }


def _warm(folder: str, known: Path, arguments: list[str]) -> dict[str, Any]:
    """Compare what was in memory in the process before with what is read where the cache has no body."""
    trees, digests = json.loads(known.read_text())
    bodies, modules = _bodies(_build(arguments))
    cached = Functions(modules(), lambda path: path.startswith(folder)).found
    cached = {key: function for key, function in cached.items() if not function.body.body and key in trees}
    started = time.perf_counter()
    again = {key: bodies.of(function) for key, function in cached.items()}
    seconds = time.perf_counter() - started
    return {
        "compared": len(again),
        "differences": _different(trees, again),
        "seconds": seconds,
        "left": sorted(set(trees) - set(again)),
        "digests": [
            key
            for key, function in cached.items()
            if not digests[key] or bodies.digest(function) != digests[key]
        ],
    }


if __name__ == "__main__":
    how, folder, known, *arguments = sys.argv[1:]
    json.dump((_cold if how == "cold" else _warm)(folder, Path(known), arguments), sys.stdout)
