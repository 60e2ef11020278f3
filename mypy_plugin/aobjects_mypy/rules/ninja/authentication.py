"""Who asks for the user before an operation does, as ``auth=`` says; what is found is ``request.auth``."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType, get_proper_type

from aobjects_mypy.calls import programs
from aobjects_mypy.domain import heap
from aobjects_mypy.models import application
from aobjects_mypy.orm import users
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_ROUTER: Final = "Router"
_API: Final = "API"
_ADD: Final = "add_router"
"""How the names end of what takes it for all operations below."""
_ARGUMENT: Final = "auth"
"""Of an operation, a router and an API, and the name of what it has found on the request."""
_METHOD: Final = "authenticate"
_CALLED: Final = "__call__"
_LIBRARY: Final = "ninja."
_OF_SESSION: Final = frozenset(
    f"{_LIBRARY}security.{name}"
    for name in (
        "django_auth", "django_auth_superuser", "django_auth_is_staff",
        "SessionAuth", "SessionAuthSuperUser", "SessionAuthIsStaff",
        "session.SessionAuth", "session.SessionAuthSuperUser", "session.SessionAuthIsStaff",
    )
)  # fmt: skip
_REQUEST: Final = f"request{OWN}"


def is_open(analysis: Evaluator, owner: nodes.Expression, given: nodes.Expression | None) -> bool:
    """Tell an operation before which nobody has asked: neither it, nor a router or API around it."""
    made = _made(analysis, owner)
    asked = given or of_owner(analysis, owner)
    if asked is not None:
        return expressions.is_none(asked)
    sources = list(application.sources(analysis.callees.consult))
    if not sources or any(_authenticates(source, _API) or _authenticates(source, _ADD) for source in sources):
        return False
    # A router asks for its own operations, and for those of routers that stand in it.
    is_inside = made is None or _are_nested(tuple(sources))
    return not is_inside or not any(_authenticates(source, _ROUTER) for source in sources)


@lru_cache(maxsize=application.MOST_FILES)
def _authenticates(source: application.Source, kind: str) -> bool:
    return any(
        isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(kind)
        and any(keyword.arg in (_ARGUMENT, None) for keyword in node.keywords)
        for node in ast.walk(source.tree)
    )


@lru_cache(maxsize=16)
def _are_nested(sources: tuple[application.Source, ...]) -> bool:
    """Tell a project where routers may stand in routers: something is added to what is not seen as an API."""
    apis = {
        f"{source.module}.{ast.unparse(target)}"
        for source in sources
        for node in source.tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func).endswith(_API)
        for target in node.targets
    }
    return any(
        f"{source.module}.{written}" not in apis and source.imported.get(written) not in apis
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr == _ADD
        for written in [ast.unparse(node.value)]
    )


def of_owner(analysis: Evaluator, owner: nodes.Expression) -> nodes.Expression | None:
    """Return the ``auth=`` of the router, or the API, that an operation stands in."""
    made = _made(analysis, owner)
    return dict(zip(made.arg_names, made.args, strict=True)).get(_ARGUMENT) if made is not None else None


def _made(analysis: Evaluator, owner: nodes.Expression) -> nodes.CallExpr | None:
    """Return the call that has made a router, or an API."""
    node = owner.node if isinstance(owner, nodes.RefExpr) else None
    made = analysis.callees.assigned(node) if isinstance(node, nodes.Var) else None
    return made if isinstance(made, nodes.CallExpr) else None


def begin(chosen: nodes.Expression, analysis: Evaluator, function: nodes.FuncDef, first: Type | None) -> None:
    """Ask for the user as ninja does, and put what is found on the request: a thread asks what is sync."""
    request = _request(analysis, function)
    if request is None:
        return
    listed = _listed(analysis, chosen)
    found = [_asked(analysis, callback, request, chosen) for callback in listed]
    rows = [item for value in found for item in instances.items(value) if not isinstance(item, NoneType)]
    if rows and None not in found:
        keys = (_ARGUMENT, "user") if all(_reads_session(analysis, item) for item in listed) else (_ARGUMENT,)
        _put(analysis, request, dict.fromkeys(keys, instances.union(rows)))


def _reads_session(analysis: Evaluator, callback: nodes.Expression) -> bool:
    """Tell ``django_auth`` and its like: a thread reads ``request.user`` for them."""
    made = _behind_name(analysis, callback)
    callee = made.callee if isinstance(made, nodes.CallExpr) else made
    return any(analysis.callees.imported(expr) in _OF_SESSION for expr in (callback, callee))


def _request(analysis: Evaluator, function: nodes.FuncDef) -> Instance | None:
    """Return the first argument, as it is read in the function."""
    if not function.arguments:
        return None
    place = nodes.NameExpr(function.arguments[0].variable.name)
    place.node = function.arguments[0].variable
    place.set_line(function)
    request = get_proper_type(analysis.evaluate(place))
    if not isinstance(request, Instance) or not isinstance(analysis.entry(request), heap.Record):
        return None
    return request


def _put(analysis: Evaluator, request: Instance, values: Mapping[str, Type]) -> None:
    """Put values on the request; whole: what a way that fails has not put there is not read."""
    record = analysis.entry(request)
    if isinstance(record, heap.Record):
        fields = {**record.fields, **values}
        analysis.put(request, heap.Record(fields, is_whole=True))


def _listed(analysis: Evaluator, chosen: nodes.Expression) -> Sequence[nodes.Expression]:
    """Return what is asked, one after the other, until one has found somebody."""
    written = _behind_name(analysis, chosen)
    return written.items if isinstance(written, (nodes.ListExpr, nodes.TupleExpr)) else [chosen]


def _behind_name(analysis: Evaluator, expr: nodes.Expression) -> nodes.Expression:
    node = expr.node if isinstance(expr, nodes.RefExpr) else None
    return (analysis.callees.assigned(node) if isinstance(node, nodes.Var) else None) or expr


def _asked(
    analysis: Evaluator, callback: nodes.Expression, request: Instance, place: nodes.Expression
) -> Type | None:
    """Return what a function, or an object of a class, of the project finds; ``None`` if nobody sees it."""
    if _reads_session(analysis, callback):
        return users.of_request(analysis, place)
    writer = Writer()
    values: dict[str, Type | None] = {_REQUEST: request}
    made = _behind_name(analysis, callback)
    callee = made.callee if isinstance(made, nodes.CallExpr) else made
    node = analysis.callees.definition(callee.node) if isinstance(callee, nodes.RefExpr) else None
    called: nodes.NameExpr | nodes.MemberExpr
    if isinstance(node, nodes.TypeInfo) and made is not callee:
        symbol = node.get(_CALLED)
        is_own = symbol is not None and not (symbol.fullname or "").startswith(_LIBRARY)
        name = _CALLED if is_own else _METHOD
        body = analysis.callees.body(definitions.method_of(node, name))
        holder = f"{_ARGUMENT}{OWN}"
        values[holder] = instances.of_class(node)
        called = writer.put(nodes.MemberExpr(writer.name(holder), name))
    else:
        body = analysis.callees.body(node) if made is callee else None
        called = writer.name(_ARGUMENT)
        if body is not None:
            called.node, called.fullname, called.kind = body, body.fullname, nodes.GDEF
    if body is None:
        return None
    credentials = [writer.name(f"credential{OWN}") for _ in body.arguments[1 + bool(body.info) :]]
    given = writer.calling(called, [writer.name(_REQUEST), *credentials])
    result = writer.put(nodes.AwaitExpr(given)) if body.is_coroutine else given
    writer.statements.append(writer.put(nodes.ReturnStmt(result)))
    _put(analysis, request, {})
    with analysis.off_loop():
        return programs.returned(analysis, writer.program(_ARGUMENT), values, place)[0]
