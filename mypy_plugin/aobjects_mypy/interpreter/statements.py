"""Run the statements of a function body over the objects that reach them."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.patterns import AsPattern
from mypy.types import CallableType, UninhabitedType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis import joins
from aobjects_mypy.analysis.sinks import CallSite
from aobjects_mypy.calls import expectations
from aobjects_mypy.domain import effects
from aobjects_mypy.interpreter import (
    assignment,
    cached_lookups,
    conditions,
    context_variables,
    inlining,
    loops,
    narrowing,
    optional_names,
    own_objects,
    patterns,
    process_conditions,
    running_loop,
)
from aobjects_mypy.orm import evaluation
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import Type

    from aobjects_mypy.domain.effects import Condition
    from aobjects_mypy.domain.state import State
    from aobjects_mypy.interpreter.interpreter import Interpreter


def execute(interpreter: Interpreter, statement: nodes.Statement) -> None:
    handler = _STATEMENTS.get(type(statement))
    if handler is not None and interpreter.state.reachable:
        handler(interpreter, statement)


def execute_block(interpreter: Interpreter, block: nodes.Block | None) -> None:
    if block is None or block.is_unreachable:
        return
    for statement in block.body:
        execute(interpreter, statement)


def _expression(interpreter: Interpreter, statement: nodes.ExpressionStmt) -> None:
    interpreter.evaluate(statement.expr)
    typ = interpreter.type_of(statement.expr)
    if typ is not None and isinstance(get_proper_type(typ), UninhabitedType):
        # A function that never returns.
        interpreter.state.reachable = False


def _assignment(interpreter: Interpreter, statement: nodes.AssignmentStmt) -> None:
    if isinstance(statement.rvalue, nodes.TempNode):
        return
    if _assign_pairs(interpreter, statement):
        return
    value = interpreter.evaluate(statement.rvalue)
    if statement.type is not None:
        expectations.check_value(interpreter, statement.type, value, statement.rvalue)
        value = evaluation.overlaid(statement.type, value)
    for target in statement.lvalues:
        interpreter.assign(target, value, statement.rvalue)


def _assign_pairs(interpreter: Interpreter, statement: nodes.AssignmentStmt) -> bool:
    """Run ``a, b = x, y``: mypy types the parts, and not the tuple that nobody sees."""
    values = statement.rvalue
    if not isinstance(values, (nodes.TupleExpr, nodes.ListExpr)) or not all(
        isinstance(target, (nodes.TupleExpr, nodes.ListExpr)) and len(target.items) == len(values.items)
        for target in statement.lvalues
    ):
        return False
    targets = [
        target.items for target in statement.lvalues if isinstance(target, (nodes.TupleExpr, nodes.ListExpr))
    ]
    if any(isinstance(item, nodes.StarExpr) for items in [values.items, *targets] for item in items):
        return False
    found = [interpreter.evaluate(item) for item in values.items]
    for items in targets:
        for target, value, source in zip(items, found, values.items, strict=True):
            interpreter.assign(target, value, source)
    return True


def _operator_assignment(interpreter: Interpreter, statement: nodes.OperatorAssignmentStmt) -> None:
    value = interpreter.evaluate(statement.rvalue)
    assignment.augment(interpreter, statement, value)


def _delete(interpreter: Interpreter, statement: nodes.DelStmt) -> None:
    targets = statement.expr.items if isinstance(statement.expr, nodes.TupleExpr) else [statement.expr]
    for target in targets:
        if isinstance(target, nodes.MemberExpr):
            assignment.delete_attribute(interpreter, interpreter.evaluate(target.expr), target)
        elif isinstance(target, nodes.NameExpr):
            interpreter.bind(target.name, None)
        elif isinstance(target, nodes.IndexExpr):
            interpreter.evaluate(target.index)
            assignment.delete_item(interpreter, interpreter.evaluate(target.base), target)


def _return(interpreter: Interpreter, statement: nodes.ReturnStmt) -> None:
    if statement.expr is not None:
        value = interpreter.evaluate(statement.expr)
        if interpreter.declared_return is not None:
            expectations.check_value(interpreter, interpreter.declared_return, value, statement.expr)
        if interpreter.finish is not None and not interpreter.is_inlining:
            interpreter.finish(interpreter, value, statement.expr)
        interpreter.leave(value, statement.expr)
    else:
        interpreter.leave(None)
    interpreter.state.reachable = False


def _raise(interpreter: Interpreter, statement: nodes.RaiseStmt) -> None:
    for expr in (statement.expr, statement.from_expr):
        if expr is not None:
            interpreter.evaluate(expr)
    interpreter.state.reachable = False


def _assert(interpreter: Interpreter, statement: nodes.AssertStmt) -> None:
    interpreter.truth(statement.expr)
    if statement.msg is not None:
        failed = interpreter.state.fork()
        interpreter.evaluate(statement.msg)
        interpreter.state = failed


def _if(interpreter: Interpreter, statement: nodes.IfStmt) -> None:
    done: list[State] = []
    interpreter.truth(statement.expr[0])
    for position, (condition, body) in enumerate(zip(statement.expr, statement.body, strict=True)):
        if position:
            interpreter.truth(condition)
        verdict = conditions.known(interpreter, condition)
        otherwise = interpreter.state.fork()
        narrowing.narrow(interpreter, condition, holds=True)
        if verdict is False:
            interpreter.state.reachable = False
        interpreter.conditions.append(expressions.condition(condition))
        ways_out = len(interpreter.exits)
        # "if 'runserver' in sys.argv": nothing in the project tells which of its programs comes here.
        is_of_process = process_conditions.asks(condition)
        is_guess = is_of_process or context_variables.is_unset(interpreter, condition, holds=True)
        with interpreter.guessing() if is_guess else nullcontext():
            execute_block(interpreter, body)
        interpreter.conditions.pop()
        returns = len(interpreter.exits) > ways_out and not interpreter.state.reachable
        guard = _guard(interpreter, condition) if returns and position == 0 else None
        if guard is not None:
            # "if book is None: return": what follows runs for every book there is.
            del interpreter.exits[ways_out:]
            otherwise.effects = otherwise.effects.behind(guard)
        if body.is_unreachable:
            interpreter.state.reachable = False
        if not interpreter.state.reachable and (
            is_of_process or context_variables.is_unset(interpreter, condition, holds=False)
        ):
            interpreter.is_guess = True
        done.append(interpreter.state)
        interpreter.state = otherwise
        narrowing.narrow(interpreter, condition, holds=False)
        if verdict is True:
            interpreter.state.reachable = False
        elif verdict is None:
            optional_names.leave_open(interpreter, condition, body)
    if statement.else_body is not None:
        is_unset = any(
            context_variables.is_unset(interpreter, condition, holds=False) for condition in statement.expr
        )
        with interpreter.guessing() if is_unset else nullcontext():
            execute_block(interpreter, statement.else_body)
        if statement.else_body.is_unreachable:
            interpreter.state.reachable = False
    questions = [expressions.condition(condition) for condition in statement.expr]
    known = [question for question in questions if question in interpreter.asked]
    interpreter.asked.update(questions)
    for body in statement.body:
        # "ok = True" beside what was loaded: a name that remembers which way was gone.
        interpreter.asked.update(walk.assigned_names(body))
    if any(not way.reachable for way in done):
        # What follows runs under a condition that was asked before: "if not expand: return".
        interpreter.conditions.extend(known)
    for flow in done:
        joins.merge(interpreter, flow)


def _guard(interpreter: Interpreter, condition: nodes.Expression) -> tuple[int, Condition] | None:
    """Return the parameter of ``if book is None:`` or ``if not book:``, and what it is afterwards."""
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        name, otherwise = condition.expr, effects.TRUE
    elif isinstance(condition, nodes.ComparisonExpr) and condition.operators == ["is"]:
        name, otherwise = condition.operands[0], effects.GIVEN
        if not expressions.is_none(condition.operands[1]):
            return None
    else:
        return None
    parameter = interpreter.parameter(name) if isinstance(name, nodes.NameExpr) else None
    return (parameter, otherwise) if parameter is not None else None


def _swallows(value: Type | None) -> bool:
    """Tell a context manager whose ``__exit__`` may swallow an exception: it says that it returns a bool."""
    for instance in instances.instances(value):
        symbol = instance.type.get("__exit__") or instance.type.get("__aexit__")
        declared = symbol.type if symbol is not None else None
        proper = get_proper_type(declared) if declared is not None else None
        if isinstance(proper, CallableType) and any(
            returned.type.fullname == names.BOOL for returned in instances.instances(proper.ret_type)
        ):
            return True
    return False


def _with(interpreter: Interpreter, statement: nodes.WithStmt) -> None:
    before = interpreter.state.fork()
    swallows = False
    managers: list[tuple[Type | None, nodes.Expression]] = []
    for expr, target in zip(statement.expr, statement.target, strict=True):
        value = interpreter.evaluate(expr)
        managers.append((value, expr))
        swallows = swallows or _swallows(value)
        entered = assignment.enter(interpreter, value, expr, is_async=statement.is_async)
        if target is not None:
            interpreter.assign(target, entered if entered is not None else interpreter.type_of(target), None)
    execute_block(interpreter, statement.body)
    for value, expr in reversed(managers) if statement.is_async else ():
        assignment.leave(interpreter, value, expr)
    if swallows:
        joins.merge(interpreter, before)


def _try(interpreter: Interpreter, statement: nodes.TryStmt) -> None:
    before = interpreter.state.fork()
    ways_out, findings = len(interpreter.exits), interpreter.sink.count()
    execute_block(interpreter, statement.body)
    if any(_catches_all(typ) for typ in statement.types):
        # The exception of a query is caught here: nobody outside learns of it.
        interpreter.state.effects = before.effects
        interpreter.sink.catch(findings)
        interpreter.exits[ways_out:] = [
            replace(way_out, effects=before.effects) for way_out in interpreter.exits[ways_out:]
        ]
    # The exception may come from anywhere in the body: its end and its start, joined, stand for all of it.
    after_body = interpreter.state.fork()
    after_body.reachable = True
    raised = before.fork()
    interpreter.state, normal = raised, interpreter.state
    joins.merge(interpreter, after_body)
    raised = interpreter.state
    raised.effects = after_body.effects
    interpreter.state = normal
    execute_block(interpreter, statement.else_body)
    exits = [interpreter.state]
    for handler, variable, typ in zip(statement.handlers, statement.vars, statement.types, strict=True):
        if running_loop.is_dead(interpreter, statement, typ):
            continue
        interpreter.state = raised.fork()
        cached_lookups.catch(interpreter, statement, typ)
        if variable is not None:
            interpreter.bind(variable.name, interpreter.type_of(variable))
        is_guess = context_variables.is_refused(interpreter, statement, typ)
        with interpreter.guessing() if is_guess else nullcontext():
            execute_block(interpreter, handler)
        exits.append(interpreter.state)
    interpreter.state = exits[0]
    for flow in exits[1:]:
        joins.merge(interpreter, flow)
    if statement.finally_body is not None:
        completed = interpreter.state.reachable
        if not completed:
            interpreter.state = raised.fork()
        execute_block(interpreter, statement.finally_body)
        interpreter.state.reachable = interpreter.state.reachable and completed


def _catches_all(typ: nodes.Expression | None) -> bool:
    """Tell a handler that would catch Django's ``SynchronousOnlyOperation``."""
    return typ is None or expressions.handles(typ, names.CATCH_ALL)


def _match(interpreter: Interpreter, statement: nodes.MatchStmt) -> None:
    subject = interpreter.evaluate(statement.subject)
    done: list[State] = []
    for pattern, guard, body in zip(statement.patterns, statement.guards, statement.bodies, strict=True):
        patterns.match(interpreter, pattern, subject, statement.subject)
        if guard is not None:
            interpreter.truth(guard)
        otherwise = interpreter.state.fork()
        execute_block(interpreter, body)
        done.append(interpreter.state)
        interpreter.state = otherwise
        if isinstance(pattern, AsPattern) and pattern.pattern is None and guard is None:
            interpreter.state.reachable = False
    for flow in done:
        joins.merge(interpreter, flow)


def _function(interpreter: Interpreter, statement: nodes.FuncDef) -> None:
    for argument in statement.arguments:
        if argument.initializer is not None:
            interpreter.evaluate(argument.initializer)
    interpreter.bind(statement.name, None)
    interpreter.state.callables[statement.name] = statement
    if statement.is_coroutine:
        _nested_coroutine(interpreter, statement)


def _nested_coroutine(interpreter: Interpreter, function: nodes.FuncDef) -> None:
    """Judge a local coroutine where it is defined, whatever it is called with: a call only makes it."""
    if isinstance(interpreter.sink, CallSite) or inlining.is_judged(interpreter, function):
        return
    outer, interpreter.state = interpreter.state, interpreter.state.fork()
    for position, parameter in enumerate(function.arguments):
        value = parameter.variable.type
        if position == 0 and function.info and not function.is_static and not function.is_class:
            value = own_objects.myself(interpreter, function, value)
        interpreter.bind(parameter.variable.name, value)
    interpreter.frames.append(inlining.Frame(function))
    interpreter.execute_body(function)
    interpreter.frames.pop()
    interpreter.state = outer


def _decorated(interpreter: Interpreter, statement: nodes.Decorator) -> None:
    for argument in statement.func.arguments:
        if argument.initializer is not None:
            interpreter.evaluate(argument.initializer)
    interpreter.bind(statement.name, None)
    interpreter.state.callables[statement.name] = statement
    if statement.func.is_coroutine:
        _nested_coroutine(interpreter, statement.func)


def _class(interpreter: Interpreter, statement: nodes.ClassDef) -> None:
    """Run the body of a nested class: its assignments now, its async methods whenever they are called."""
    outer = interpreter.state.fork()
    for member in statement.defs.body:
        function = member.func if isinstance(member, nodes.Decorator) else member
        if isinstance(function, nodes.FuncDef):
            if function.is_coroutine:
                _nested_coroutine(interpreter, function)
        else:
            execute(interpreter, member)
    outer.heap = interpreter.state.heap
    interpreter.state = outer


_STATEMENTS: Final[dict[type[nodes.Statement], Callable[..., None]]] = {
    nodes.Block: execute_block,
    nodes.ExpressionStmt: _expression,
    nodes.AssignmentStmt: _assignment,
    nodes.OperatorAssignmentStmt: _operator_assignment,
    nodes.DelStmt: _delete,
    nodes.ReturnStmt: _return,
    nodes.RaiseStmt: _raise,
    nodes.AssertStmt: _assert,
    nodes.IfStmt: _if,
    nodes.WhileStmt: loops.run_while,
    nodes.ForStmt: loops.run_for,
    nodes.BreakStmt: loops.run_break,
    nodes.ContinueStmt: loops.run_continue,
    nodes.WithStmt: _with,
    nodes.TryStmt: _try,
    nodes.MatchStmt: _match,
    nodes.ClassDef: _class,
    nodes.FuncDef: _function,
    nodes.Decorator: _decorated,
}
