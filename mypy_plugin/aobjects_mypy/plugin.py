"""The plugin: notes the checker of each module, and interprets its async code when the types are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mypy import nodes
from mypy.checker_state import checker_state
from mypy.plugin import Plugin
from typing_extensions import override

from aobjects_mypy import class_facts, compatibility, daemon, names
from aobjects_mypy.features import loaded, misuse, wrapped_types
from aobjects_mypy.flow import functions
from aobjects_mypy.flow.summaries import Summaries
from aobjects_mypy.schema import Schema

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


_NOT_OURS: Final = ("builtins.", "typing.", "typing_extensions.", "_typeshed.", "django.", "mypy_extensions.")


class AobjectsPlugin(Plugin):
    """Types stay as django-stubs makes them, but for what passes through the bridge.  Reports are added."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        compatibility.check_plugins(options)
        self._schema: Final = Schema()
        self._checkers: Final[dict[str, TypeChecker]] = {}
        self._summaries: Final = Summaries(self._schema, self._lookup_class, self._lookup_module)
        self._second_look: Final = daemon.SecondLook() if options.fine_grained_incremental else None
        self._marks: Final = daemon.Marks(self._summaries) if options.fine_grained_incremental else None

    # mypy asks these while it checks a module; the question alone tells which checker asks.

    @override
    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        self._note_checker()
        return wrapped_types.function_hook(fullname)

    @override
    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        return wrapped_types.signature_hook(fullname)

    @override
    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        self._note_checker()
        return wrapped_types.method_hook(fullname)

    @override
    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        self._note_checker()
        return None

    @override
    def get_type_analyze_hook(self, fullname: str) -> Callable[[AnalyzeTypeContext], Type] | None:
        return loaded.type_analyze_hook(fullname, self._schema)

    @override
    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        # mypy asks for every class it meets; django-stubs answers for some of ours, and must be heard too.
        return _note_class if not fullname.startswith(_NOT_OURS) else None

    def _note_checker(self) -> None:
        checker: TypeChecker = checker_state.type_checker  # type: ignore[assignment]  # the one implementation of it
        if checker is None:
            return
        is_new = self._checkers.get(checker.tree.fullname) is not checker
        self._checkers[checker.tree.fullname] = checker
        if self._second_look is not None and self._marks is not None:
            if is_new:
                self._summaries.forget()
            self._marks.put_on_function(checker)
            function = self._second_look.due(checker)
            if function is not None:
                with daemon.unfiltered(checker.errors):
                    self._report(checker, [function])

    @override
    def get_additional_indirect_deps(self, file: MypyFile) -> set[str]:
        # Called when a module is checked in full: every type is known, and reports still obey "type: ignore".
        checker = self._checkers.pop(file.fullname, None)
        if checker is not None and checker.tree is file and self._marks is not None:
            self._marks.put_on_module(checker)
        if checker is not None and checker.tree is file and not checker.can_skip_diagnostics:
            self._report(checker, file.defs)
        return set()

    def _report(self, checker: TypeChecker, body: list[nodes.Statement]) -> None:
        if checker.tree.is_stub:
            return
        try:
            misused = list(misuse.find(body, _calls_in(body, checker), checker._type_maps[0]))
        except Exception:
            if checker.options.show_traceback:
                raise
            misused = []
        for node, diagnostic in misused:
            checker.fail(diagnostic.message, node, code=diagnostic.code)
        for function, decorator in functions.async_functions(body):
            if function.type is None and not checker.options.check_untyped_defs:
                continue
            try:
                found = functions.interpret(
                    function,
                    decorator,
                    checker.tree.fullname,
                    checker._type_maps[0],
                    self._schema,
                    self._lookup_class,
                    self._summaries,
                )
            except Exception:
                # One function that we do not understand must not cost the user the whole run.
                if checker.options.show_traceback:
                    raise
                continue
            for node, diagnostic in found:
                checker.fail(diagnostic.message, node, code=diagnostic.code)

    def _lookup_module(self, fullname: str) -> MypyFile | None:
        return self._modules.get(fullname) if self._modules is not None else None

    def _lookup_class(self, fullname: str) -> TypeInfo | None:
        found = self.lookup_fully_qualified(fullname) if fullname else None
        return found.node if found is not None and isinstance(found.node, nodes.TypeInfo) else None

    @override
    def report_config_data(self, ctx: ReportConfigContext) -> Any:
        tree = None if ctx.is_check else self._lookup_module(ctx.id)
        if tree is not None:
            # mypy is about to write the module's interface: the last moment to add to it.
            self._summaries.write(tree)
        return {"aobjects_mypy": compatibility.source_digest(), "models": self._schema.untyped_facts()}


def _calls_in(body: list[nodes.Statement], checker: TypeChecker) -> list[nodes.CallExpr]:
    """Return the calls in ``body``: those of the module to which mypy gave a type, or of one function."""
    calls = [expr for expr in checker._type_maps[0] if isinstance(expr, nodes.CallExpr)]
    if body is checker.tree.defs:
        return calls
    lines = [(statement.line, statement.end_line or statement.line) for statement in body]
    return [call for call in calls if any(first <= call.line <= last for first, last in lines)]


def _note_class(ctx: ClassDefContext) -> None:
    analyzer: Any = ctx.api  # the interface does not show the plugins
    for plugin in analyzer.plugin._plugins:
        if type(plugin).__module__ == names.DJANGO_PLUGIN:
            hook = plugin.get_customize_class_mro_hook(ctx.cls.fullname)
            if hook is not None:
                hook(ctx)
    class_facts.note(ctx.cls)


def plugin(version: str) -> type[Plugin]:
    """Return the plugin class: the entry point that mypy calls with its own version."""
    compatibility.check_mypy(version)
    return AobjectsPlugin
