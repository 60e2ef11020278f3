"""The handlers that generic views of adrf have without a line of the project: what they read, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.rules.drf import library

if TYPE_CHECKING:
    from collections.abc import Iterator

_MYSELF: Final = "self"
_ACTIONS: Final = {
    "ListAPIView": "alist",
    "ListCreateAPIView": "alist",
    "RetrieveAPIView": "aretrieve",
    "RetrieveUpdateAPIView": "aretrieve",
    "RetrieveDestroyAPIView": "aretrieve",
    "RetrieveUpdateDestroyAPIView": "aretrieve",
}
"""What ``get`` of these awaits."""
_OWN: Final = ("get", "dispatch", "async_dispatch", "as_view")


def of_class(definition: nodes.ClassDef) -> Iterator[nodes.FuncDef]:
    """Yield ``async def get(self): await self.alist()``, at the line that names the serializer."""
    info = definition.info
    origin = library.of_class(info)
    action = _ACTIONS.get(origin.name) if origin is not None and origin.is_async else None
    place = next(filter(_names_serializer, definition.defs.body), None)
    if action is None or place is None or library.has_own(info, action, *_OWN):
        return
    target = nodes.MemberExpr(nodes.NameExpr(_MYSELF), action)
    awaited = nodes.AwaitExpr(nodes.CallExpr(target, [], [], []))
    body = nodes.Block([nodes.ExpressionStmt(awaited)])
    myself = nodes.Argument(nodes.Var(_MYSELF), None, None, nodes.ARG_POS)
    function = nodes.FuncDef("get", [myself], body)
    for node in (target.expr, target, awaited.expr, awaited, body.body[0], body, function):
        node.set_line(place)
    function.info = info
    function.is_coroutine = True
    function._fullname = f"{info.fullname}.get"
    yield function


def _names_serializer(statement: nodes.Statement) -> bool:
    return isinstance(statement, nodes.AssignmentStmt) and any(
        isinstance(target, nodes.NameExpr) and target.name == "serializer_class"
        for target in statement.lvalues
    )
