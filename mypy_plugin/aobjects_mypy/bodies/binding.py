"""Bind the names in a function that was parsed again, with mypy's own semantic analyser.

It is the one that binds them in a cold run, so what comes out is the same; what it would write into the
module and its classes goes into copies of their symbol tables.
"""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes, state
from mypy.errors import Errors, ErrorWatcher
from mypy.plugin import Plugin
from mypy.semanal import SemanticAnalyzer, apply_semantic_analyzer_patches
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy.options import Options
    from mypy.plugin import AnalyzeTypeContext
    from mypy.types import Type

_TURNS: Final = 20
"""mypy's own bound (``semanal_main.MAX_ITERATIONS``)."""


class _TypesOnly(Plugin):
    """What a plugin makes of types that are written down; nothing that adds to classes or modules."""

    def __init__(self, options: Options, plugin: Plugin | None) -> None:
        super().__init__(options)
        self._plugin = plugin
        # Ours asks for those that stand behind it (``neighbours.behind``).
        self._plugins = getattr(plugin, "_plugins", [])

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        return self._plugin.get_type_analyze_hook(fullname) if self._plugin is not None else None


class File:
    """A module that was parsed again, with what mypy knows of its names."""

    def __init__(self, tree: nodes.MypyFile, known: nodes.MypyFile, options: Options) -> None:
        self.tree: Final = tree
        self.options: Final = options
        self.known: Final = known.names
        self.local_classes: Final = [name for name in known.names if "@" in name]
        for symbol in known.names.values():
            # mypy reads it from its cache now; a copy of a symbol that is still to be read cannot be read.
            _ = symbol.node
        # Local classes are written into the module, which another run has to find as it was.
        tree.names = known.names.copy()


class Binder:
    """One analyser for all modules, as mypy has one."""

    def __init__(self, modules: dict[str, nodes.MypyFile], options: Options, plugin: Plugin | None) -> None:
        self.modules: Final = modules
        self._plugin: Final = _TypesOnly(options, plugin)
        self._errors: Final = Errors(options)
        self._incomplete: Final[set[str]] = set()
        self._visible: set[str] = set()
        self._analyzer = self._make_analyzer()

    def _make_analyzer(self) -> SemanticAnalyzer:
        return SemanticAnalyzer(self.modules, {}, self._incomplete, self._errors, self._plugin, {})

    def bind(
        self,
        file: File,
        function: nodes.FuncDef,
        info: nodes.TypeInfo | None,
        owner: nodes.ClassDef | None,
    ) -> bool:
        """Bind a function of a module or of one of its classes; tell whether that worked."""
        silent = io.StringIO()
        try:
            with (
                ErrorWatcher(self._errors, filter_errors=True),
                state.state.strict_optional_set(file.options.strict_optional),
                contextlib.redirect_stdout(silent),
                contextlib.redirect_stderr(silent),
                _kept(info, owner),
            ):
                self._show_modules(file)
                self._analyze(file, function, info)
        except Exception:
            # Code that mypy refuses may stop its analyser anywhere: the body stays unknown, as it was.
            self._analyzer = self._make_analyzer()
            self._incomplete.clear()
            return False
        self._analyzer.saved_locals.clear()
        self._analyzer.wrapped_coro_return_types.clear()
        for name in file.local_classes:
            _complete(file.tree.names[name].node, file.known[name].node)
        return True

    def _show_modules(self, file: File) -> None:
        """Have every module seen as an attribute of its package; here it is enough that one imports it."""
        if len(self._visible) != len(self.modules):
            self._visible = set(self.modules)
        analyzer, module = self._analyzer, file.tree.fullname
        analyzer.import_map[module] = set()
        analyzer.transitive_submodule_imports[module] = self._visible
        if "__builtins__" not in file.tree.names:
            analyzer.prepare_file(file.tree)

    def _analyze(self, file: File, function: nodes.FuncDef, info: nodes.TypeInfo | None) -> None:
        """Do as ``semanal_main.process_top_level_function`` does."""
        analyzer, module = self._analyzer, file.tree.fullname
        self._incomplete.add(module)
        patches: list[Any] = []
        deferred, incomplete, is_final = True, True, False
        turns = 0
        while deferred and turns < _TURNS:
            turns += 1
            if not (deferred or incomplete) or is_final:
                self._incomplete.discard(module)
            analyzer.global_decls = [set()]
            analyzer.nonlocal_decls = [set()]
            analyzer.globals = file.tree.names
            analyzer.imports = set()
            analyzer.progress = False
            analyzer.refresh_partial(
                function, patches, is_final, file_node=file.tree, options=file.options, active_type=info
            )
            deferred, incomplete = analyzer.deferred, analyzer.incomplete
            is_final = is_final or not analyzer.progress
        self._incomplete.discard(module)
        analyzer.statement = None
        apply_semantic_analyzer_patches(patches)


def _complete(bound: nodes.SymbolNode | None, known: nodes.SymbolNode | None) -> None:
    """Give a local class what plugins gave to the one that mypy knows, which is not asked again."""
    if bound is known or not isinstance(bound, nodes.TypeInfo) or not isinstance(known, nodes.TypeInfo):
        return
    for name, symbol in known.names.items():
        if symbol.plugin_generated:
            bound.names.setdefault(name, symbol)


@contextlib.contextmanager
def _kept(info: nodes.TypeInfo | None, owner: nodes.ClassDef | None) -> Iterator[None]:
    """Leave a class as it was, after a method of it is analysed."""
    if info is None or owner is None:
        yield
        return
    definition = info.defn
    names, type_args, its_info = dict(info.names), definition.type_args, definition.info
    # They are not in the cache, and the analyser looks for them in the definition.
    definition.type_args, definition.info = owner.type_args, info
    try:
        yield
    finally:
        definition.type_args, definition.info = type_args, its_info
        if info.names != names:
            info.names.clear()
            info.names.update(names)
