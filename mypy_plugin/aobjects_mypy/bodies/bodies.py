"""Give back the body of a function: its own, or the one in its module's file."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from aobjects_mypy.bodies import definitions, digests, parsing
from aobjects_mypy.bodies.binding import Binder
from aobjects_mypy.bodies.definitions import Definition, Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy import nodes
    from mypy.options import Options
    from mypy.plugin import Plugin

_FLAGS: Final = (
    "is_property",
    "is_class",
    "is_static",
    "is_final",
    "is_overload",
    "is_generator",
    "is_coroutine",
    "is_async_generator",
    "is_awaitable_coroutine",
    "is_decorated",
    "is_conditional",
    "is_trivial_body",
    "is_trivial_self",
    "is_mypy_only",
    "abstract_status",
    "dataclass_transform_spec",
    "deprecated",
)
"""What the cache keeps of a function: decorators and classes say it, which are not analysed again."""


class _Module:
    """A module's file: its lines, and its functions when one of them is first asked for."""

    def __init__(self, tree: nodes.MypyFile, stamp: tuple[int, int], source: bytes) -> None:
        self.tree: Final = tree
        self.stamp: Final = stamp
        self.source: Final = source
        self.bound: Final[dict[Key, nodes.FuncDef | None]] = {}
        self.parsed: _Parsed | None = None
        self.was_parsed = False

    @cached_property
    def lines(self) -> list[bytes]:
        return self.source.splitlines()

    @cached_property
    def first_lines(self) -> dict[int, int]:
        """Where each decorated function of the tree in memory begins, by the line of its ``def``."""
        return definitions.first_lines(self.tree)


@dataclass(frozen=True, slots=True)
class _Parsed:
    binder: Binder
    definitions: dict[str, Definition] = field(default_factory=dict)


class Bodies:
    """What functions do, as long as their files are there."""

    def __init__(
        self,
        modules: Callable[[], dict[str, nodes.MypyFile] | None],
        options: Options,
        plugin: Callable[[], Plugin | None] = lambda: None,
    ) -> None:
        self._modules: Final = modules
        self._options: Final = options
        self._plugin: Final = plugin
        self._known: Final[dict[str, _Module]] = {}

    def of(self, function: nodes.FuncDef) -> nodes.FuncDef | None:
        """Return the function with its body, and ``None`` where nobody has one."""
        return function if function.body.body else self.read_again(function)

    def read_again(self, function: nodes.FuncDef) -> nodes.FuncDef | None:
        """Return what the file says, whatever is in memory."""
        module = self._module(definitions.module_of(function))
        key = Key.of(function, module.tree) if module is not None else None
        if module is None or key is None:
            return None
        return self._bound(module, key, function)

    def forget(self, path: str) -> None:
        """Read a file anew: the daemon has seen it, or what it imports, change."""
        for name in [name for name, known in self._known.items() if known.tree.path == path]:
            del self._known[name]

    def clear(self) -> None:
        """Read every file anew: what names stand for may be something else."""
        self._known.clear()

    def digest(self, function: nodes.FuncDef) -> str:
        """Return the same text for the same statements, wherever they stand; empty if there is no file.

        Comments and blank lines do not count.  What the names in it stand for does not either.
        """
        module = self._module(definitions.module_of(function))
        if module is None:
            return ""
        if function.body.body:
            first, last = module.first_lines.get(function.line, function.line), function.end_line
        else:
            key = Key.of(function, module.tree)
            definition = self._definition(module, key) if key is not None else None
            if key is None or definition is None:
                return ""
            first, last = definition.first_lines[key.item], definition.functions[key.item].end_line
        return digests.digest(module.lines[first - 1 : last])

    def _module(self, name: str) -> _Module | None:
        tree = (self._modules() or {}).get(name)
        if tree is None or tree.is_stub or not tree.path.endswith(".py"):
            return None
        known = self._known.get(name)
        try:
            stat = os.stat(tree.path)
            stamp = stat.st_mtime_ns, stat.st_size
            if known is None or known.stamp != stamp or known.tree is not tree:
                with open(tree.path, "rb") as file:
                    known = self._known[name] = _Module(tree, stamp, file.read())
        except OSError:
            return None
        return known

    def _parse(self, module: _Module) -> _Parsed | None:
        if not module.was_parsed:
            module.was_parsed = True
            name, path = module.tree.fullname, module.tree.path
            found = parsing.parse_again(name, path, module.source, self._options)
            modules = self._modules()
            if found is not None and modules is not None:
                tree, options = found
                binder = Binder(tree, module.tree, modules, options, self._plugin())
                module.parsed = _Parsed(binder, definitions.definitions(tree))
        return module.parsed

    def _definition(self, module: _Module, key: Key) -> Definition | None:
        parsed = self._parse(module)
        definition = parsed.definitions.get(key.name) if parsed is not None else None
        if definition is None or key.item >= len(definition.functions):
            return None
        return definition

    def _bound(self, module: _Module, key: Key, known: nodes.FuncDef) -> nodes.FuncDef | None:
        if key not in module.bound:
            module.bound[key] = self._bind(module, key, known)
        return module.bound[key]

    def _bind(self, module: _Module, key: Key, known: nodes.FuncDef) -> nodes.FuncDef | None:
        definition = self._definition(module, key)
        if module.parsed is None or definition is None:
            return None
        function = definition.functions[key.item]
        outermost = definition.outermost
        if outermost is not None:
            # The names in a local class are bound where those of the function around it are.
            around = definitions.find(module.tree, outermost)
            return function if around is not None and self._bound(module, outermost, around) else None
        _take_over(known, function)
        if not module.parsed.binder.bind(function, known.info or None, definition.owner):
            return None
        _take_over(known, function)
        function.type = known.type
        return function


def _take_over(known: nodes.FuncDef, function: nodes.FuncDef) -> None:
    for flag in _FLAGS:
        setattr(function, flag, getattr(known, flag))
    function._fullname = known.fullname
    if known.info:
        function.info = known.info
