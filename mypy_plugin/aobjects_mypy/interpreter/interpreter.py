"""Evaluate the expressions of one async function over the objects that reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Type
from typing_extensions import override

from aobjects_mypy import names
from aobjects_mypy.analysis import texts
from aobjects_mypy.analysis.evaluator import Evaluator
from aobjects_mypy.analysis.expression_types import DeclaredTypes
from aobjects_mypy.analysis.sinks import CallSite
from aobjects_mypy.calls import protocols
from aobjects_mypy.domain import access_paths, effects, heap
from aobjects_mypy.interpreter import (
    adoption,
    assignment,
    called,
    decorated,
    displays,
    functions,
    generators,
    getters,
    inlining,
    module_values,
    operators,
    positions,
    prepared_requests,
    reading,
    targets,
    unseen,
)
from aobjects_mypy.interpreter.found_out import FoundOut
from aobjects_mypy.interpreter.inlining import Exit, Frame, Inlined
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import definitions, expressions, walk, wrappers
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from aobjects_mypy.analysis.callees import Callees
    from aobjects_mypy.analysis.evaluator import Ran
    from aobjects_mypy.analysis.expression_types import ExpressionTypes
    from aobjects_mypy.analysis.sinks import Sink
    from aobjects_mypy.domain.effects import Effects, Step
    from aobjects_mypy.domain.state import State
    from aobjects_mypy.models.schema import Schema
    from aobjects_mypy.syntax.call import Call

_INLINE_DEPTH: Final = 6
_STEPS: Final = 20_000
_STEPS_A_LINE: Final = 400
"""The bound of the work that one function may cost: a step is an expression that is evaluated.

A line has about ten expressions, and a loop runs them up to twenty times.
"""


class Interpreter(Evaluator):
    """Runs one function over the objects that reach its lines."""

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
        execute_block: Callable[[Interpreter, nodes.Block | None], None],
        name: str = "",
        decorator: nodes.Decorator | None = None,
        caller: Interpreter | None = None,
        place: nodes.Context | None = None,
    ) -> None:
        super().__init__(
            types,
            schema,
            lookup,
            callees,
            sink,
            module=module,
            function=function,
            name=name,
            decorator=decorator,
        )
        self.execute_any_block: Final = execute_block
        self.function: Final = function
        self.chain: Final[list[Interpreter]] = [*caller.chain, self] if caller is not None else [self]
        """The functions that call one another, from the one that is judged to this one."""
        self.found_out: FoundOut = caller.found_out if caller is not None else FoundOut()
        if caller is not None and place is not None:
            self.enter_from(caller, place)
        self.frames: Final = [Frame(function)]
        """The function, and those of its own that it is running."""
        self.yielded: Final[list[Exit]] = []
        """The ways to each ``yield`` of the function itself."""
        self.before_first: Final[set[Step]] = set()
        """What has run before the first of them."""
        self.inlined: Final[dict[tuple[nodes.FuncItem, bool], Inlined]] = {}
        """What its local functions did when they were run last."""
        self.answers: Final[dict[nodes.CallExpr, bool | None]] = {}
        """What calls gave when conditions asked them last."""
        self.judged: Final[dict[nodes.FuncDef, list[State]]] = {}
        """The states in which its local coroutines were judged."""
        self.steps = 0
        """The work that it has cost so far, the same on every machine."""
        self._bound: Final = _STEPS + _STEPS_A_LINE * (
            max(function.end_line or 0, function.line) - function.line
        )
        self.finish: Callable[[Evaluator, Type | None, nodes.Expression], None] | None = None
        """What a framework does with what the function returns (``analysis/framework.py``)."""
        self.gave_up = False
        """Past the bound: what is left is run once, and of every value nothing is known."""

    @property
    def declared_return(self) -> Type | None:
        """What the function promises to return; nested functions promise to nobody outside."""
        if self.is_inlining or not isinstance(self._function.type, CallableType):
            return None
        declared = self._function.type.ret_type
        for instance in instances.instances(declared):
            awaited = instances.as_supertype(instance, names.AWAITABLE)
            if awaited is not None and awaited.args:
                return awaited.args[0]
        return declared

    def parameter(self, expr: nodes.NameExpr) -> int | None:
        """Return the position of the parameter of this name, while the function is summarized."""
        if not self.sink.is_summary or self.is_inlining or expr.name not in self._function.arg_names:
            return None
        return self._function.arg_names.index(expr.name)

    # Expressions -----------------------------------------------------------------------------------------

    def forget_everything(self) -> None:
        """Widen the current state to its top."""
        self.state.variables.clear()
        self.state.callables.clear()
        self.state.heap.clear()

    @override
    def evaluate(self, expr: nodes.Expression) -> Type | None:
        """Return the type of ``expr`` whose instances name the objects that reach it."""
        self.steps += 1
        if self.steps > self._bound and not self.gave_up:
            self.gave_up = True
            self.forget_everything()
        self.stack.append(expr)
        try:
            handler = _EXPRESSIONS.get(type(expr))
            if handler is not None:
                return handler(self, expr)
            for child in walk.of(expr):
                self.evaluate(child)
            return self.type_of(expr)
        finally:
            self.stack.pop()

    def truth(self, expr: nodes.Expression) -> Type | None:
        """Evaluate ``expr`` where Python asks for its truth value."""
        return operators.truth(self, expr)

    def _read_name(self, expr: nodes.NameExpr) -> Type | None:
        shape = self.types.of(expr)
        if not _is_local(expr):
            function = decorated.of_name(self, expr)
            if function is not None:
                return function
            if isinstance(expr.node, nodes.Var) and expr.kind == nodes.GDEF:
                held = module_values.of_variable(self, expr.node, shape)
                if held is not None:
                    return held
                named = unseen.of_name(self, expr)
                if named is not None:
                    return named
            return declared.name(expr) if shape is None and not self.types.are_inferred else shape
        nested = self.state.callables.get(expr.name)
        if isinstance(nested, nodes.Decorator):
            return decorated.of_local(self, nested, expr) or shape
        if isinstance(nested, nodes.FuncDef):
            return functions.of_local(self, nested, expr) or shape
        path = access_paths.name(expr.name)
        value = self.state.variables.get(path)
        if value is not None and reading.is_another(shape, value):
            return value
        merged = instances.overlay(shape, value) if value is not None else shape
        if value is not None:
            merged = texts.kept(shape, value) or merged
        return adoption.adopt(self, merged, path) if merged is not None else None

    def _member(self, expr: nodes.MemberExpr) -> Type | None:
        base = self.evaluate(expr.expr)
        path = expressions.access_path(expr)
        known = self.state.variables.get(path) if path is not None else None
        if known is not None:
            return texts.kept_by_object(reading.seen(self.type_of(expr), known))
        if self.types.is_unreached(expr):
            return self.type_of(expr)
        value = texts.kept_by_object(reading.attribute(self, base, expr))
        return adoption.adopt(self, value, path) if path is not None else value

    def _await(self, expr: nodes.AwaitExpr) -> Type | None:
        value = self.evaluate(expr.expr)
        value = protocols.awaited(self, value, expr) or value
        for instance in instances.instances(value):
            awaited = evaluation.awaited(self, instance, expr)
            if awaited is not None:
                said = self.type_of(expr)
                return awaited if reading.is_another(said, awaited) else instances.overlay(said, awaited)
            if self.row(instance) is not None:
                # An untyped manager: the row itself stands for what is awaited.
                return instance
        return self.type_of(expr)

    def _walrus(self, expr: nodes.AssignmentExpr) -> Type | None:
        value = self.evaluate(expr.value)
        self.assign(expr.target, value, expr.value)
        return instances.overlay(self.type_of(expr), value)

    def transparent(self, expr: nodes.CastExpr | nodes.AssertTypeExpr) -> Type | None:
        value = self.evaluate(expr.expr)
        said = instances.overlay(self.type_of(expr), value)
        # "cast(BookType, book)" makes no other object of the row.
        is_lost = instances.tagged_instances(value) and not instances.tagged_instances(said)
        return value if is_lost else said

    def _reveal(self, expr: nodes.RevealExpr) -> Type | None:
        return self.evaluate(expr.expr) if expr.expr is not None else self.type_of(expr)

    def _literal(self, expr: nodes.StrExpr | nodes.IntExpr) -> Type | None:
        known = self.type_of(expr)
        if known is None and not self.types.are_inferred:
            plain = self.instance_of(names.STR if isinstance(expr, nodes.StrExpr) else names.INT)
            return declared.literal(plain, expr.value) if plain is not None else None
        return known

    def _lambda(self, expr: nodes.LambdaExpr) -> Type | None:
        return functions.of_local(self, expr, expr) or self.type_of(expr)

    @override
    def resolve(self, callee: nodes.Expression) -> nodes.Node:
        """Follow a local name to the function, lambda, method or wrapper that it holds."""
        seen = 0
        current: nodes.Node = callee
        while isinstance(current, nodes.NameExpr) and seen < _INLINE_DEPTH:
            found = self.state.callables.get(current.name) if _is_local(current) else None
            if not isinstance(found, nodes.Node):
                break
            current = wrappers.awaited_lambda(found)
            seen += 1
        return current

    # Frames ----------------------------------------------------------------------------------------------

    def inline(self, function: nodes.FuncItem, call: Call) -> Type | None:
        return inlining.inline(self, function, call)

    @override
    def run_function(
        self, function: nodes.FuncItem, values: Iterable[Type | None], call: Call
    ) -> Type | None:
        return inlining.run_function(self, function, values, call)

    @property
    def is_inlining(self) -> bool:
        return len(self.frames) > 1

    @property
    def exits(self) -> list[Exit]:
        """The ways out of the innermost function that were found so far."""
        return self.frames[-1].exits

    def enter(self, function: nodes.FuncDef, module: str, place: nodes.Context) -> Interpreter:
        """Return an interpreter for the body of a called function, in this one's place."""
        return Interpreter(
            DeclaredTypes(),
            self.schema,
            self.typeinfo,
            self.callees,
            CallSite(),
            module=module,
            function=function,
            name=function.fullname,
            execute_block=self.execute_any_block,
            caller=self,
            place=place,
        )

    @override
    def run_called(
        self,
        function: nodes.FuncDef,
        values: Mapping[int, Type | None],
        place: nodes.Context,
        scope: heap.Scope | None = None,
    ) -> Ran | None:
        return called.run_now_or_later(self, function, values, place, scope)

    @override
    def make_generator(
        self,
        function: nodes.FuncDef,
        values: Mapping[int, Type | None],
        result: Type | None,
        place: nodes.Expression,
        shown: str,
    ) -> Type | None:
        return generators.make(self, function, values, result, place, shown)

    @override
    def run_generator(
        self, value: Type | None, place: nodes.Expression, *, whole: bool = True
    ) -> Type | None:
        return generators.run(self, value, place, whole=whole)

    def local_decorated(self, decorator: nodes.Decorator) -> Type | None:
        return decorated.of_local(self, decorator, decorator.original_decorators[-1])

    def decorate_at_import(self, node: nodes.Node, applied: Sequence[nodes.Expression]) -> None:
        decorated.at_import(self, node, applied)

    @override
    def call_decorated(self, node: nodes.Node | None, call: Call) -> tuple[bool, Type | None]:
        return decorated.call(self, node, call)

    @override
    def call_value(self, value: Type | None, call: Call) -> tuple[bool, Type | None]:
        known = functions.entry(self, value)
        return (True, functions.call(self, known, call)) if known is not None else (False, None)

    @override
    def put_on_request(self, name: str) -> Type | None:
        return prepared_requests.read(self, name)

    @override
    def read(self, value: Type | None, name: str, place: nodes.Expression) -> Type | None:
        return getters.read_attribute(self, value, name, place)

    @override
    def call_method(self, value: Type | None, name: str, place: nodes.Expression) -> Type | None:
        return getters.call_method(self, value, name, (), place)

    def execute_body(self, function: nodes.FuncItem) -> None:
        """Run a body; its loops are its own."""
        outer, self.loops = self.loops, []
        self.execute_block(function.body)
        self.loops = outer

    def execute_block(self, block: nodes.Block | None) -> None:
        self.execute_any_block(self, block)

    def leave(self, value: Type | None, expr: nodes.Expression | None = None) -> None:
        """Record a ``return``."""
        if self.state.reachable:
            target = self.resolve(expr) if expr is not None else None
            value = inlining.or_object(self, value, expr)
            self.exits.append(Exit(value, self.state.effects, target, self._objects_for_callers()))

    def hand_over(self, value: Type | None, expr: nodes.Expression | None) -> None:
        """Record a ``yield`` of the function itself."""
        if not self.is_inlining and self.state.reachable:
            value = inlining.or_object(self, value, expr)
            if not self.yielded and isinstance(self.sink, CallSite):
                self.before_first.update(self.sink.findings)
            self.yielded.append(Exit(value, self.state.effects, None, self._objects_for_callers()))

    def _objects_for_callers(self) -> heap.Heap:
        has_caller = self.sink.is_summary or len(self.chain) > 1
        return dict(self.state.heap) if has_caller and not self.is_inlining else {}

    def effects_of_exits(self) -> Effects:
        """Return what ran before each ``return``, and before the end of the body where that is reached."""
        ways = [way_out.effects for way_out in self.exits]
        if self.state.reachable or not ways:
            ways.append(self.state.effects)
        return effects.must_join(ways)

    # Assignment ------------------------------------------------------------------------------------------

    def assign(self, target: nodes.Expression, value: Type | None, source: nodes.Expression | None) -> None:
        if isinstance(target, nodes.NameExpr):
            assignment.assign_name(self, target, value, source)
        elif isinstance(target, nodes.MemberExpr):
            base = self.evaluate(target.expr)
            assignment.assign_attribute(self, base, target, value, source)
        elif isinstance(target, nodes.IndexExpr):
            base = self.evaluate(target.base)
            self.evaluate(target.index)
            assignment.assign_item(self, base, target, value)
        elif isinstance(target, (nodes.TupleExpr, nodes.ListExpr)):
            assignment.unpack(self, target, value, source)
        elif isinstance(target, nodes.StarExpr):
            self.assign(target.expr, value, None)

    def bind(self, name: str, value: Type | None, source: nodes.Node | None = None) -> None:
        path = access_paths.name(name)
        self.state.forget_below(path)
        if self.state.exclusive:
            self.state.exclusive = frozenset(names for names in self.state.exclusive if name not in names)
        if value is None:
            self.state.variables.pop(path, None)
        else:
            self.state.variables[path] = value
        if isinstance(source, definitions.CALLED_BY_NAME):
            self.state.callables[name] = source
        else:
            self.state.callables.pop(name, None)


def _is_local(expr: nodes.NameExpr) -> bool:
    return expr.kind == nodes.LDEF or expr.kind is None


_EXPRESSIONS: Final[dict[type[nodes.Expression], Callable[..., Type | None]]] = {
    nodes.NameExpr: Interpreter._read_name,
    nodes.MemberExpr: Interpreter._member,
    nodes.IndexExpr: positions.index,
    nodes.OpExpr: operators.operator,
    nodes.UnaryExpr: operators.unary,
    nodes.ComparisonExpr: operators.comparison,
    nodes.ConditionalExpr: operators.conditional,
    nodes.ListExpr: displays.list_or_set,
    nodes.SetExpr: displays.list_or_set,
    nodes.TupleExpr: displays.tuple_of,
    nodes.DictExpr: displays.dict_of,
    nodes.ListComprehension: displays.list_or_set_comprehension,
    nodes.SetComprehension: displays.list_or_set_comprehension,
    nodes.GeneratorExpr: displays.generator,
    nodes.DictionaryComprehension: displays.dict_comprehension,
    nodes.YieldExpr: inlining.yield_value,
    nodes.YieldFromExpr: inlining.yield_from,
    nodes.AwaitExpr: Interpreter._await,
    nodes.AssignmentExpr: Interpreter._walrus,
    nodes.CastExpr: Interpreter.transparent,
    nodes.AssertTypeExpr: Interpreter.transparent,
    nodes.RevealExpr: Interpreter._reveal,
    nodes.LambdaExpr: Interpreter._lambda,
    nodes.StrExpr: Interpreter._literal,
    nodes.IntExpr: Interpreter._literal,
    nodes.CallExpr: targets.call_expression,
    nodes.SuperExpr: reading.super_attribute,
}
