"""Which conditions ask whether an event loop runs: ``try: asyncio.get_running_loop()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.interpreter import off_loop
from aobjects_mypy.syntax import expressions, walk

if TYPE_CHECKING:
    from aobjects_mypy.interpreter.interpreter import Interpreter


def is_dead(interpreter: Interpreter, statement: nodes.TryStmt, handled: nodes.Expression | None) -> bool:
    """Tell a handler that nothing leads to where a loop runs."""
    if not interpreter.is_on_loop or not any(
        _is_call(part, names.REFUSED_WITHOUT_LOOP) for part in walk.walk(statement.body)
    ):
        return False
    if expressions.handles(handled, frozenset({names.RUNTIME_ERROR})):
        return True
    # "except Exception": of a body that does nothing else.
    return all(_does_nothing_else(part) for part in statement.body.body)


def _does_nothing_else(statement: nodes.Statement) -> bool:
    if isinstance(statement, nodes.ReturnStmt):
        return statement.expr is None or isinstance(statement.expr, nodes.NameExpr)
    if isinstance(statement, nodes.AssignmentStmt):
        is_plain = all(isinstance(target, nodes.NameExpr) for target in statement.lvalues)
        value = statement.rvalue
        return is_plain and (isinstance(value, nodes.NameExpr) or _is_call(value, names.REFUSED_WITHOUT_LOOP))
    return isinstance(statement, nodes.PassStmt) or (
        isinstance(statement, nodes.ExpressionStmt) and _is_call(statement.expr, names.REFUSED_WITHOUT_LOOP)
    )


def truth(interpreter: Interpreter, call: nodes.CallExpr) -> bool | None:
    """Return the truth of ``asyncio.current_task()`` or ``loop.is_running()``, on the loop."""
    if not interpreter.is_on_loop:
        return None
    if _is_call(call, names.CURRENT_TASK | names.RUNNING_LOOP):
        return True
    if not isinstance(call.callee, nodes.MemberExpr) or call.callee.name != "is_running":
        return None
    here, interpreter.state = interpreter.state, interpreter.state.fork()
    is_loop = off_loop.is_event_loop(interpreter.evaluate_quietly(call.callee.expr))
    interpreter.state = here
    return True if is_loop else None


def _is_call(node: nodes.Node, of: frozenset[str]) -> bool:
    return isinstance(node, nodes.CallExpr) and not node.args and expressions.fullname(node.callee) in of
