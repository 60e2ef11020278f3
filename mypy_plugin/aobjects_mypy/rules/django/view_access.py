"""Views that are classes, behind Django's access mixins: their ``dispatch`` reads the user on the event loop.

The decorators of the same purpose are async where they stand on the handler itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import diagnostics
from aobjects_mypy.analysis.framework import Endpoint, Framework
from aobjects_mypy.calls import before_handlers
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions, expressions, requests, wrappers
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.sinks import Finding

_MIXINS: Final = "django.contrib.auth.mixins."
_LOGIN: Final = f"{_MIXINS}LoginRequiredMixin"
_PERMISSION: Final = f"{_MIXINS}PermissionRequiredMixin"
_TEST: Final = f"{_MIXINS}UserPassesTestMixin"
_INSTEAD: Final = {
    _LOGIN: "@method_decorator(login_required)",
    _PERMISSION: "@method_decorator(permission_required(...))",
    _TEST: "@method_decorator(user_passes_test(...))",
}
_DECORATORS: Final = {
    f"django.contrib.auth.decorators.{name}": name for name in ("login_required", "permission_required")
}
_METHOD_DECORATOR: Final = "django.utils.decorators.method_decorator"
_DISPATCH: Final = before_handlers.DISPATCH


def _endpoint(
    analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> Endpoint | None:
    info = function.info
    if not info or not function.is_coroutine or not requests.is_handler(function):
        return None
    return Endpoint(begin=_begin)


def _begin(analysis: Evaluator, function: nodes.FuncDef, myself: Type | None) -> None:
    """Report what runs on the event loop before the handler does."""
    info = function.info
    place = _place(function, "request")
    given = (myself, analysis.read(myself, "request", place))
    _report_own(
        analysis, function, before_handlers.SETUP, before_handlers.set_up(analysis, info, given, place)
    )
    own = dict(before_handlers.own(info, _DISPATCH))
    for base in info.mro:
        check = _CHECKS.get(base.fullname)
        if check is not None:
            check(analysis, function, myself)
        elif base in own:
            goes_on, findings = before_handlers.dispatch(analysis, own[base], given, place)
            _report_own(analysis, function, _DISPATCH, findings)
            if not goes_on:
                return
    for name, written in _decorators_of_dispatch(info.defn):
        if _reads_user(analysis, function, myself) or name == "permission_required":
            use = f"@method_decorator({written})"
            _report_wrapped(analysis, function, f"{name} around {info.name}.{_DISPATCH}", use)


def _report_own(analysis: Evaluator, function: nodes.FuncDef, name: str, findings: Sequence[Finding]) -> None:
    if findings:
        what = f"{function.info.name}.{name}"
        _report(analysis, function, diagnostics.advised_query(what, diagnostics.BEFORE_HANDLER))


def _check_login(analysis: Evaluator, function: nodes.FuncDef, myself: Type | None) -> None:
    if _reads_user(analysis, function, myself):
        _report_wrapped(analysis, function, f"LoginRequiredMixin.{_DISPATCH}", _INSTEAD[_LOGIN])


def _check_permission(analysis: Evaluator, function: nodes.FuncDef, myself: Type | None) -> None:
    definer = function.info.get_containing_type_info("has_permission")
    if definer is not None and definer.fullname == _PERMISSION:
        _reads_user(analysis, function, myself)
        _report_wrapped(analysis, function, f"PermissionRequiredMixin.{_DISPATCH}", _INSTEAD[_PERMISSION])
    else:
        _run(analysis, function, myself, "has_permission")


def _check_test(analysis: Evaluator, function: nodes.FuncDef, myself: Type | None) -> None:
    _run(analysis, function, myself, "test_func")


def _run(analysis: Evaluator, function: nodes.FuncDef, myself: Type | None, name: str) -> None:
    """Run the project's own test of the user."""
    body = analysis.callees.body(instances.member(function.info, name))
    ran = analysis.run_called(body, {0: myself}, _place(function, name)) if body is not None else None
    if ran is not None and any(not finding.is_unproven for finding in ran.findings):
        mixin = _PERMISSION if name == "has_permission" else _TEST
        _report_wrapped(analysis, function, f"{function.info.name}.{name}", _INSTEAD[mixin])


def _reads_user(analysis: Evaluator, function: nodes.FuncDef, myself: Type | None) -> bool:
    """Read the user of the request; tell whether nothing has done so before."""
    place = _place(function, "request")
    user = analysis.read(analysis.read(myself, "request", place), "user", place)
    for instance in instances.instances(user):
        entry = analysis.entry(instance)
        if isinstance(entry, heap.LazyUser):
            analysis.put(instance, heap.LazyUser(evaluated=True))
            return not entry.evaluated
    return False


def _place(function: nodes.FuncDef, name: str) -> nodes.MemberExpr:
    place = nodes.MemberExpr(nodes.NameExpr("self"), name)
    place.set_line(function.info.defn)
    return place


def _report_wrapped(analysis: Evaluator, function: nodes.FuncDef, what: str, use: str) -> None:
    _report(analysis, function, diagnostics.synchronous_query(what, f'{use}" on "{function.name}'))


def _report(analysis: Evaluator, function: nodes.FuncDef, found: diagnostics.Diagnostic) -> None:
    """Report it once a class, at its line: with the first of the handlers."""
    handlers = (definitions.function_of(symbol.node) for symbol in function.info.names.values())
    first = next(
        (handler for handler in handlers if handler is not None and requests.is_handler(handler)), None
    )
    if first is not None and first is not function:
        return
    analysis.report(found, function.info.defn)


def _decorators_of_dispatch(definition: nodes.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the decorators that ``@method_decorator(..., name="dispatch")`` puts around ``dispatch``."""
    for expr in definition.decorators:
        if not isinstance(expr, nodes.CallExpr) or expressions.fullname(expr.callee) != _METHOD_DECORATOR:
            continue
        named = dict(zip(expr.arg_names, expr.args, strict=True)).get("name") or (
            expr.args[1] if len(expr.args) > 1 else None
        )
        if named is None or expressions.string(named) != _DISPATCH:
            continue
        given = expr.args[0]
        for item in given.items if isinstance(given, (nodes.ListExpr, nodes.TupleExpr)) else [given]:
            name = _DECORATORS.get(expressions.fullname(wrappers.callee_of(item)))
            if name is not None:
                yield name, expressions.source(item)


_CHECKS: Final[dict[str, Callable[[Evaluator, nodes.FuncDef, Type | None], None]]] = {
    _LOGIN: _check_login,
    _PERMISSION: _check_permission,
    _TEST: _check_test,
}

FRAMEWORK: Final = Framework(endpoint=_endpoint)
