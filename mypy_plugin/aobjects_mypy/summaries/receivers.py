"""Which functions the modules of the project connect to a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.analysis.callees import Receiver
from aobjects_mypy.syntax import definitions, expressions, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aobjects_mypy.bodies.bodies import Bodies

_Found = tuple[str, Receiver]
_MENTIONED: Final = (b"receiver", b".connect(")


class Receivers:
    """Reads the statements of each module once."""

    def __init__(
        self,
        bodies: Bodies,
        is_foreign: Callable[[nodes.MypyFile], bool],
    ) -> None:
        self._bodies: Final = bodies
        self._is_foreign: Final = is_foreign
        self._known: Final[dict[str, tuple[list[nodes.Statement], list[_Found]]]] = {}

    def of(self, signal: str) -> list[Receiver]:
        """Return the receivers of a signal, in the order of the modules' names."""
        found: list[Receiver] = []
        for name, tree in sorted((self._bodies.modules() or {}).items()):
            if tree.is_stub or not tree.names or name.startswith(names.NEVER_SUMMARIZED):
                # A module without names is one that mypy has not come to yet.
                continue
            known = self._known.get(name)
            if known is None or known[0] is not tree.defs:
                connected = [] if self._is_foreign(tree) else list(self._connected(tree))
                known = self._known[name] = tree.defs, connected
            found += [receiver for fullname, receiver in known[1] if fullname == signal]
        return found

    def _connected(self, tree: nodes.MypyFile) -> Iterator[_Found]:
        for statement in walk.scope_statements(self._bodies.calls_of(tree, _MENTIONED)):
            if isinstance(statement, nodes.Decorator):
                yield from _decorated(tree, statement)
            else:
                yield from _connecting(statement)
        for symbol in tree.names.values():
            info = symbol.node
            if isinstance(info, nodes.TypeInfo) and info.module_name == tree.fullname:
                ready = info.names.get("ready") if info.has_base(names.APP_CONFIG) else None
                function = definitions.function_of(ready.node) if ready is not None else None
                body = self._bodies.of(function) if function is not None else None
                for statement in walk.scope_statements(body.body.body) if body is not None else ():
                    yield from _connecting(statement)


def _decorated(tree: nodes.MypyFile, statement: nodes.Decorator) -> Iterator[_Found]:
    symbol = tree.names.get(statement.func.name)
    function = definitions.function_of(symbol.node) if symbol is not None else None
    for expr in statement.original_decorators:
        if isinstance(expr, nodes.CallExpr) and expressions.fullname(expr.callee) == names.RECEIVER:
            for signal in _signals(expr):
                yield signal, Receiver(function or statement.func, _sender(expr))


def _connecting(statement: nodes.Statement) -> Iterator[_Found]:
    call = statement.expr if isinstance(statement, nodes.ExpressionStmt) else None
    callee = call.callee if isinstance(call, nodes.CallExpr) else None
    if not isinstance(call, nodes.CallExpr) or not isinstance(callee, nodes.MemberExpr):
        return
    given = _argument(call, 0, "receiver")
    if callee.name != "connect" or not isinstance(callee.expr, nodes.RefExpr):
        return
    if isinstance(given, nodes.RefExpr) and given.node:
        yield callee.expr.fullname, Receiver(given.node, _sender(call))


def _argument(call: nodes.CallExpr, position: int, name: str) -> nodes.Expression | None:
    named = (expr for expr, given in zip(call.args, call.arg_names, strict=True) if given == name)
    at = call.args[position] if position < len(call.args) and call.arg_names[position] is None else None
    return at if at is not None else next(named, None)


def _signals(call: nodes.CallExpr) -> list[str]:
    given = call.args[0] if call.args else None
    listed = given.items if isinstance(given, (nodes.ListExpr, nodes.TupleExpr)) else [given]
    return [item.fullname for item in listed if isinstance(item, nodes.RefExpr)]


def _sender(call: nodes.CallExpr) -> nodes.Expression | None:
    is_method = isinstance(call.callee, nodes.MemberExpr) and call.callee.name == "connect"
    sender = _argument(call, 1, "sender") if is_method else _argument(call, len(call.args), "sender")
    return None if sender is None or expressions.is_none(sender) else sender
