"""The plugin: notes the checker of each module, and interprets its async code when the types are known."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.checker_state import checker_state
from mypy.modules_state import modules_state
from mypy.plugin import Plugin
from typing_extensions import override

from aobjects_mypy import compatibility, names
from aobjects_mypy.bodies.consulted import Consulted
from aobjects_mypy.hooks import async_models, async_types, loaded, wrapped_types
from aobjects_mypy.host import configured, neighbours
from aobjects_mypy.host.bodies import Bodies
from aobjects_mypy.host.libraries import Libraries
from aobjects_mypy.models import (
    application,
    django_setup,
    middleware,
    owners,
    receivers,
    rest_settings,
    sources,
)
from aobjects_mypy.models.schema import Schema
from aobjects_mypy.orm import methods
from aobjects_mypy.reports import printing
from aobjects_mypy.rules.channels import middleware as sockets
from aobjects_mypy.syntax import class_facts, imports, requests
from aobjects_mypy.templates import engine, modules
from aobjects_mypy.types import counterparts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.checker import TypeChecker
    from mypy.nodes import MypyFile, TypeInfo
    from mypy.options import Options
    from mypy.plugin import (
        AnalyzeTypeContext,
        AttributeContext,
        ClassDefContext,
        FunctionContext,
        FunctionSigContext,
        MethodContext,
        ReportConfigContext,
    )
    from mypy.types import FunctionLike, Type

    from aobjects_mypy.check.modules import Judge
    from aobjects_mypy.daemon.daemon import Daemon

_MEDIUM: Final = 10
"""The priority that mypy gives an import on the top level of a module."""
_LOW: Final = 20
"""That of an import inside a function: of a circle, it is the first to go."""
_RUNTIME: Final = names.ASYNC_MODEL.rpartition(".")[0]
_NOT_OURS: Final = ("builtins.", "typing.", "typing_extensions.", "_typeshed.", "django.", "mypy_extensions.")


class AobjectsPlugin(Plugin):
    """Types stay as django-stubs makes them, but for what passes through the bridge.  Reports are added."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        compatibility.check_plugins(options)
        django_setup.check(options)
        configured.load(options)
        self._schema: Final = Schema()
        self._libraries: Final = Libraries(options)
        self._bodies: Final = Bodies(options, self._libraries)
        self._consulted: Final = Consulted(options)
        self._checkers: Final[dict[str, TypeChecker]] = {}
        self._noted: TypeChecker | None = None
        self._looked_up: Final[set[str]] = set()
        self._builtins: Final[dict[str, TypeInfo | None]] = {}
        self._daemon: Final = self._make_daemon() if options.fine_grained_incremental else None

    @cached_property
    def _judge(self) -> Judge:
        # Imported when a module is checked for the first time: a run with nothing changed does without.
        from aobjects_mypy.bodies.bodies import Bodies as FunctionBodies
        from aobjects_mypy.bodies.build import Build
        from aobjects_mypy.check.modules import Judge

        bodies = FunctionBodies(
            lambda: self._modules,
            self.options,
            lambda: self._noted.plugin if self._noted is not None else None,
        )
        return Judge(
            Build(
                self._schema,
                self._lookup_class,
                self._lookup_module,
                self._libraries,
                bodies,
                self._consulted,
            )
        )

    def _make_daemon(self) -> Daemon:
        from aobjects_mypy.daemon.daemon import Daemon

        return Daemon(self._judge, self.options, sources.watch(self._schema, self._libraries))

    # mypy asks these while it checks a module; the question alone tells which checker asks.

    @override
    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        self._note_checker()
        answer = wrapped_types.function_hook(fullname)
        if answer is None and self._has_runtime:
            answer = async_types.function_hook(fullname, self._lookup_class)
        return neighbours.after_function_hook(self, fullname, answer) if answer is not None else None

    @override
    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        answer = wrapped_types.signature_hook(fullname)
        return neighbours.after_signature_hook(self, fullname, answer) if answer is not None else None

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        self._note_checker()
        answer = wrapped_types.method_hook(fullname)
        if answer is not None:
            return neighbours.after_method_hook(self, fullname, answer)
        return (
            async_types.method_hook(fullname, self._lookup_class, self, methods.LOOKUPS)
            if self._has_runtime
            else None
        )

    @override
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        self._note_checker()
        answer = async_types.attribute_hook(fullname, self._lookup_class) if self._has_runtime else None
        return neighbours.after_attribute_hook(self, fullname, answer) if answer is not None else None

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        if fullname != names.ANNOTATED:
            return None
        return loaded.analyze_with(self._schema, lambda ctx: neighbours.behind(self, ctx))

    @override
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        # mypy asks for every class it meets; django-stubs answers for some of ours, and must be heard too.
        return self._note_class if not fullname.startswith(_NOT_OURS) else None

    @override
    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        if fullname in (names.ASYNC_ROWS, names.ASYNC_AWAITED, names.ASYNC_MANAGER):
            return lambda ctx: self._list_inherited(ctx, fullname)
        if not self._has_runtime:
            return None
        base = self._lookup_class(fullname)
        if base is None or not base.has_base(names.ASYNC_MODEL):
            return None
        return lambda ctx: self._complete_model(ctx, fullname)

    def _list_inherited(self, ctx: ClassDefContext, base: str) -> None:
        self._ask_of_base(ctx, base)
        counterparts.list_inherited(ctx.cls.info)

    def _complete_model(self, ctx: ClassDefContext, base: str) -> None:
        self._ask_of_base(ctx, base)
        async_models.complete(ctx, self._schema, self._lookup_class)

    def _ask_of_base(self, ctx: ClassDefContext, base: str) -> None:
        hook = neighbours.behind(self, ctx).get_base_class_hook(base)
        if hook is not None:
            hook(ctx)

    def _note_class(self, ctx: ClassDefContext) -> None:
        hook = neighbours.behind(self, ctx).get_customize_class_mro_hook(ctx.cls.fullname)
        if hook is not None:
            hook(ctx)
        analyzer: Any = ctx.api
        if not analyzer.is_stub_file:
            trees: dict[str, MypyFile] = analyzer.modules
            path = analyzer.cur_mod_node.path
            class_facts.note(ctx.cls, methods.NEUTRAL, lambda name: imports.of(trees.get(name)), path)

    @property
    def _has_runtime(self) -> bool:
        """Tell whether the checked code imports the runtime at all."""
        return self._modules is not None and _RUNTIME in self._modules

    def _note_checker(self) -> None:
        checker: TypeChecker = checker_state.type_checker  # type: ignore[assignment]  # the one implementation of it
        if checker is None or (checker is self._noted and self._daemon is None):
            return
        self._noted = checker
        self._checkers[checker.tree.fullname] = checker
        if self._daemon is not None:
            self._daemon.note(checker)

    def _find_checker(self, file: MypyFile) -> TypeChecker | None:
        from aobjects_mypy.check import checkers

        return checkers.find(file)

    @override
    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        # Called when a file was parsed; what it imports is opened next.
        self._bodies.drop_those_of_libraries()
        self._bodies.restore(file)
        if self._daemon is not None:
            self._daemon.begin(file)
        # The class of what is given there must be known when the module is checked.
        return [
            *((_MEDIUM, module, -1) for module in requests.needed_modules(file)),
            *(
                (_LOW, module, -1)
                for module in self._needed(file)
                # No other module is checked for our sake.
                if module != file.fullname and self._is_in_build(module)
            ),
        ]

    def _needed(self, file: MypyFile) -> list[str]:
        if self._libraries.hold(file.path):
            # Were a library to depend on the project, mypy would check both as one cycle, in another order.
            return []
        return [
            *modules.needed(file),
            *receivers.needed(file),
            *owners.needed(file, self._schema.owners_of),
            *requests.needed_middleware(file),
            *sockets.needed(file),
        ]

    @override
    def get_additional_indirect_deps(self, file: MypyFile) -> set[str]:
        # Called when a module is checked in full: every type is known, and reports still obey "type: ignore".
        self._bodies.free(file)
        checker = self._checkers.pop(file.fullname, None)
        if checker is not None and checker.tree is not file:
            checker = None
        if checker is None and not self._libraries.hold(file.path):
            checker = self._find_checker(file)
        if self._daemon is not None:
            self._daemon.finish(file, checker)
            return set()
        if self.options.cache_dir == os.devnull:
            # mypy writes no interfaces then, and frees the bodies all the same.
            self._judge.summaries.write(file)
        if checker is not None:
            self._consulted.begin()
            if not checker.can_skip_diagnostics:
                self._judge_module(checker, file)
            self._judge.summaries.note_kept(file)
            self._consulted.end(file.fullname, file.path)
        return set()

    def _judge_module(self, checker: TypeChecker, file: MypyFile) -> None:
        self._judge.note_left_out(checker, self.options)
        self._judge.report(checker, file.defs)
        self._judge.find_blind_spots(checker)
        for place, notice in self._judge.notices.of(file.fullname):
            printing.say(checker, place, notice)

    def _is_in_build(self, module: str) -> bool:
        """Tell a module that mypy has opened by now, or looked up in its cache: what it is given, first."""
        return module in self._looked_up or module in modules_state.modules

    def _lookup_module(self, fullname: str) -> MypyFile | None:
        return self._modules.get(fullname) if self._modules is not None else None

    def _lookup_class(self, fullname: str) -> TypeInfo | None:
        if not fullname.startswith("builtins."):
            return self._find_class(fullname) if fullname else None
        # Asked for at every literal; no edit replaces these.
        if fullname not in self._builtins:
            self._builtins[fullname] = self._find_class(fullname)
        return self._builtins[fullname]

    def _find_class(self, fullname: str) -> TypeInfo | None:
        found = self.lookup_fully_qualified(fullname)
        return found.node if found is not None and isinstance(found.node, nodes.TypeInfo) else None

    @override
    def set_modules(self, modules: dict[str, MypyFile]) -> None:
        # Called in a worker before it opens any module.
        super().set_modules(modules)
        self._bodies.drop_those_of_libraries()

    @cached_property
    def _facts_of_run(self) -> dict[str, Any]:
        """What reports depend on in every module: the plugin, its configuration, Django's settings."""
        return {
            "aobjects_mypy": compatibility.source_digest(),
            "queries": configured.digest(),
            "requests": middleware.facts(),
            "served": application.modules(),
            "rest": rest_settings.facts(),
            "templates": engine.facts(),
            # The cache keeps messages as they were printed.
            "context": (printing.shows_context(self.options), printing.shows_reports(self.options)),
        }

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> Any:
        # Called when a module is looked up in the cache, too, before what it imports is.
        self._bodies.drop_those_of_libraries()
        self._looked_up.add(ctx.id)
        tree = None if ctx.is_check else self._lookup_module(ctx.id)
        if tree is not None:
            # mypy is about to write the module's interface: the last moment to add to it.
            self._judge.summaries.write(tree)
        return {
            "models": self._schema.untyped_facts(ctx.id, ctx.path),
            **self._facts_of_run,
            "bodies": self._bodies.are_kept(ctx.id) and not self._libraries.hold(ctx.path),
            "consulted": not ctx.is_check or self._consulted.is_current(ctx.id),
            "restored": not ctx.is_check and self._bodies.are_restored(ctx.path),
        }


def plugin(version: str) -> type[Plugin]:
    """Return the plugin class: the entry point that mypy calls with its own version."""
    compatibility.check_mypy(version)
    return AobjectsPlugin
