"""Find what a module runs on the event loop, its async functions first of all, and interpret each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes
from mypy.types import AnyType, CallableType, TypeOfAny

from aobjects_mypy.analysis.expression_types import DeclaredTypes
from aobjects_mypy.host import seen
from aobjects_mypy.interpreter import called, handed_over, own_objects, parameters, statements
from aobjects_mypy.interpreter.interpreter import Interpreter
from aobjects_mypy.interpreter.watching import WatchedInterpreter
from aobjects_mypy.rules import frameworks
from aobjects_mypy.syntax import subclasses, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from mypy.options import Options
    from mypy.types import Type

    from aobjects_mypy.analysis.expression_types import ExpressionTypes
    from aobjects_mypy.analysis.framework import Endpoint
    from aobjects_mypy.analysis.sinks import Reporter
    from aobjects_mypy.models.schema import Schema
    from aobjects_mypy.summaries.computation import Summaries


Found = tuple[nodes.FuncDef, nodes.Decorator | None]


def on_loop(tree: nodes.MypyFile) -> Iterator[Found]:
    """Yield every function of a module that is judged, see ``async_functions``."""
    return async_functions(tree.defs, frameworks.plain(tree))


def async_functions(
    body: list[nodes.Statement], plain: Container[nodes.FuncDef] = frozenset()
) -> Iterator[Found]:
    """Yield every outermost function below ``body`` that runs on the event loop, each with its decorators.

    Those are ``async def``, methods and those inside sync functions too, and the ``plain`` ones that a
    framework calls there.
    """
    for statement in body:
        if isinstance(statement, nodes.Decorator):
            yield from _of_function(statement.func, statement, plain)
        elif isinstance(statement, nodes.OverloadedFuncDef):
            yield from async_functions([*statement.items], plain)
            if statement.impl is not None:
                yield from async_functions([statement.impl], plain)
        elif isinstance(statement, nodes.FuncDef):
            yield from _of_function(statement, None, plain)
        elif isinstance(statement, nodes.ClassDef):
            yield from async_functions(statement.defs.body, plain)
        else:
            for block in walk.blocks(statement):
                yield from async_functions(block.body, plain)


def _of_function(
    function: nodes.FuncDef, decorator: nodes.Decorator | None, plain: Container[nodes.FuncDef]
) -> Iterator[Found]:
    if function.is_coroutine or function in plain:
        yield function, decorator
    else:
        yield from async_functions(function.body.body, plain)


def enclosing(body: list[nodes.Statement]) -> Mapping[nodes.FuncDef, nodes.FuncDef]:
    """Return the sync function around each outermost ``async def`` that stands in one, a middleware's say."""
    found: dict[nodes.FuncDef, nodes.FuncDef] = {}
    for outer in walk.functions(body):
        if not outer.is_coroutine:
            # The innermost comes last.
            found.update((function, outer) for function, _ in async_functions(outer.body.body))
    return found


def is_skipped(function: nodes.FuncDef, around: nodes.FuncDef | None, options: Options) -> bool:
    """Tell a function whose body mypy does not check, since it or the one around it has no annotation."""
    return not options.check_untyped_defs and (
        function.type is None or (around is not None and around.type is None)
    )


def interpret(
    function: nodes.FuncDef,
    decorator: nodes.Decorator | None,
    module: str,
    types: ExpressionTypes,
    schema: Schema,
    lookup: Callable[[str], nodes.TypeInfo | None],
    summaries: Summaries,
    reporter: Reporter,
    classes: Sequence[nodes.TypeInfo] = (),
    around: nodes.FuncDef | None = None,
) -> Interpreter:
    """Run the function, and return the interpreter; the reporter has what it would do to the event loop.

    A method runs on an object of its own class, then on those of the subclasses among ``classes``.
    """

    def interpreter_with(known: ExpressionTypes) -> Interpreter:
        make = WatchedInterpreter if seen.is_watched() else Interpreter
        return make(
            known,
            schema,
            lookup,
            summaries,
            reporter,
            module=module,
            function=function,
            decorator=decorator,
            execute_block=statements.execute_block,
        )

    def run(owner: nodes.TypeInfo | None) -> Interpreter:
        interpreter = interpreter_with(types)
        endpoint = frameworks.endpoint(interpreter, function, decorator)
        if endpoint is not None and endpoint.overrides:
            interpreter = interpreter_with(DeclaredTypes())
            endpoint = frameworks.endpoint(interpreter, function, decorator)
        if endpoint is not None:
            interpreter.leave_request = endpoint.leave_request
        _define_neighbours(interpreter, around)
        _bind(interpreter, function, decorator, owner, endpoint)
        interpreter.execute_body(function)
        return interpreter

    first = run(None)
    for owner in subclasses.that_change(
        function, [*classes, *called.models(first, function)], summaries.body
    ):
        run(owner)
    return first


def _define_neighbours(interpreter: Interpreter, around: nodes.FuncDef | None) -> None:
    """Let the function call those that stand beside it in the function around them."""
    if around is None:
        return
    defined: dict[str, list[nodes.Node]] = {}
    for statement in walk.scope_statements(around.body.body):
        if isinstance(statement, (nodes.FuncDef, nodes.Decorator)):
            defined.setdefault(statement.name, []).append(statement)
    assigned = walk.assigned_names(around.body)
    for name, functions in defined.items():
        if len(functions) == 1 and name not in assigned:
            interpreter.state.callables[name] = functions[0]


def _bind(
    interpreter: Interpreter,
    function: nodes.FuncDef,
    decorator: nodes.Decorator | None,
    owner: nodes.TypeInfo | None,
    endpoint: Endpoint | None,
) -> None:
    for default in (argument.initializer for argument in function.arguments):
        if default is not None:
            with interpreter.off_loop():
                interpreter.evaluate(default)
    types_of_parameters = function.type.arg_types if isinstance(function.type, CallableType) else []
    given = parameters.given_by_django(interpreter, function, decorator)
    if endpoint is not None:
        given |= endpoint.given
        interpreter.finish = endpoint.finish
    first: Type | None = None
    for position, argument in enumerate(function.arguments):
        known = position < len(types_of_parameters)
        typ = types_of_parameters[position] if known else AnyType(TypeOfAny.unannotated)
        value: Type | None = given.get(position, typ)
        if position == 0 and function.info and not function.is_static and not function.is_class:
            # Where mypy has not been, nothing else says of which class it is.
            is_said = owner is None and (interpreter.types.are_inferred or not instances.is_any(value))
            value = own_objects.myself(interpreter, function, value if is_said else None, owner)
        interpreter.bind(argument.variable.name, value)
        first = value if position == 0 else first
    if endpoint is not None and endpoint.begin is not None:
        endpoint.begin(interpreter, function, first)
    registers = endpoint.registers if endpoint is not None else ()
    handed = handed_over.by_decorators(interpreter, function, decorator, given, registers)
    for position, value in handed.items():
        interpreter.bind(function.arguments[position].variable.name, value)
