"""What every rule may use: the state of the line that runs, its objects, and where findings go."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, TypeOfAny

from aobjects_mypy import diagnostics, names
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.domain.effects import Precondition, Step
from aobjects_mypy.domain.query_site import QuerySite
from aobjects_mypy.domain.state import State
from aobjects_mypy.syntax import listings, requests
from aobjects_mypy.types import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.callees import Callees
    from aobjects_mypy.analysis.expression_types import ExpressionTypes
    from aobjects_mypy.analysis.loop import Loop
    from aobjects_mypy.analysis.sinks import Sink
    from aobjects_mypy.analysis.watching import Run
    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.effects import Condition
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.models.schema import Schema


class Analysis:
    """One pass over one function; rules read and change ``state`` through it."""

    def __init__(
        self,
        types: ExpressionTypes,
        schema: Schema,
        lookup: Callable[[str], nodes.TypeInfo | None],
        callees: Callees,
        sink: Sink,
        *,
        module: str,
        function: nodes.FuncDef,
        name: str,
        decorator: nodes.Decorator | None,
    ) -> None:
        self.types: Final = types
        self.schema: Final = schema
        self.typeinfo: Final = lookup
        self.callees: Final = callees
        self.sink: Final = sink
        self.state = State()
        self.leave_request: Sequence[nodes.Expression] = ()
        """The decorators that leave the request as it was."""
        self.stack: list[nodes.Expression] = []
        """The expressions that are being evaluated, each inside the one before."""
        self.conditions: list[str] = []
        """The conditions around the line that runs."""
        self.flags: set[str] = set()
        """Names that a call answered beside its row: ``row, created = ...``."""
        self.asked: set[str] = set()
        """The conditions of branches that are over: asked again, they have the same answer."""
        self.loops: list[Loop] = []
        """The loops around the line that runs."""
        self.sides: tuple[dict[Address, Entry], dict[Address, Entry]] | None = None
        """While two states are merged: the objects of each."""
        self.watched: list[Run] = []
        """The calls that are run now, each inside the one before."""
        self.displayed: Final[dict[nodes.Expression, Type | None]] = {}
        """The values in dict displays, each as it was evaluated last."""
        self._function: Final = function
        self._decorator: Final = decorator
        self.module: Final = module
        self._name: Final = name
        self.judged_module = module
        """The module whose reports these are."""
        self._off_loop = 0
        self._is_in_thread = False
        self._has_known_condition = False
        """The call that runs this body stands behind a condition that was asked before."""
        self._site = ""
        self.is_guess = False
        """The object that is asked is one of those that an unknown value may be."""

    # Findings --------------------------------------------------------------------------------------------

    @property
    def is_heard(self) -> bool:
        """Tell whether what the line does reaches the event loop."""
        return self.is_on_loop and self.state.reachable

    @property
    def seeks_proof(self) -> bool:
        """Tell whether what may run a query is to be said of a line, too: somebody asks for proof."""
        return self.callees.seek_proof and self.is_heard and not self.sink.is_summary

    @contextmanager
    def guessing(self) -> Iterator[None]:
        """Say of what is found that it is not proven: the object may be of another class."""
        before, self.is_guess = self.is_guess, True
        try:
            yield
        finally:
            self.is_guess = before

    def report(self, diagnostic: Diagnostic, node: nodes.Context) -> None:
        if self.is_guess and diagnostic.code is not diagnostics.UNPROVEN:
            diagnostic = diagnostic.as_unproven(diagnostics.UNSEEN_VALUE)
        if self.is_heard:
            self.sink.report(self.state, diagnostic, node, self.step(diagnostic.subject, node))

    def step(self, words: str, node: nodes.Context) -> Step:
        """Return the step of a way that leads over this line."""
        return Step(words, self.module, self._name, node.line - self._function.line)

    def record_query(self, steps: tuple[Step, ...]) -> None:
        """Note, for a summary, that the line runs a query."""
        if self.is_heard and not self.is_guess:
            self.sink.add_query(self.state, steps)

    def record_precondition(
        self, parameter: int, condition: Condition, steps: tuple[Step, ...], *, by_name: bool = False
    ) -> None:
        """Note, for a summary, that the line runs a query under a condition of an argument."""
        if self.is_heard and not self.is_guess:
            self.sink.add_precondition(self.state, Precondition(parameter, condition, steps, by_name))

    def query_at(self, node: nodes.Context, model: str = "") -> QuerySite:
        """Return the site of a query; with a model, of a manager or queryset of its rows."""
        end_line, end_column = node.end_line or node.line, node.end_column or 0
        is_here = self.is_judged_in(self.module)
        return QuerySite(self.module, node.line, node.column, end_line, end_column, model, is_here)

    def is_built_elsewhere(self, query: QuerySite | None) -> bool:
        """Tell a queryset that is better known by the line that runs, in the module that is judged."""
        return query is None or (not query.is_here and self.is_judged_in(self.module))

    def is_judged_in(self, module: str) -> bool:
        """Tell whether the reports are those of this module."""
        for run in self.watched:
            run.homes.add(module)
        return self.judged_module == module

    # The line that runs ----------------------------------------------------------------------------------

    @contextmanager
    def off_loop(self) -> Iterator[None]:
        """Evaluate what nobody runs here and now, or whose errors nobody sees: it changes objects."""
        self._off_loop += 1
        try:
            yield
        finally:
            self._off_loop -= 1

    @contextmanager
    def thread(self, *, begins: bool = True) -> Iterator[None]:
        """Evaluate what a worker thread runs, or what that gives back to the loop: ``async_to_sync(f)()``."""
        outer, self._is_in_thread = self._is_in_thread, begins
        try:
            yield
        finally:
            self._is_in_thread = outer

    @contextmanager
    def where(self, other: Analysis) -> Iterator[None]:
        """Evaluate on the loop where the other one is, and off it where that or this one is."""
        with self.off_loop() if other.is_quiet else nullcontext(), self.thread(begins=other._is_in_thread):
            yield

    @property
    def is_on_loop(self) -> bool:
        return not self._off_loop and not self._is_in_thread

    @property
    def is_quiet(self) -> bool:
        """Tell what raises nothing that anybody sees; a thread may still give something to the loop."""
        return self._off_loop > 0

    @property
    def own_class(self) -> nodes.TypeInfo | None:
        return self._function.info or None

    @property
    def runs_in_dispatch(self) -> bool:
        """Tell a handler of a view, or a method that an access mixin of Django calls before it."""
        return requests.is_handler(self._function) or (
            bool(self._function.info) and self._function.name in requests.CALLED_BY_MIXINS
        )

    @property
    def runs_behind_dispatch(self) -> bool:
        """Tell a handler of an async view: what ``setup`` and ``dispatch`` did, it sees."""
        return self._function.is_coroutine and requests.is_handler(self._function)

    @property
    def has_own_decorators(self) -> bool:
        """Tell a decorator that is not Django's: it may set or read ``request.user``, say."""
        return not all(name.startswith("django.") for name in self._decorators())

    @property
    def has_session_decorators(self) -> bool:
        """Tell a decorator that may have read the session before the function runs."""
        return not all(
            name.startswith("django.views.decorators.")
            and (".csrf." not in name or name == names.CSRF_EXEMPT)
            for name in self._decorators()
        )

    def _decorators(self) -> Iterator[str]:
        """Yield the full names of what the function is decorated with."""
        for expr in self._decorated_by():
            yield self.callees.imported(expr)

    def own_decorators(self) -> Iterator[nodes.Node | None]:
        """Yield the definitions of the decorators that are not Django's."""
        for expr in self._decorated_by():
            if not self.callees.imported(expr).startswith("django."):
                yield expr.node if isinstance(expr, nodes.RefExpr) else None

    def _decorated_by(self) -> Iterator[nodes.Expression]:
        for expr in self._decorator.original_decorators if self._decorator is not None else ():
            decorator = expr.callee if isinstance(expr, nodes.CallExpr) else expr
            name = self.callees.imported(decorator)
            if name != names.WRAPS and expr not in self.leave_request:
                yield decorator

    def parent(self) -> nodes.Expression | None:
        """Return the expression around the one that is being evaluated."""
        return self.stack[-2] if len(self.stack) > 1 else None

    def type_of(self, expr: nodes.Expression) -> Type | None:
        return self.types.of(expr)

    @property
    def is_under_known_condition(self) -> bool:
        """Tell whether a condition around this line was asked before, or is the flag of a call."""
        if self._asks_known_condition:
            return True
        for run in self.watched[-1:]:
            run.asks_condition = True
        return self._has_known_condition

    @property
    def stands_under_known_condition(self) -> bool:
        """Tell the same of a call that is made here, and may never ask."""
        return self._has_known_condition or self._asks_known_condition

    @property
    def _asks_known_condition(self) -> bool:
        return any(condition in self.asked or condition in self.flags for condition in self.conditions)

    def questions(self) -> tuple[list[str], set[str]]:
        return list(self.conditions), set(self.asked)

    def ask_anew(self, questions: tuple[list[str], set[str]]) -> None:
        """Forget the conditions met since: each turn of a loop has answers of its own."""
        conditions, asked = questions
        self.conditions, self.asked = list(conditions), set(asked)

    def leaves_as_it_is(self, name: nodes.NameExpr) -> bool:
        """Tell a list that the function only unpacks: it is what it was when it was made."""
        return listings.is_kept(self._function, name)

    def enter_from(self, caller: Analysis, place: nodes.Context) -> None:
        """Stand in the place of a caller: off the loop where it is, with objects named by its call site."""
        self._off_loop, self._is_in_thread = caller._off_loop, caller._is_in_thread
        self.judged_module = caller.judged_module
        self.watched = caller.watched
        self._site = caller.site_of(place)
        self._has_known_condition = caller.stands_under_known_condition

    def stand_apart(self, site: str) -> None:
        """Stand in no caller's place: on the loop, with objects named by a site of their own."""
        self._off_loop, self._is_in_thread = 0, False
        self._site = site
        self._has_known_condition = False

    # Objects ---------------------------------------------------------------------------------------------

    @contextmanager
    def site(self, name: str) -> Iterator[None]:
        """Make objects of their own, whose addresses end with this call site."""
        outer = self._site
        self._site += name
        try:
            yield
        finally:
            self._site = outer

    def allocate(self, place: nodes.Context | Address, entry: Entry, role: str = "") -> Address:
        """Put an object into the heap and return its address.

        The allocation site names it, so that a loop makes the same objects on every turn and comes to an end.
        """
        where = addresses.place_of(place)
        # One body, several calls: each makes objects of its own.
        name = address_parts.at_site(address_parts.in_role(where, role), self._site)
        self.state.heap[name] = entry
        return name

    def ask_caller(self) -> None:
        """Take notice that another caller of the body that runs may have another answer."""
        for run in self.watched:
            run.asks_caller = True

    def set_on_any(self, name: str) -> None:
        """Take notice that a relation of this name was given to an object, whichever that is."""
        for run in self.watched:
            run.set_names.add(name)

    def write_columns(self) -> None:
        """Take notice that what is known of columns by comparisons is no longer so, on whatever row."""
        for run in self.watched:
            run.writes_columns = True

    def site_of(self, place: nodes.Context) -> str:
        """Return what the addresses end with of all that a body makes which is called here."""
        return f"{self._site}/{place.line}:{place.column}"

    def knows(self, place: Address) -> bool:
        """Tell whether ``allocate`` has been here."""
        self.ask_caller()
        return address_parts.at_site(place, self._site) in self.state.heap

    def address_of(self, instance: Instance) -> Address:
        return addresses.address_of(instance) or NOWHERE

    def entry(self, instance: Instance) -> Entry | None:
        name = addresses.address_of(instance)
        return self.state.heap.get(name) if name is not None else None

    def put(self, instance: Instance, entry: Entry) -> None:
        """Let the object be as ``entry`` says from here on."""
        name = addresses.address_of(instance)
        if name is not None:
            self.state.heap[name] = entry

    def entry_of(self, value: Type) -> Entry | None:
        """Return the entry of a value that may be no object of the heap."""
        return self.entry(value) if isinstance(value, Instance) else None

    def row(self, instance: Instance) -> tuple[Address, heap.Row] | None:
        """Return the address and the entry of a model instance, where it has one."""
        name = addresses.address_of(instance)
        entry = self.state.heap.get(name) if name is not None else None
        return (name, entry) if name is not None and isinstance(entry, heap.Row) else None

    def model_of(self, info: nodes.TypeInfo) -> ModelSchema | None:
        return self.schema.model_of(info)

    def instance_of(self, fullname: str, args: Sequence[Type] = ()) -> Instance | None:
        info = self.typeinfo(fullname)
        return Instance(info, list(args)) if info is not None else None

    def dict_of(self, value: Type | None = None) -> Instance | None:
        """Return a dict with texts for keys, of anything where no value is told."""
        text = self.instance_of(names.STR)
        anything = AnyType(TypeOfAny.special_form)
        return self.instance_of(names.DICT, [text, value or anything]) if text is not None else None

    def bind_path(self, path: AccessPath, value: Type | None) -> None:
        """Let an access path stand for a value from here on."""
        self.state.forget_below(path)
        if value is not None:
            self.state.keep(path, value)
        else:
            self.state.variables.pop(path, None)
