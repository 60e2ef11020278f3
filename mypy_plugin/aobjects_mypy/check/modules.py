"""The judge of a module: what is unsafe in its async code, or a misuse of the bridge anywhere in it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import diagnostics
from aobjects_mypy.analysis.expression_types import DeclaredTypes, InferredTypes
from aobjects_mypy.analysis.sinks import Reporter
from aobjects_mypy.check import async_functions, blind_spots, inherited_methods, left_out, misuse
from aobjects_mypy.host import notices, seen
from aobjects_mypy.interpreter import statements
from aobjects_mypy.interpreter.interpreter import Interpreter
from aobjects_mypy.interpreter.watching import WatchedInterpreter
from aobjects_mypy.reports import joining, printing, proposing, rows
from aobjects_mypy.reports.files import Files
from aobjects_mypy.reports.module import Module
from aobjects_mypy.rules import frameworks
from aobjects_mypy.summaries.computation import Summaries
from aobjects_mypy.syntax import definitions, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from mypy.checker import TypeChecker
    from mypy.options import Options

    from aobjects_mypy.analysis.expression_types import ExpressionTypes
    from aobjects_mypy.bodies.build import Build
    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.reports.report import Report


class Judge:
    """What the plugin needs for modules that are checked, and for no other."""

    def __init__(self, build: Build) -> None:
        self._build: Final = build
        self.lookup: Final = build.lookup
        self.notices: Final = notices.Notices()
        self.consulted: Final = build.consulted
        self.consulted_by: Final[dict[nodes.FuncDef, set[str]]] = {}
        """By each function that was judged: the functions whose bodies were run for it."""
        self.summaries: Final = Summaries(build)
        self._files: Final = Files(build)

    def has_module(self, fullname: str) -> bool:
        return self._build.module(fullname) is not None

    def note_left_out(self, checker: TypeChecker, options: Options) -> None:
        """Say once that models are ``Any`` where mypy does not follow imports; a note is no error."""
        found = left_out.find(checker.tree, options, self._build.schema, self._build.module)
        if found is not None:
            node, value = found
            message = diagnostics.models_left_out(value)
            checker.errors.report(node.line, node.column, message, severity="note", only_once=True)

    def report(
        self,
        checker: TypeChecker,
        body: list[nodes.Statement],
        around: Callable[[nodes.Context], AbstractContextManager[None]] = lambda place: nullcontext(),
    ) -> None:
        """Tell mypy of all that ``find`` finds, each report ``around`` the function that was judged."""
        module = Module(checker.tree, checker._type_maps[0], self._build.schema, self._files)
        known: dict[tuple[int, int, str], nodes.Context] = {}
        alike: dict[tuple[int, int, str], list[tuple[nodes.Context, nodes.Context, Diagnostic, Report]]] = {}
        for judged, place, found in self.find(checker, body):
            # What several functions return, one other reads: it is said once.
            key = (place.line, place.column, found.code.code)
            if found.judged_line and known.setdefault(key, judged) is not judged:
                continue
            report = proposing.report(module, place, found)
            said = judged.line, place.line, report.message
            alike.setdefault(said, []).append((judged, place, found, report))
        for several in alike.values():
            judged, place, found, _ = several[0]
            with around(judged):
                report = joining.joined([report for *_, report in several])
                printing.print_report(checker, place, found.code, report)

    def find(
        self, checker: TypeChecker, body: list[nodes.Statement]
    ) -> Iterator[tuple[nodes.Context, nodes.Context, Diagnostic]]:
        """Yield what is unsafe in the async code of ``body``, and wrong wherever mypy has just looked.

        Each stands behind what was judged when it was found, and its place.

        All types of ``body`` are known, and those of a few other expressions may be.
        """
        if checker.tree.is_stub:
            return
        module = checker.tree.fullname
        types = checker._type_maps[0]
        self.summaries.seek_proof = diagnostics.UNPROVEN in checker.options.enabled_error_codes
        calls = (expr for expr in types if isinstance(expr, nodes.CallExpr))
        try:
            misused = list(misuse.find(checker.tree.defs, calls, types))
        except Exception as error:
            what = f'the use of the bridge in "{module}"'
            self.notices.add(module, checker.tree.defs[0], notices.internal_error(what, error))
            misused = []
        yield from ((place, place, found) for place, found in misused)
        classes = [definition.info for definition in walk.classes(checker.tree.defs)]
        around = async_functions.enclosing(body)
        plain = frameworks.plain(checker.tree, self.consulted.note_file)
        inferred = InferredTypes(types)
        told: set[str] = set()
        for function, decorator in async_functions.async_functions(body, plain):
            # What mypy has not inferred, our own values may say.
            is_skipped = async_functions.is_skipped(function, around.get(function), checker.options)
            known = DeclaredTypes() if is_skipped else inferred
            for found in self._judge(function, decorator, module, known, classes, around.get(function)):
                told.update(found[-1].places)
                yield found
            self.consulted_by[function] = self.consulted.functions
        if body is checker.tree.defs:
            for definition in walk.classes(body):
                for handler in frameworks.handlers(definition, self.consulted.note_file):
                    yield from self._judge(handler, None, module, DeclaredTypes(), (), None)
                yield from self._judge_inherited(definition.info, checker.tree, told)

    def _judge(
        self,
        function: nodes.FuncDef,
        decorator: nodes.Decorator | None,
        module: str,
        types: ExpressionTypes,
        classes: Sequence[nodes.TypeInfo],
        around: nodes.FuncDef | None,
    ) -> Iterator[tuple[nodes.Context, nodes.Context, Diagnostic]]:
        """Yield what one function does to the event loop."""
        reporter = Reporter()
        self.consulted.begin_function()
        self.summaries.notices.clear()
        try:
            interpreter = async_functions.interpret(
                function,
                decorator,
                module,
                types,
                self._build.schema,
                self.lookup,
                self.summaries,
                reporter,
                classes,
                around,
            )
        except Exception as error:
            # One function that we do not understand must not cost the user the whole run.
            self.notices.add(module, function, notices.internal_error(f'"{function.fullname}"', error))
            return
        tree = self._build.module(module)
        if isinstance(interpreter, WatchedInterpreter) and tree is not None:
            name = f"{function.fullname}:{function.line}"
            seen.note(tree.path, name, rows.described(interpreter.shown, self._build.schema))
        if interpreter.gave_up:
            self.notices.add(module, function, notices.not_followed(function.fullname))
        for notice in self.summaries.notices.values():
            self.notices.add(module, function, notice)
        for key in sorted(reporter.reports):
            place, found = reporter.reports[key]
            # The body, since a handler that nobody wrote stands where the class says what it runs.
            judged = place if found.judged_line is None else function.body
            yield judged, place, found if function.is_coroutine else found.in_plain(function.name)

    def _judge_inherited(
        self, info: nodes.TypeInfo, tree: nodes.MypyFile, told: Container[str]
    ) -> Iterator[tuple[nodes.Context, nodes.Context, Diagnostic]]:
        """Yield what async methods that a class has from other modules do on its objects.

        ``told`` are the places that reports of the module lead to: a caller has been told.
        """
        self.consulted.begin_function()
        try:
            found = [
                place_and_diagnostic
                for function in inherited_methods.of(info, self.summaries)
                for place_and_diagnostic in inherited_methods.judge(
                    function, info, tree, told, self._interpreter_of(function)
                )
            ]
        except Exception as error:
            self.notices.add(tree.fullname, info.defn, notices.internal_error(f'"{info.fullname}"', error))
            return
        yield from ((place, place, diagnostic) for place, diagnostic in found)

    def _interpreter_of(self, function: nodes.FuncDef) -> Interpreter:
        return Interpreter(
            DeclaredTypes(),
            self._build.schema,
            self.lookup,
            self.summaries,
            Reporter(),
            module=definitions.module_of(function),
            function=function,
            decorator=None,
            execute_block=statements.execute_block,
        )

    def find_blind_spots(self, checker: TypeChecker) -> None:
        """Add notices of what ``find`` cannot judge in a module whose types are all known."""
        if checker.tree.is_stub:
            return
        tree = checker.tree
        try:
            for place, notice in blind_spots.find(tree, checker.options, self._build.schema):
                self.notices.add(tree.fullname, place, notice)
        except Exception as error:
            what = f'what mypy does not know in "{tree.fullname}"'
            self.notices.add(tree.fullname, tree.defs[0], notices.internal_error(what, error))
