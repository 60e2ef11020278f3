"""Run the statements of a function body over the objects that reach them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from mypy import nodes, patterns
from mypy.types import CallableType, TupleType, UninhabitedType, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.features import expectations
from aobjects_mypy.flow import changing, elements, reading, refinement
from aobjects_mypy.orm import evaluation, summary
from aobjects_mypy.typeops import literals, rows, syntax, tags

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import Type

    from aobjects_mypy.flow.elements import Visited
    from aobjects_mypy.flow.interpreter import Interpreter
    from aobjects_mypy.orm.heap import Entry, Flow

# A state can only get worse from turn to turn; the second turn sees what the first left behind.
_TURNS: Final = 2
# Each level of loops doubles the work: the innermost levels of a deep nest get one turn.
_TWICE: Final = 3


@dataclass(slots=True)
class Loop:
    breaks: list[Flow] = field(default_factory=list)
    continues: list[Flow] = field(default_factory=list)
    visited: Visited = field(default_factory=dict)
    changing: frozenset[str] = frozenset()
    """The names that stand for something else on each turn."""
    over: frozenset[str] = frozenset()
    """The names in what the loop goes through."""
    renewed: set[str] = field(default_factory=set)
    """The containers among them whose elements the body replaces."""
    before: dict[str, Entry] = field(default_factory=dict)
    """The rows that the body may change one by one, as they were."""
    touched: set[str] = field(default_factory=set)
    """The rows that some turn may have changed in a way that is not known."""


def execute(run: Interpreter, statement: nodes.Statement) -> None:
    handler = _STATEMENTS.get(type(statement))
    if handler is not None and run.flow.reachable:
        handler(run, statement)


def execute_body(run: Interpreter, function: nodes.FuncItem) -> None:
    outer = run.loops
    run.loops = []
    _block(run, function.body)
    run.loops = outer


def _block(run: Interpreter, block: nodes.Block | None) -> None:
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
        value = rows.overlay(statement.type, value)
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
    changing.augment(run, statement, value)


def _delete(run: Interpreter, statement: nodes.DelStmt) -> None:
    targets = statement.expr.items if isinstance(statement.expr, nodes.TupleExpr) else [statement.expr]
    for target in targets:
        if isinstance(target, nodes.MemberExpr):
            changing.delete_attribute(run, run.evaluate(target.expr), target)
        elif isinstance(target, nodes.NameExpr):
            run.bind(target.name, None)
        elif isinstance(target, nodes.IndexExpr):
            run.evaluate(target.index)
            changing.delete_item(run, run.evaluate(target.base), target)


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
        refinement.refine(run, condition, holds=True)
        run.conditions.append(literals.condition(condition))
        ways_out = len(run.exits)
        _block(run, body)
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
        refinement.refine(run, condition, holds=False)
    if statement.else_body is not None:
        _block(run, statement.else_body)
        if statement.else_body.is_unreachable:
            run.flow.reachable = False
    questions = [literals.condition(condition) for condition in statement.expr]
    known = [question for question in questions if question in run.asked]
    run.asked.update(questions)
    for body in statement.body:
        # "ok = True" beside what was loaded: a name that remembers which way was gone.
        run.asked.update(syntax.assigned_names(body))
    if any(not flow.reachable for flow in done):
        # What follows runs under a condition that was asked before: "if not expand: return".
        run.conditions.extend(known)
    for flow in done:
        run.merge(flow)


def _guard(run: Interpreter, condition: nodes.Expression) -> tuple[int, str] | None:
    """Return the parameter of ``if book is None:`` or ``if not book:``, and what it is afterwards."""
    if isinstance(condition, nodes.UnaryExpr) and condition.op == "not":
        name, otherwise = condition.expr, summary.TRUE
    elif isinstance(condition, nodes.ComparisonExpr) and condition.operators == ["is"]:
        name, otherwise = condition.operands[0], summary.GIVEN
        if not literals.is_none(condition.operands[1]):
            return None
    else:
        return None
    parameter = run.parameter(name) if isinstance(name, nodes.NameExpr) else None
    return (parameter, otherwise) if parameter is not None else None


def _while(run: Interpreter, statement: nodes.WhileStmt) -> None:
    endless = literals.is_name(statement.expr, names.TRUE)
    loop = Loop()
    run.loops.append(loop)
    questions = run.questions()
    for _ in range(_turns(run)):
        run.ask_anew(questions)
        run.truth(statement.expr)
        head = run.flow.fork()
        _block(run, statement.body)
        _merge_all(run, loop.continues)
        body_end = run.flow
        run.flow = head
        settled = _is_settled(head, body_end, statement.body, frozenset())
        run.merge(body_end)
        if settled:
            break
    run.loops.pop()
    run.ask_anew(questions)
    if endless:
        run.flow.reachable = False
    _block(run, statement.else_body)
    _merge_all(run, loop.breaks)


def _for(run: Interpreter, statement: nodes.ForStmt) -> None:
    sequence = run.evaluate(statement.expr)
    loop = Loop(
        changing=syntax.names_in(statement.index) | syntax.assigned_names(statement.body),
        over=syntax.names_in(statement.expr),
    )
    run.loops.append(loop)
    turns = _turns(run)
    questions = run.questions()
    for turn in range(turns):
        run.ask_anew(questions)
        if statement.is_async:
            item = evaluation.iterate_async(run, sequence, statement.expr)
        else:
            item = reading.iterate(run, sequence, statement.expr, '"for"', whole=not _leaves(statement))
        before = {
            name: run.flow.heap[name]
            for name in map(tags.object_of, rows.tagged_instances(item))
            if name is not None and name in run.flow.heap
        }
        before |= _indexed_elements(run, statement.expr)
        loop.before |= before
        head = run.flow.fork()
        loop.visited = elements.visit_each(run, item)
        run.assign(statement.index, item, None)
        _block(run, statement.body)
        _merge_all(run, loop.continues)
        body_end = run.flow
        is_last = turn == turns - 1 or _is_settled(
            head, body_end, statement.body, syntax.names_in(statement.index)
        )
        if not (_is_never_empty(statement.expr) and is_last and body_end.reachable):
            run.flow = head
            run.merge(body_end)
        if body_end.reachable:
            # A summary is about calls with something to go through.
            run.flow.ran = body_end.ran
        if body_end.reachable and not loop.breaks:
            # Every element that exists went through the whole body: what it did to one, it did to all.
            final = {name: body_end.heap[name] for name in before if name in body_end.heap}
            run.flow.heap.update(final if is_last else before)
            # Without elements there is nothing in it that was not put there anew.
            run.flow.variables |= {path: body_end.variables[path] for path in loop.renewed}
        if is_last:
            break
    run.loops.pop()
    run.ask_anew(questions)
    elements.pick_some(run, loop.visited)
    elements.leave_changed(run, loop.before, loop.touched)
    _block(run, statement.else_body)
    _merge_all(run, loop.breaks)


def _is_settled(head: Flow, end: Flow, body: nodes.Block, index: frozenset[str]) -> bool:
    """Tell whether another turn would find what this one found."""
    if not end.reachable:
        return True
    known = ((head.variables, end.variables), (head.callables, end.callables), (head.heap, end.heap))
    if any(after.get(name) != value for before, after in known for name, value in before.items()):
        return False
    new = end.variables.keys() - head.variables.keys() - index
    return not new or new.isdisjoint(syntax.carried_names(body))


def _leaves(loop: nodes.ForStmt) -> bool:
    """Tell whether the body may end the loop before the last item."""
    return any(
        isinstance(inner, (nodes.BreakStmt, nodes.ReturnStmt, nodes.RaiseStmt))
        for inner in syntax.statements(loop.body)
    )


def _indexed_elements(run: Interpreter, sequence: nodes.Expression) -> dict[str, Entry]:
    """Return the rows that ``for i in range(len(rows))`` or ``enumerate(rows)`` goes through by index."""
    if not isinstance(sequence, nodes.CallExpr) or literals.fullname(sequence.callee) != names.RANGE:
        return {}
    found: dict[str, Entry] = {}
    for argument in sequence.args:
        if isinstance(argument, nodes.CallExpr) and literals.fullname(argument.callee) == names.LEN:
            with run.off_loop():
                value = run.evaluate(argument.args[0]) if argument.args else None
            for instance in rows.tagged_instances(value):
                name = run.name_of(instance)
                if name in run.flow.heap:
                    found[name] = run.flow.heap[name]
    return found


def _is_never_empty(sequence: nodes.Expression) -> bool:
    if isinstance(sequence, (nodes.ListExpr, nodes.TupleExpr, nodes.SetExpr)):
        return bool(sequence.items) and not any(isinstance(item, nodes.StarExpr) for item in sequence.items)
    if isinstance(sequence, nodes.CallExpr) and literals.fullname(sequence.callee) == names.RANGE:
        return (
            len(sequence.args) == 1
            and isinstance(sequence.args[0], nodes.IntExpr)
            and sequence.args[0].value > 0
        )
    return False


def _turns(run: Interpreter) -> int:
    return _TURNS if len(run.loops) <= _TWICE else 1


def _merge_all(run: Interpreter, flows: list[Flow]) -> None:
    for flow in flows:
        run.merge(flow)
    flows.clear()


def _break(run: Interpreter, statement: nodes.BreakStmt) -> None:
    if run.loops:
        run.loops[-1].breaks.append(run.flow.fork())
    run.flow.reachable = False


def _continue(run: Interpreter, statement: nodes.ContinueStmt) -> None:
    if run.loops:
        run.loops[-1].continues.append(run.flow.fork())
    run.flow.reachable = False


def _swallows(run: Interpreter, value: Type | None) -> bool:
    """Tell a context manager whose ``__exit__`` may swallow an exception: it says that it returns a bool."""
    for instance in rows.instances(value):
        symbol = instance.type.get("__exit__") or instance.type.get("__aexit__")
        declared = symbol.type if symbol is not None else None
        proper = get_proper_type(declared) if declared is not None else None
        if isinstance(proper, CallableType) and any(
            returned.type.fullname == names.BOOL for returned in rows.instances(proper.ret_type)
        ):
            return True
    return False


def _with(run: Interpreter, statement: nodes.WithStmt) -> None:
    before = run.flow.fork()
    swallows = False
    for expr, target in zip(statement.expr, statement.target, strict=True):
        value = run.evaluate(expr)
        swallows = swallows or _swallows(run, value)
        entered = changing.enter(run, value, expr, is_async=statement.is_async)
        if target is not None:
            run.assign(target, entered if entered is not None else run.type_of(target), None)
    _block(run, statement.body)
    if swallows:
        run.merge(before)


def _try(run: Interpreter, statement: nodes.TryStmt) -> None:
    before = run.flow.fork()
    ways_out = len(run.exits)
    _block(run, statement.body)
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
    _block(run, statement.else_body)
    exits = [run.flow]
    for handler, variable in zip(statement.handlers, statement.vars, strict=True):
        run.flow = raised.fork()
        if variable is not None:
            run.bind(variable.name, run.type_of(variable))
        _block(run, handler)
        exits.append(run.flow)
    run.flow = exits[0]
    for flow in exits[1:]:
        run.merge(flow)
    if statement.finally_body is not None:
        completed = run.flow.reachable
        if not completed:
            run.flow = raised.fork()
        _block(run, statement.finally_body)
        run.flow.reachable = run.flow.reachable and completed


def _catches_all(typ: nodes.Expression | None) -> bool:
    """Tell a handler that would catch Django's ``SynchronousOnlyOperation``."""
    if typ is None:
        return True
    members = typ.items if isinstance(typ, nodes.TupleExpr) else [typ]
    return any(literals.fullname(member) in names.CATCH_ALL for member in members)


def _match(run: Interpreter, statement: nodes.MatchStmt) -> None:
    subject = run.evaluate(statement.subject)
    done: list[Flow] = []
    for pattern, guard, body in zip(statement.patterns, statement.guards, statement.bodies, strict=True):
        _pattern(run, pattern, subject, statement.subject)
        if guard is not None:
            run.truth(guard)
        otherwise = run.flow.fork()
        _block(run, body)
        done.append(run.flow)
        run.flow = otherwise
        if isinstance(pattern, patterns.AsPattern) and pattern.pattern is None and guard is None:
            run.flow.reachable = False
    for flow in done:
        run.merge(flow)


def _pattern(
    run: Interpreter, pattern: patterns.Pattern, value: Type | None, subject: nodes.Expression
) -> None:
    if isinstance(pattern, patterns.AsPattern):
        if pattern.pattern is not None:
            _pattern(run, pattern.pattern, value, subject)
        if pattern.name is not None:
            run.bind(pattern.name.name, rows.overlay(run.type_of(pattern.name), value))
    elif isinstance(pattern, patterns.OrPattern):
        for option in pattern.patterns:
            _pattern(run, option, value, subject)
    elif isinstance(pattern, patterns.ClassPattern):
        for name, inner in zip(pattern.keyword_keys, pattern.keyword_values, strict=True):
            member = reading.pattern_attribute(run, value, name, inner)
            _pattern(run, inner, member, subject)
    elif isinstance(pattern, patterns.SequencePattern):
        parts = _parts(run, value, len(pattern.patterns), subject)
        for inner, part in zip(pattern.patterns, parts, strict=True):
            _pattern(run, inner, part, subject)
    elif isinstance(pattern, patterns.StarredPattern):
        if pattern.capture is not None:
            shape = run.type_of(pattern.capture)
            run.bind(pattern.capture.name, run.carry(shape, [value], pattern.capture))
    elif isinstance(pattern, patterns.MappingPattern):
        for inner in pattern.values:
            # A value of the mapping: the name that takes it has its type, and the objects of that class.
            _pattern(run, inner, _value_of(value), subject)
    elif isinstance(pattern, patterns.ValuePattern):
        run.evaluate(pattern.expr)


def _parts(run: Interpreter, value: Type | None, count: int, subject: nodes.Expression) -> list[Type | None]:
    for item in rows.items(value):
        if isinstance(item, TupleType) and len(item.items) == count:
            return list(item.items)
    with run.off_loop():
        member = reading.iterate(run, value, subject, "")
    return [run.separate(member, f"part {position}") for position in range(count)]


def _value_of(value: Type | None) -> Type | None:
    mapping = next((item for item in rows.instances(value) if len(item.args) == 2), None)
    return mapping.args[1] if mapping is not None else None


def _function(run: Interpreter, statement: nodes.FuncDef) -> None:
    for argument in statement.arguments:
        if argument.initializer is not None:
            run.evaluate(argument.initializer)
    run.bind(statement.name, None)
    run.flow.callables[statement.name] = statement
    if statement.is_coroutine:
        _nested_coroutine(run, statement)


def _nested_coroutine(run: Interpreter, function: nodes.FuncDef) -> None:
    outer, run.flow = run.flow, run.flow.fork()
    for parameter in function.arguments:
        run.bind(parameter.variable.name, parameter.variable.type)
    execute_body(run, function)
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
    nodes.Block: _block,
    nodes.ExpressionStmt: _expression,
    nodes.AssignmentStmt: _assignment,
    nodes.OperatorAssignmentStmt: _operator_assignment,
    nodes.DelStmt: _delete,
    nodes.ReturnStmt: _return,
    nodes.RaiseStmt: _raise,
    nodes.AssertStmt: _assert,
    nodes.IfStmt: _if,
    nodes.WhileStmt: _while,
    nodes.ForStmt: _for,
    nodes.BreakStmt: _break,
    nodes.ContinueStmt: _continue,
    nodes.WithStmt: _with,
    nodes.TryStmt: _try,
    nodes.MatchStmt: _match,
    nodes.ClassDef: _class,
    nodes.FuncDef: _function,
    nodes.Decorator: _decorated,
}
