"""The summary of every sync function: its body is interpreted when a caller first asks for it.

Bodies are read again from the files of modules that mypy has freed or has in its cache, and who asks for a
summary takes notice of all bodies that it was made from.  What cannot be made so is put into the symbol table
of its module and travels with the interface, to warm runs and to workers: names that stand for functions, and
libraries whose functions carry Django's mark.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.analysis.callees import Question
from aobjects_mypy.analysis.expression_types import DeclaredTypes
from aobjects_mypy.analysis.sinks import Summarizer
from aobjects_mypy.domain import effects
from aobjects_mypy.domain.effects import Effects, Precondition, Runs, Step, Summary
from aobjects_mypy.domain.taken_step import TakenStep
from aobjects_mypy.host import notices
from aobjects_mypy.interpreter import statements
from aobjects_mypy.interpreter.interpreter import Interpreter
from aobjects_mypy.models import routes
from aobjects_mypy.summaries import decorators, ends, kept, parameters, store
from aobjects_mypy.summaries.aliases import Aliases
from aobjects_mypy.summaries.calls import Calls
from aobjects_mypy.summaries.chained import Chained
from aobjects_mypy.summaries.changed_attributes import ChangedAttributes
from aobjects_mypy.summaries.cycles import Cycles, Name, TooDeepError
from aobjects_mypy.summaries.foreign import Foreign
from aobjects_mypy.summaries.kept import KeptSummaries
from aobjects_mypy.summaries.locations import Sources
from aobjects_mypy.summaries.memo import Memo
from aobjects_mypy.summaries.receivers import Receivers
from aobjects_mypy.summaries.relevance import IdleBodies, hands_out_rows, takes_rows
from aobjects_mypy.summaries.runnable import Runnable, RunnableBodies
from aobjects_mypy.summaries.top_level import TopLevel
from aobjects_mypy.summaries.traces import Traces
from aobjects_mypy.summaries.variants import Variants
from aobjects_mypy.syntax import definitions, requests, wrappers
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from aobjects_mypy.analysis.callees import Receiver
    from aobjects_mypy.bodies.build import Build

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Known:
    """A summary, and what it was computed from: mypy replaces ``expanded`` before it binds names anew."""

    body: nodes.Block
    expanded: object
    summary: Summary | None

    def is_of(self, function: nodes.FuncDef) -> bool:
        return function.body is self.body and function.expanded is self.expanded


class Summaries:
    """The summary of every function, computed when it is first asked for."""

    def __init__(self, build: Build) -> None:
        bodies, consulted, module = build.bodies, build.consulted, build.module
        self._build: Final = build
        self.seek_proof = False
        self.notices: Final[dict[str, notices.Notice]] = {}
        """What is to be said of the summaries that the judged function has asked for, by function."""
        self._failed: Final[dict[Name, notices.Notice]] = {}
        self._foreign: Final = Foreign(build.libraries, bodies)
        self._bodies: Final = bodies
        self._consulted: Final = consulted
        self.module: Final = module
        self.imported: Final = bodies.imported
        self.consult: Final = consulted.note_file
        self._known: dict[Name, _Known] = {}
        self._changed: Final = ChangedAttributes()
        self.assigned_attributes: Final = self._changed.assigned
        self.filled_attributes: Final = self._changed.filled
        self.filled_names: Final = self._changed.names
        self._nodes: dict[Name, nodes.Node | None] = {}
        """The definitions of the functions that are being summed up, with their decorators."""
        self._cycles: Final = Cycles(self._find, self._keep)
        self._calls: Calls | None = None
        self._traces: Final = Traces(consulted)
        self._sources: Final = Sources()
        self._idle: Final = IdleBodies(module)
        self._variants: Final = Variants(module)
        self._receivers: Final = Receivers(bodies, self._foreign.holds)
        self.top_level: Final = TopLevel(bodies, consulted, module, self._foreign.holds).of
        self._chained: Final = Chained(bodies, consulted, self._foreign.holds)
        self._aliases: Final = Aliases(module, partial(kept.written, module))
        self._kept: Final = KeptSummaries(module, self.of, self._variants, self._aliases)
        self._runnable: Final = RunnableBodies(self._find_runnable, consulted)
        self._memo: Final = Memo(consulted)

    def of(self, node: nodes.Node | None, accessor: str = "") -> Summary | None:
        """Return what a call of a function runs, or ``None`` when nothing is known of its body.

        ``accessor`` tells the setter of a property, which has the name of its getter.
        """
        node = self._aliases.original(self.definition(node))
        function = definitions.function_of(node)
        if function is None:
            return None
        key = (function, accessor)
        if self._calls is not None:
            self._calls.note(key, self._cycles.path)
        is_inside = bool(self._cycles.path)
        if is_inside:
            self._traces.note_use(self._cycles.path[-1], key)
        known = self._known.get(key)
        if known is not None and known.is_of(function):
            found = known.summary
        else:
            self._nodes[key] = self._with_decorators(node)
            found = self._cycles.find(key)
        if not is_inside:
            new = self._traces.note_again(key)
            for asked, notice in self._failed.items():
                if asked in new:
                    self.notices[asked[0].fullname] = notice
        return found

    def _with_decorators(self, node: nodes.Node | None) -> nodes.Node | None:
        """Return a function as its module defines it: what decorators make of it belongs to its summary."""
        if not isinstance(node, nodes.FuncDef) or not node.is_decorated:
            return node
        module = definitions.module_of(node)
        found = self.definition(self.named(module, node.fullname.removeprefix(f"{module}.")))
        return found if definitions.function_of(found) is node else node

    def definition(self, node: nodes.Node | None) -> nodes.Node | None:
        """Return the function that an alias stands for, and any other node as it is."""
        found = self._aliases.behind(node)
        if isinstance(found, nodes.Decorator):
            self._bodies.restore_decorators(found)
        return found

    def named(self, module: str, name: str) -> nodes.Node | None:
        """Return what a module defines under a name; a method has that of its class before it."""
        return definitions.named(self.module(module), name)

    def decorated(self, module: str, owner: nodes.TypeInfo | None) -> Iterator[nodes.Decorator]:
        """Yield the decorated functions of a class, or those of a module, also where they share a name."""
        tree = self.module(owner.module_name if owner is not None else module)
        table = owner.names if owner is not None else tree.names if tree is not None else nodes.SymbolTable()
        for decorator in definitions.decorated(table) if tree and not self._foreign.holds(tree) else ():
            self._bodies.restore_decorators(decorator)
            self._consulted.note(tree, decorator.func.fullname)  # type: ignore[arg-type]  # it is there
            yield decorator

    def classes(self, module: str) -> Iterator[nodes.TypeInfo]:
        """Yield the classes that have a name in a module: its own, and those that it imports."""
        return definitions.classes_named(self.module(module))

    def assigned(self, variable: nodes.Var) -> nodes.Expression | None:
        """Return what a module gives a name, where only one statement binds it."""
        return self._aliases.assigned(variable) or self._bodies.value(variable)

    def receivers(self, signal: str) -> list[Receiver]:
        """Return the functions that the project connects to the signal of this full name."""
        return self._receivers.of(signal)

    def is_chained(self, name: str, managers: frozenset[str]) -> bool:
        """Tell a method that some call reaches by anything but one of these names of managers."""
        key = "chained", name, managers
        return self.once(key, lambda: self._chained.is_called(name, managers), False, Question.PART)

    def body(self, node: nodes.Node | None) -> nodes.FuncDef | None:
        """Return the function with its body, where callers may run it in place of its summary."""
        return self._runnable.of(node) if node is not None else None

    def request_of(
        self, function: nodes.FuncDef, decorator: nodes.Decorator | None, module: str
    ) -> int | None:
        """Return which parameter is Django's request, where no annotation says so."""
        tree = self.module(module)
        found = requests.position(function, decorator, tree)
        if found is not None or not requests.may_be_routed(function, decorator, tree):
            return found
        return 0 if function.fullname in routes.views(self.consult) else None

    def once(self, key: Hashable, find: Callable[[], _T], nothing: _T, kind: Question) -> _T:
        """Return what is found out once for all functions; see ``Memo``."""
        found = self._memo.of((key, self.seek_proof), find, nothing, kind)
        self._note_failed()
        return found

    def call(
        self,
        key: Hashable,
        run: Callable[[], _T],
        holds: Callable[[_T], bool],
        is_kept: Callable[[_T], bool],
    ) -> tuple[_T, bool]:
        """Return what a call does, and whether one like it has done so before; see ``Memo``."""
        found = self._memo.call((key, self.seek_proof), run, holds, is_kept)
        self._note_failed()
        return found

    def _note_failed(self) -> None:
        for asked, notice in self._failed.items():
            if asked in self._consulted.summaries:
                self.notices[asked[0].fullname] = notice

    def class_value(self, info: nodes.TypeInfo, name: str) -> nodes.FuncDef | None:
        """Return a function that gives what a class, or the first of its bases with the name, assigns."""
        definer = info.get_containing_type_info(name)
        if definer is None or definer.module_name.startswith(names.NEVER_SUMMARIZED):
            return None
        tree = self.module(definer.module_name)
        if tree is None or self._foreign.is_never_run(tree):
            return None
        self._consulted.note(tree, f"{definer.fullname}.{name}")
        return self._bodies.class_value(definer, name)

    def digest(self, function: nodes.FuncDef) -> str:
        """Return the digest of a function's text."""
        return self._bodies.digest(function)

    def module_of(self, fullname: str) -> str | None:
        """Return the module that defines a function or a method."""
        while fullname:
            fullname = fullname.rpartition(".")[0]
            if self.module(fullname) is not None:
                return fullname
        return None

    def aliases_of(self, tree: nodes.MypyFile) -> list[tuple[nodes.Var, nodes.FuncDef]]:
        """Return the names of a module that stand for functions, and these."""
        return list(self._aliases.of_module(tree))

    def _keep(self, key: Name, found: Summary | None) -> None:
        function, _ = key
        self._known[key] = _Known(function.body, function.expanded, found)
        self._nodes.pop(key, None)

    def _find(self, key: Name) -> Summary | None:
        function, accessor = key
        module = definitions.module_of(function)
        if module.startswith(names.NEVER_SUMMARIZED):
            return None
        tree = self.module(module)
        is_foreign = tree is None or self._foreign.holds(tree)
        name = f"{function.fullname}{accessor}"
        is_kept = is_foreign or kept.written(self.module, module, name) is not None
        body = function if is_kept else self._bodies.of(function)
        if body is None or tree is None or not body.body.body:
            return self._kept.summary(module, name)
        decorator = decorators.of(self._nodes[key])
        if self._variants.never_runs(module, function):
            return None
        if is_foreign and not (decorator is not None and decorators.marks(decorator)):
            return None
        self._failed.pop(key, None)
        with self._traces.keep(key):
            self._consulted.note(tree, function.fullname)
            return self._sum_up(key, body, module, decorator)

    def _sum_up(
        self, key: Name, function: nodes.FuncDef, module: str, decorator: nodes.Decorator | None
    ) -> Summary | None:
        """Return the summary of a function, of those that stand under its name too, and of its decorators."""
        known, accessor = key
        name = f"{function.fullname}{accessor}"
        found: Summary | None
        try:
            if self._needs_no_look(function, decorator):
                found = Summary()
            else:
                found = self._compute(function, module, name, key)
            if decorator is not None and found is not None:
                found = decorators.apply(decorator, found, partial(_step, module, function, name), self.of)
            for other in self._variants.others(module, known, accessor):
                found = effects.of_either(found, self.of(other, accessor))
        except TooDeepError:
            raise
        except Exception as error:
            self._failed[key] = notices.internal_error(f'"{function.fullname}"', error)
            found = None
        return found

    def _find_runnable(self, node: nodes.Node) -> Runnable | None:
        function = definitions.function_of(self._aliases.original(self.definition(node)))
        if function is None:
            return None
        decorator = decorators.of(node)
        if decorator is not None and not decorators.keep_body(decorator):
            return None
        module = definitions.module_of(function)
        tree = self.module(module)
        if tree is None or self._foreign.is_never_run(tree):
            return None
        if (
            self._variants.never_runs(module, function)
            or self._variants.others(module, function, "")
            or kept.written(self.module, module, function.fullname) is not None
        ):
            return None
        body = self._bodies.of(function)
        return Runnable(body, tree, self._idle.is_idle(body)) if body is not None else None

    def is_of_project(self, tree: nodes.MypyFile) -> bool:
        return not self._foreign.holds(tree)

    def _needs_no_look(self, function: nodes.FuncDef, decorator: nodes.Decorator | None) -> bool:
        if function.is_coroutine:
            # Callers are only told what they await, and what becomes of what they give.
            return decorator is None and not hands_out_rows(function) and not takes_rows(function)
        return self._idle.is_idle(function)

    def taken(self, step: Step) -> TakenStep:
        """Return a step with the file and the line where it stands now, or its module."""
        tree = self.module(step.module)
        if tree is None:
            # A line of a template is the module of what stands there.
            page, _, number = step.module.rpartition(":")
            is_line = bool(page) and number.isdigit()
            return TakenStep(step.words, page, int(number)) if is_line else TakenStep(step.words, step.module)
        file = tree.path.replace("\\", "/").rpartition("/")[2]
        start = self._sources.line_of(tree.path, step.function.removeprefix(f"{step.module}."))
        return TakenStep(step.words, file, start + step.line if start is not None else 0)

    def follow_calls(self) -> None:
        """Note from now on which summary was made with which: in dmypy, an edit may change any of them."""
        self._calls = Calls()

    def forget(self) -> None:
        """Forget everything that was computed."""
        self._known.clear()
        self._runnable.forget()
        self._memo.forget()
        self._changed.forget()
        self.follow_calls()

    def forget_changes(self, tree: nodes.MypyFile, *, is_parsed: bool) -> None:
        """Forget the functions of a module that are not what they were, and all that were made with them.

        A module that was parsed anew may have other nodes for its functions.
        """
        if self._calls is None:
            return
        self._runnable.forget()
        self._memo.forget()
        for key in self._calls.stale(tree, self._is_current, is_parsed=is_parsed):
            self._changed.forget()
            self._known.pop(key, None)

    def _is_current(self, key: Name) -> bool:
        known = self._known.get(key)
        return known is None or known.is_of(key[0])

    def forget_lines(self, path: str) -> None:
        """Forget where functions stand in a file."""
        self._runnable.forget()
        self._memo.forget()
        self._sources.forget(path)
        self._bodies.forget(path)
        self._consulted.forget(path)

    def write(self, tree: nodes.MypyFile) -> None:
        """Put into the symbol table of a module the summaries that nobody can make from its file later."""
        is_foreign = self._foreign.holds(tree)
        found = self._kept.of_library(tree) if is_foreign else self._kept.of_module(tree)
        store.write(tree, dict(found), self._build.lookup(names.OBJECT))

    def note_kept(self, tree: nodes.MypyFile) -> None:
        """Take notice of all that the summaries are made from which are kept with a module."""
        if not self._foreign.holds(tree):
            self._kept.ask(tree)

    def _compute(self, function: nodes.FuncDef, module: str, name: str, key: Name) -> Summary | None:
        summarizer = Summarizer()
        interpreter = self._interpreter(function, module, name, summarizer)
        given = dict(interpreter.state.heap)
        interpreter.execute_body(function)
        if interpreter.gave_up:
            self._failed[key] = notices.not_followed(function.fullname)
            return None
        if function.is_async_generator:
            return Summary(returned=ends.returned_by(interpreter.yielded))
        found = summarizer.summary(interpreter.effects_of_exits(), ends.returned_by(interpreter.exits))
        if function.is_coroutine:
            # Its body is judged where it is written; its callers learn what they await.
            keeps = tuple(ends.kept(interpreter, given, found.changes))
            return Summary(virtual=found.virtual, returned=found.returned, keeps=keeps)
        if function.is_generator:
            before = effects.must_join([*(way.effects for way in interpreter.yielded), found.effects])
            first = Summary(before.query, tuple(before.preconditions.values()))
            return replace(found, runs=Runs.ITERATED, before_first=first)
        wrappers = self._wrappers(function, module, name, interpreter)
        return replace(found, wrappers=wrappers) if wrappers else found

    def _interpreter(
        self, function: nodes.FuncDef, module: str, name: str, summarizer: Summarizer
    ) -> Interpreter:
        """Return an interpreter in which the parameters stand for whatever a caller gives."""
        interpreter = Interpreter(
            DeclaredTypes(),
            self._build.schema,
            self._build.lookup,
            self,
            summarizer,
            module=module,
            function=function,
            name=name,
            execute_block=statements.execute_block,
        )
        parameters.bind(interpreter, function)
        return interpreter

    def _wrappers(
        self, function: nodes.FuncDef, module: str, name: str, interpreter: Interpreter
    ) -> tuple[Effects, ...]:
        """Return what the function that is returned runs when it is called, and so on."""
        targets = {way_out.target for way_out in interpreter.exits}
        target = targets.pop() if len(targets) == 1 else None
        if isinstance(target, nodes.NameExpr):
            parameter = interpreter.parameter(target)
            step = interpreter.step(target.name, target)
            return (
                (Effects().with_precondition(Precondition(parameter, effects.PASSED_ON, (step,))),)
                if parameter is not None
                else ()
            )
        if isinstance(target, nodes.Decorator) and not wrappers.decorates(target, names.WRAPS):
            return ()
        inner = definitions.function_of(target)
        if inner is None or inner.is_coroutine or inner.is_generator:
            return ()
        body = self._interpreter(function, module, name, Summarizer())
        body.execute_body(inner)
        ran = body.effects_of_exits()
        return ran, *self._wrappers(inner, module, name, body)


def _step(module: str, function: nodes.FuncDef, name: str, words: str, place: nodes.Context) -> Step:
    return Step(words, module, name, place.line - function.line)
