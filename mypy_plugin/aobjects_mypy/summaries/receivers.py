"""Which functions the modules of the project connect to a signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import names
from aobjects_mypy.analysis.callees import Receiver
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Found = tuple[str, Receiver]


class Receivers:
    """Reads the statements of each module once."""

    def __init__(
        self,
        modules: Callable[[], dict[str, nodes.MypyFile] | None],
        is_foreign: Callable[[nodes.MypyFile], bool],
    ) -> None:
        self._modules: Final = modules
        self._is_foreign: Final = is_foreign
        self._known: Final[dict[str, tuple[list[nodes.Statement], list[_Found]]]] = {}

    def of(self, signal: nodes.Var) -> list[Receiver]:
        """Return the receivers of a signal, in the order of the modules' names."""
        found: list[Receiver] = []
        for name, tree in sorted((self._modules() or {}).items()):
            if tree.is_stub or not tree.defs or name.startswith(names.NEVER_SUMMARIZED):
                continue
            known = self._known.get(name)
            if known is None or known[0] is not tree.defs:
                connected = [] if self._is_foreign(tree) else list(_connected(tree))
                known = self._known[name] = tree.defs, connected
            found += [receiver for fullname, receiver in known[1] if fullname == signal.fullname]
        return found


def _connected(tree: nodes.MypyFile) -> Iterator[_Found]:
    for statement in tree.defs:
        if isinstance(statement, nodes.Decorator):
            for expr in statement.original_decorators:
                if isinstance(expr, nodes.CallExpr) and expressions.fullname(expr.callee) == names.RECEIVER:
                    for signal in _signals(expr):
                        yield signal, Receiver(statement.func, _sender(expr))
        elif isinstance(statement, nodes.ExpressionStmt) and isinstance(statement.expr, nodes.CallExpr):
            call = statement.expr
            callee = call.callee
            if not isinstance(callee, nodes.MemberExpr) or callee.name != "connect" or not call.args:
                continue
            given = call.args[0]
            if isinstance(callee.expr, nodes.RefExpr) and isinstance(given, nodes.RefExpr) and given.node:
                yield callee.expr.fullname, Receiver(given.node, _sender(call))


def _signals(call: nodes.CallExpr) -> list[str]:
    given = call.args[0] if call.args else None
    listed = given.items if isinstance(given, (nodes.ListExpr, nodes.TupleExpr)) else [given]
    return [item.fullname for item in listed if isinstance(item, nodes.RefExpr)]


def _sender(call: nodes.CallExpr) -> nodes.Expression | None:
    for argument, name in zip(call.args, call.arg_names, strict=True):
        if name == "sender":
            return argument
    return None
