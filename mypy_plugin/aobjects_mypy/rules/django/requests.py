"""What Django puts on a request: its user and its session, each read from the database at its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call


def _injected(analysis: Analysis, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    if expr.name == "user":
        return _lazy_user(analysis, expr)
    path = expressions.access_path(expr)
    if expr.name == "session" and path is not None:
        return _bind(analysis, path, loaded=analysis.has_decorators or _is_read_for_every_view())
    return None


def _lazy_user(analysis: Analysis, expr: nodes.MemberExpr) -> Type | None:
    """Return the type of ``request.user``, tagged as not read yet."""
    result = analysis.type_of(expr)
    if result is None:
        return None
    path = expressions.access_path(expr)
    name = analysis.allocate(
        path or expr, heap.LazyUser(analysis.has_own_decorators or _is_read_for_every_view()), role="=user"
    )
    tagged = instances.tag_all(result, {item.type.fullname: name for item in instances.instances(result)})
    if path is not None:
        analysis.bind_path(path, tagged)
    return tagged


def _is_read_for_every_view() -> bool:
    from django.conf import settings

    return settings.configured and names.LOGIN_REQUIRED_MIDDLEWARE in settings.MIDDLEWARE


def _bind(analysis: Analysis, path: str, *, loaded: bool) -> Type | None:
    session = analysis.instance_of(names.SESSION_BASE)
    if session is None:
        return None
    name = analysis.allocate(path, heap.Session(loaded), role="=session")
    tagged = addresses.with_address(session, name)
    analysis.bind_path(path, tagged)
    return tagged


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name != "auser":
        return UNANSWERED
    _session_may_be_loaded(analysis, target.expr)
    return call.result


def _session_may_be_loaded(analysis: Analysis, request: nodes.Expression) -> None:
    """Record that code which may read the session has run."""
    path = expressions.access_path(request)
    if path is not None:
        _bind(analysis, f"{path}.session", loaded=True)


RULE: Final = Rule(injected=_injected, method=_method, give_away=_session_may_be_loaded)
