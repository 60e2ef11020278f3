"""The handlers and actions that generic views of adrf have without a line of the project, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy.models import application
from aobjects_mypy.rules.drf import library
from aobjects_mypy.syntax import class_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MYSELF: Final = "self"
HANDLERS: Final = {
    "ListAPIView": "alist",
    "ListCreateAPIView": "alist",
    "RetrieveAPIView": "aretrieve",
    "RetrieveUpdateAPIView": "aretrieve",
    "RetrieveDestroyAPIView": "aretrieve",
    "RetrieveUpdateDestroyAPIView": "aretrieve",
}
"""What ``get`` of these awaits."""
_ACTIONS: Final = {
    "ListModelMixin": ("alist",),
    "RetrieveModelMixin": ("aretrieve",),
    "ReadOnlyModelViewSet": ("alist", "aretrieve"),
    "ModelViewSet": ("alist", "aretrieve"),
}
"""What a router gives the requests of these."""
_OWN: Final = ("dispatch", "async_dispatch", "as_view")
_SERIALIZER: Final = "serializer_class"
_CHOOSER: Final = "get_serializer_class"
_SYNC_ROUTERS: Final = "rest_framework.routers"
_ASYNC_ROUTERS: Final = "adrf.routers"


def of_class(definition: nodes.ClassDef, consult: Callable[[str], None]) -> Iterator[nodes.FuncDef]:
    """Yield ``async def get(self): await self.alist()``, at the line that names the serializer."""
    info = definition.info
    origin = library.of_class(info)
    place = next(filter(_names_serializer, definition.defs.body), None)
    if origin is None or not origin.is_async or place is None or library.has_own(info, *_OWN):
        return
    handled = HANDLERS.get(origin.name)
    if handled is not None and not library.has_own(info, "get", handled):
        yield _handler(info, "get", handled, place)
    actions = dict.fromkeys(action for name in _short_names(info) for action in _ACTIONS.get(name, ()))
    own = [action for action in actions if not library.has_own(info, action)]
    if own and _is_viewset(info) and not _is_routed_to_sync(consult):
        for action in own:
            yield _handler(info, action, action, place)


def _short_names(info: nodes.TypeInfo) -> list[str]:
    names = class_facts.base_names(info)
    return [name.rpartition(".")[2] for name in names if library.is_of_library(name)]


def _is_viewset(info: nodes.TypeInfo) -> bool:
    return any(name.endswith("ViewSet") for name in _short_names(info))


def _is_routed_to_sync(consult: Callable[[str], None]) -> bool:
    """Tell a project whose routers are DRF's: its requests get ``list``, which a thread runs."""
    served = {name for source in application.sources(consult) for name in source.used}
    return any(name.startswith(_SYNC_ROUTERS) for name in served) and not any(
        name.startswith(_ASYNC_ROUTERS) for name in served
    )


def _handler(info: nodes.TypeInfo, name: str, action: str, place: nodes.Statement) -> nodes.FuncDef:
    target = nodes.MemberExpr(nodes.NameExpr(_MYSELF), action)
    awaited = nodes.AwaitExpr(nodes.CallExpr(target, [], [], []))
    body = nodes.Block([nodes.ExpressionStmt(awaited)])
    myself = nodes.Argument(nodes.Var(_MYSELF), None, None, nodes.ARG_POS)
    function = nodes.FuncDef(name, [myself], body)
    for node in (target.expr, target, awaited.expr, awaited, body.body[0], body, function):
        node.set_line(place)
    function.info = info
    function.is_coroutine = True
    function._fullname = f"{info.fullname}.{name}"
    return function


def _names_serializer(statement: nodes.Statement) -> bool:
    """Tell ``serializer_class = ...``, and the method that chooses one."""
    if isinstance(statement, (nodes.FuncDef, nodes.Decorator)):
        return statement.name == _CHOOSER
    return isinstance(statement, nodes.AssignmentStmt) and any(
        isinstance(target, nodes.NameExpr) and target.name == _SERIALIZER for target in statement.lvalues
    )
