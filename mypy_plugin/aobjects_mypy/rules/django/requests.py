"""What Django puts on a request: its user and its session, each read from the database at its first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, Instance, Type, TypeOfAny

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import before_handlers
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.models import middleware
from aobjects_mypy.orm import relations, row_types, users
from aobjects_mypy.syntax import expressions, requests
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.domain.access_paths import AccessPath
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.syntax.call import Call

_LEAVE: Final = frozenset({"authenticate", "aauthenticate"})
"""They hand the request to the backends of the settings, and Django's own do not look at it."""
_AWAITED_USER: Final = "await auser()"
"""Where the record of a request keeps what ``await request.auser()`` gives: the same row each time."""


def _adopted(analysis: Analysis, instance: Instance, path: AccessPath) -> Address:
    """Put a request that came from outside into the heap: neither its user nor its session is read yet."""
    place = address_parts.of_name(path, "request")
    # Found anew under its name, after code that nobody saw: that may have read either.
    is_seen = analysis.knows(place)
    prepared = middleware.prepared()
    fields: dict[str, Type] = {}
    user = users.shape(analysis)
    if user is not None:
        evaluated = is_seen or prepared.user or analysis.has_own_decorators or _has_own_dispatch(analysis)
        address = analysis.allocate(
            address_parts.below(place, "user"), heap.LazyUser(evaluated, is_assumed=not prepared.user)
        )
        fields["user"] = addresses.with_address(user, address)
    session = analysis.instance_of(names.SESSION_BASE)
    if session is not None:
        loaded = is_seen or prepared.session or analysis.has_session_decorators or _has_own_dispatch(analysis)
        address = analysis.allocate(
            address_parts.below(place, "session"), heap.Session(loaded, is_assumed=not prepared.session)
        )
        fields["session"] = addresses.with_address(session, address)
    return analysis.allocate(place, heap.Record(fields))


def _has_own_dispatch(analysis: Analysis) -> bool:
    """Tell a view whose own ``dispatch`` or ``setup`` runs first: it may read and set anything."""
    info = analysis.own_class
    if info is None or not requests.is_view(info):
        return False
    # What the access mixins read is known where they are run, and so is what the project does that is seen.
    mixins = ("django.contrib.auth.mixins.",) if analysis.runs_in_dispatch else ()
    is_seen = analysis.runs_behind_dispatch and before_handlers.are_seen(analysis.callees, info)
    known = ("django.views.", *mixins)
    return any(
        name in base.names
        and not base.fullname.startswith(known)
        and not (is_seen and not base.module_name.startswith("django."))
        for base in info.mro
        for name in (before_handlers.DISPATCH, before_handlers.SETUP)
    )


def _injected(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    if expr.name not in ("user", "session"):
        return _put_there(analysis, instance, expr)
    entry = analysis.entry(instance)
    if isinstance(entry, heap.Record):
        return instances.overlay(analysis.type_of(expr), entry.fields.get(expr.name))
    if expr.name == "user":
        return _lazy_user(analysis, expr)
    return None


def _put_there(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr) -> Type | None:
    """Return what the middleware, or the function itself, has put on the request."""
    definer = instance.type.get_containing_type_info(expr.name)
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.Record) or (
        definer is not None and definer.module_name.startswith("django.")
    ):
        return None
    value = entry.fields.get(expr.name)
    if value is None:
        value = analysis.put_on_request(expr.name)
        entry = analysis.entry(instance)
        if value is None or not isinstance(entry, heap.Record):
            return None
        analysis.put(instance, entry.assigned(expr.name, value))
    return instances.overlay(analysis.type_of(expr), value)


def _lazy_user(analysis: Analysis, expr: nodes.MemberExpr) -> Type | None:
    """Return the type of ``get_request().user``, tagged as not read yet."""
    result = analysis.type_of(expr)
    if result is None or instances.is_any(result):
        result = users.shape(analysis)
    if result is None:
        return None
    is_prepared = middleware.prepared().user
    evaluated = analysis.has_own_decorators or is_prepared
    entry = heap.LazyUser(evaluated, is_assumed=not is_prepared)
    name = analysis.allocate(expr, entry, role="=user")
    return instances.tag_all(result, {item.type.fullname: name for item in instances.instances(result)})


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name != "auser":
        return UNANSWERED
    record = analysis.entry(instance)
    if not isinstance(record, heap.Record):
        return call.result
    _load_session(analysis, record)
    row = record.fields.get(_AWAITED_USER) or users.fetched(analysis, call.node)
    if row is None or not isinstance(row, Instance):
        return call.result
    fields = {**record.fields, _AWAITED_USER: row}
    analysis.put(instance, heap.Record(fields))
    return _awaitable(analysis, call.result, row)


def _aget_user(analysis: Evaluator, call: Call) -> Type | None:
    """Return ``aget_user(request)``: a row of its own, which leaves ``request.user`` alone."""
    request = call.argument(0, "request")
    for instance in instances.instances(request.value if request is not None else None):
        record = analysis.entry(instance)
        if isinstance(record, heap.Record):
            _load_session(analysis, record)
            row = users.fetched(analysis, call.node)
            return _awaitable(analysis, call.result, row) if row is not None else call.result
    return call.result


def _awaitable(analysis: Analysis, result: Type | None, row: Type) -> Type | None:
    """Return the coroutine whose awaiting gives the row."""
    for coroutine in instances.instances(result):
        if coroutine.args:
            inner = instances.overlay(coroutine.args[-1], row)
            inner = inner if inner is not None and instances.tagged_instances(inner) else row
            return coroutine.copy_modified(args=[*coroutine.args[:-1], inner])
    return row_types.coroutine(analysis, row) or result


def _load_session(analysis: Analysis, record: heap.Record, *, is_assumed: bool = False) -> None:
    """Record that the session is loaded; where that ``is_assumed``, it may not be."""
    for session in instances.instances(record.fields.get("session")):
        entry = analysis.entry(session)
        if isinstance(entry, heap.Session) and not (is_assumed and entry.loaded):
            analysis.put(session, heap.Session(True, is_assumed))


def _give_away(analysis: Analysis, instance: Instance, call: Call) -> None:
    """Record that code which nobody sees got the request: it may have read all of it."""
    record = analysis.entry(instance)
    if not isinstance(record, heap.Record) or call.callee_name.endswith("get_response"):
        # A middleware is there for every view: for those that read nothing, too.
        return
    module = _module_of_callee(call)
    if call.callee_name in _LEAVE and middleware.prepared().is_fresh_user:
        return
    if module.partition(".")[0] == "django" and module != names.AUTH:
        # What reads the user has a rule of its own, but for alogin(), which puts another there.
        return
    _load_session(analysis, record, is_assumed=True)
    for name in ("user", _AWAITED_USER):
        for held in instances.instances(record.fields.get(name)):
            entry = analysis.entry(held)
            if isinstance(entry, heap.LazyUser) and not entry.evaluated:
                analysis.put(held, heap.LazyUser(True, is_assumed=True))
    known = {name: value for name, value in record.fields.items() if name != "user"}
    known.setdefault(_AWAITED_USER, AnyType(TypeOfAny.special_form))
    analysis.put(instance, heap.Record(known))
    relations.touched(analysis, known[_AWAITED_USER])


def _module_of_callee(call: Call) -> str:
    """Return the module of the function, or that of the class whose method is called."""
    function = expressions.fullname(call.callee)
    if function:
        return function.rpartition(".")[0]
    return next((item.type.module_name for item in instances.instances(call.receiver)), "")


FUNCTIONS: Final[dict[str, Function]] = {f"{names.AUTH}.aget_user": _aget_user}
RULE: Final = Rule(injected=_injected, method=_method, give_away=_give_away, adopted=_adopted)
