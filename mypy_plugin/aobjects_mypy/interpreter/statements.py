"""Run the statements of a function body over the objects that reach them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.patterns import AsPattern
from mypy.types import CallableType, UninhabitedType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.rules.python import expectations
from aobjects_mypy.interpreter import assignment, inlining, loops, patterns, narrowing
from aobjects_mypy.domain import effects
from aobjects_mypy.syntax import expressions, walk
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import Type

    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.domain.heap import Flow


def execute(run: Interpreter, statement: nodes.Statement) -> None:
    handler = _STATEMENTS.get(type(statement))
    if handler is not None and run.flow.reachable:
        handler(run, statement)


def execute_block(run: Interpreter, block: nodes.Block | None) -> None:
    if block is None or block.is_unreachable:
        return
    for statement in block.body:
        execute(run, statement)


def _expression(run: Interpreter, statement: nodes.ExpressionStmt) -> None:
    run.evaluate(statement.expr)
    typ = run.type_of(statement.expr)
    if typ is not None and isinstance(get_proper_type(typ), UninhabitedType):
        # A function that never returns.
        run.flow.reachable = False


def _assignment(run: Interpreter, statement: nodes.AssignmentStmt) -> None:
    if isinstance(statement.rvalue, nodes.TempNode):
        return
    if _assign_pairs(run, statement):
        return
    value = run.evaluate(statement.rvalue)
    if statement.type is not None:
        expectations.check_value(run, statement.type, value, statement.rvalue)
        value = instances.overlay(statement.type, value)
    for target in statement.lvalues:
        run.assign(target, value, statement.rvalue)


def _assign_pairs(run: Interpreter, statement: nodes.AssignmentStmt) -> bool:
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
    found = [run.evaluate(item) for item in values.items]
    for items in targets:
        for target, value, source in zip(items, found, values.items, strict=True):
            run.assign(target, value, source)
    return True


def _operator_assignment(run: Interpreter, statement: nodes.OperatorAssignmentStmt) -> None:
    value = run.evaluate(statement.rvalue)
    assignment.augment(run, statement, value)


def _delete(run: Interpreter, statement: nodes.DelStmt) -> None:
    targets = statement.expr.items if isinstance(statement.expr, nodes.TupleExpr) else [statement.expr]
    for target in targets:
        if isinstance(target, nodes.MemberExpr):
            assignment.delete_attribute(run, run.evaluate(target.expr), target)
        elif isinstance(target, nodes.NameExpr):
            run.bind(target.name, None)
        elif isinstance(target, nodes.IndexExpr):
            run.evaluate(target.index)
            assignment.delete_item(run, run.evaluate(target.base), target)


def _return(run: Interpreter, statement: nodes.ReturnStmt) -> None:
    if statement.expr is not None:
        value = run.evaluate(statement.expr)
        if run.declared_return is not None:
            expectations.check_value(run, run.declared_return, value, statement.expr)
        run.leave(value, statement.expr)
    else:
        run.leave(None)
    run.flow.reachable = False


def _raise(run: Interpreter, statement: nodes.RaiseStmt) -> None:
    for expr in (statement.expr, statement.from_expr):
        if expr is not None:
            run.evaluate(expr)
    run.flow.reachable = False


def _assert(run: Interpreter, statement: nodes.AssertStmt) -> None:
    run.truth(statement.expr)
    if statement.msg is not None:
        failed = run.flow.fork()
        run.evaluate(statement.msg)
        run.flow = failed


def _if(run: Interpreter, statement: nodes.IfStmt) -> None:
    done: list[Flow] = []
    run.truth(statement.expr[0])
    for position, (condition, body) in enumerate(zip(statement.expr, statement.body, strict=True)):
        if position:
            run.truth(condition)
        otherwise = run.flow.fork()
        narrowing.refine(run, condition, holds=True)
        run.conditions.append(expressions.condition(condition))
        ways_out = len(run.exits)
        execute_block(run, body)
        run.conditions.pop()
        returns = len(run.exits) > ways_out and not run.flow.reachable
        guard = _guard(run, condition) if returns and position == 0 else None
        if guard is not None:
            # "if book is None: return": what follows runs for every book there is.
            del run.exits[ways_out:]
            otherwise.ran = otherwise.ran.behind(guard)
        if body.is_unreachable:
            run.flow.reachable = False
        done.append(run.flow)
        run.flow = otherwise
        narrowing.refine(run, condition, holds=False)
    if statement.else_body is not None:
        execute_block(run, statement.else_body)
        if statement.else_body.is_unreachable:
            run.flow.reachable = False
    questions = [expressions.condition(condition) for condition in statement.expr]
    known = [question for question in questions if question in run.asked]
    run.asked.update(questions)
    for body in statement.body:
        # "ok = True" beside what was loaded: a name that remembers which way was gone.
        run.asked.update(walk.assigned_names(body))
    if any(not flow.reachable for flow in done):
        # What follows runs under a condition that was asked before: "if not expand: return".
        run.conditions.extend(known)
    for flow in done:
        run.merge(flow)


def _guard(run: Interpreter, condition: nodes.Expression) -> tuple[int, str] | None:
    """Return the parameter of ``if book is None:`` or ``if not book:``, and what it is afterwards."""
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        name, otherwise = condition.expr, effects.TRUE
    elif isinstance(condition, nodes.ComparisonExpr) and condition.operators == ["is"]:
        name, otherwise = condition.operands[0], effects.GIVEN
        if not expressions.is_none(condition.operands[1]):
            return None
    else:
        return None
    parameter = run.parameter(name) if isinstance(name, nodes.NameExpr) else None
    return (parameter, otherwise) if parameter is not None else None


def _swallows(run: Interpreter, value: Type | None) -> bool:
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


def _with(run: Interpreter, statement: nodes.WithStmt) -> None:
    before = run.flow.fork()
    swallows = False
    for expr, target in zip(statement.expr, statement.target, strict=True):
        value = run.evaluate(expr)
        swallows = swallows or _swallows(run, value)
        entered = assignment.enter(run, value, expr, is_async=statement.is_async)
        if target is not None:
            run.assign(target, entered if entered is not None else run.type_of(target), None)
    execute_block(run, statement.body)
    if swallows:
        run.merge(before)


def _try(run: Interpreter, statement: nodes.TryStmt) -> None:
    before = run.flow.fork()
    ways_out = len(run.exits)
    execute_block(run, statement.body)
    if any(_catches_all(typ) for typ in statement.types):
        # The exception of a query is caught here: nobody outside learns of it.
        run.flow.ran = before.ran
        run.exits[ways_out:] = [replace(way_out, ran=before.ran) for way_out in run.exits[ways_out:]]
    # The exception may come from anywhere in the body: its end and its start, joined, stand for all of it.
    after_body = run.flow.fork()
    after_body.reachable = True
    raised = before.fork()
    run.flow, normal = raised, run.flow
    run.merge(after_body)
    raised = run.flow
    raised.ran = after_body.ran
    run.flow = normal
    execute_block(run, statement.else_body)
    exits = [run.flow]
    for handler, variable in zip(statement.handlers, statement.vars, strict=True):
        run.flow = raised.fork()
        if variable is not None:
            run.bind(variable.name, run.type_of(variable))
        execute_block(run, handler)
        exits.append(run.flow)
    run.flow = exits[0]
    for flow in exits[1:]:
        run.merge(flow)
    if statement.finally_body is not None:
        completed = run.flow.reachable
        if not completed:
            run.flow = raised.fork()
        execute_block(run, statement.finally_body)
        run.flow.reachable = run.flow.reachable and completed


def _catches_all(typ: nodes.Expression | None) -> bool:
    """Tell a handler that would catch Django's ``SynchronousOnlyOperation``."""
    if typ is None:
        return True
    members = typ.items if isinstance(typ, nodes.TupleExpr) else [typ]
    return any(expressions.fullname(member) in names.CATCH_ALL for member in members)


def _match(run: Interpreter, statement: nodes.MatchStmt) -> None:
    subject = run.evaluate(statement.subject)
    done: list[Flow] = []
    for pattern, guard, body in zip(statement.patterns, statement.guards, statement.bodies, strict=True):
        patterns.match(run, pattern, subject, statement.subject)
        if guard is not None:
            run.truth(guard)
        otherwise = run.flow.fork()
        execute_block(run, body)
        done.append(run.flow)
        run.flow = otherwise
        if isinstance(pattern, AsPattern) and pattern.pattern is None and guard is None:
            run.flow.reachable = False
    for flow in done:
        run.merge(flow)


def _function(run: Interpreter, statement: nodes.FuncDef) -> None:
    for argument in statement.arguments:
        if argument.initializer is not None:
            run.evaluate(argument.initializer)
    run.bind(statement.name, None)
    run.flow.callables[statement.name] = statement
    if statement.is_coroutine:
        _nested_coroutine(run, statement)


def _nested_coroutine(run: Interpreter, function: nodes.FuncDef) -> None:
    """Judge a local coroutine where it is defined, whatever it is called with."""
    if inlining.is_judged(run, function):
        return
    outer, run.flow = run.flow, run.flow.fork()
    for parameter in function.arguments:
        run.bind(parameter.variable.name, parameter.variable.type)
    run.frames.append(inlining.Frame(function))
    run.execute_body(function)
    run.frames.pop()
    run.flow = outer


def _decorated(run: Interpreter, statement: nodes.Decorator) -> None:
    for argument in statement.func.arguments:
        if argument.initializer is not None:
            run.evaluate(argument.initializer)
    run.bind(statement.name, None)
    run.flow.callables[statement.name] = statement
    if statement.func.is_coroutine:
        _nested_coroutine(run, statement.func)


def _class(run: Interpreter, statement: nodes.ClassDef) -> None:
    """Run the body of a nested class: its assignments now, its async methods whenever they are called."""
    outer = run.flow.fork()
    for member in statement.defs.body:
        function = member.func if isinstance(member, nodes.Decorator) else member
        if isinstance(function, nodes.FuncDef):
            if function.is_coroutine:
                _nested_coroutine(run, function)
        else:
            execute(run, member)
    outer.heap = run.flow.heap
    run.flow = outer


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
