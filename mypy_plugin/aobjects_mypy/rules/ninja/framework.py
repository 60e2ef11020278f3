"""Django ninja: which functions are operations, and what their ``response=`` says."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.analysis.framework import Endpoint, Framework
from aobjects_mypy.calls import created_schemas
from aobjects_mypy.rules.ninja import authentication, handed_on, responses
from aobjects_mypy.syntax import class_facts, expressions, wrappers

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_METHODS: Final = frozenset({"get", "post", "put", "patch", "delete", "api_operation"})
_OWNERS: Final = frozenset({"ninja.NinjaAPI", "ninja.main.NinjaAPI", "ninja.Router", "ninja.router.Router"})
_EXTRA: Final = "ninja_extra."
"""What is declared of its APIs and routers is read in a thread."""
_PAGINATE: Final = frozenset({"ninja.pagination.paginate"})
_PAGES: Final = frozenset(
    f"ninja.pagination.{name}"
    for name in ("LimitOffsetPagination", "PageNumberPagination", "CursorPagination")
)
_TRANSPARENT: Final = ("ninja.", "django.", "functools.wraps", "typing.", "abc.")
"""Decorators that hand on what the function returns."""
_ENUM: Final = "http.HTTPStatus."
_CODES: Final = {
    "ninja.responses.codes_1xx": (100, 102),
    "ninja.responses.codes_2xx": (200, 207),
    "ninja.responses.codes_3xx": (300, 309),
    "ninja.responses.codes_4xx": (400, 413),
    "ninja.responses.codes_5xx": (500, 505),
}


def _endpoint(
    analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> Endpoint | None:
    """Return how ninja calls an operation: a sync one in a thread."""
    if decorator is None or not function.is_coroutine:
        return None
    page: nodes.TypeInfo | None = None
    is_paginated = False
    own: list[nodes.Expression] = []
    response: nodes.Expression | None = None
    asked: nodes.Expression | None = None
    is_operation = False
    passed: list[nodes.Expression] = []
    registers: list[nodes.Expression] = []
    is_known = True
    for expr in decorator.original_decorators:
        owner = _owner(analysis, expr)
        if isinstance(expr, nodes.CallExpr) and owner is not None:
            given = dict(zip(expr.arg_names, expr.args, strict=True))
            is_operation, response = True, given.get("response")
            registers.append(expr)
            asked = given.get("auth") or authentication.of_owner(analysis, owner)
            if authentication.is_open(analysis, owner, given.get("auth")):
                passed.append(expr)
            continue
        name = analysis.callees.imported(wrappers.callee_of(expr))
        if name in _PAGINATE and not own:
            is_paginated, page = True, _own_page(expr)
            is_known = is_known and (page is not None or _is_known_page(analysis, expr))
            passed.append(expr)
            registers.append(expr)
        elif name in _PAGINATE or not name.startswith(_TRANSPARENT):
            own.insert(0, expr)
    if not is_operation:
        return None
    schemas = _schemas(analysis, response) if response is not None else None
    if not is_known or not handed_on.are_seen(analysis, own):
        schemas = None
    begin = partial(authentication.begin, asked) if asked is not None else None
    declared = responses.Response(schemas or {}, own, is_paginated, page)
    finish = partial(_finish, declared) if schemas else None
    return Endpoint(begin=begin, leave_request=passed, registers=registers, finish=finish)


def _finish(
    declared: responses.Response, analysis: Evaluator, value: Type | None, place: nodes.Expression
) -> None:
    responses.finish(analysis, declared, value, place)


def _owner(analysis: Evaluator, expr: nodes.Expression) -> nodes.Expression | None:
    """Return the API, or the router, of ``@api.get(...)``, ``@router.post(...)``."""
    callee = expr.callee if isinstance(expr, nodes.CallExpr) else None
    if not isinstance(callee, nodes.MemberExpr) or callee.name not in _METHODS:
        return None
    return callee.expr if _is_owner(analysis, callee.expr) else None


def _is_owner(analysis: Evaluator, expr: nodes.Expression) -> bool:
    """Tell an API or a router, also where mypy has no types for ninja."""
    node = expr.node if isinstance(expr, nodes.RefExpr) else None
    known = node.type if isinstance(node, nodes.Var) else analysis.type_of(expr)
    typ = get_proper_type(known) if known is not None else None
    if isinstance(typ, Instance):
        return _has_base(typ.type)
    made = analysis.callees.assigned(node) if isinstance(node, nodes.Var) else None
    if not isinstance(made, nodes.CallExpr):
        return False
    owner = made.callee.node if isinstance(made.callee, nodes.RefExpr) else None
    if isinstance(owner, nodes.TypeInfo):
        return _has_base(owner)
    return analysis.callees.imported(made.callee) in _OWNERS


def _has_base(info: nodes.TypeInfo) -> bool:
    bases = list(class_facts.base_names(info))
    return any(name in _OWNERS for name in bases) and not any(name.startswith(_EXTRA) for name in bases)


def _own_page(expr: nodes.Expression) -> nodes.TypeInfo | None:
    """Return the class of the project that ``@paginate`` names."""
    given = expr.args[0] if isinstance(expr, nodes.CallExpr) and expr.args else None
    info = given.node if isinstance(given, nodes.RefExpr) else None
    return info if isinstance(info, nodes.TypeInfo) and handed_on.is_own_page(info) else None


def _is_known_page(analysis: Evaluator, expr: nodes.Expression) -> bool:
    """Tell ``@paginate`` with a class of ninja's own: it fetches the rows asynchronously."""
    if not isinstance(expr, nodes.CallExpr) or not expr.args or expr.arg_kinds[0] != nodes.ARG_POS:
        return True
    return analysis.callees.imported(expr.args[0]) in _PAGES


# What is declared ------------------------------------------------------------------------------------------


def _schemas(analysis: Evaluator, response: nodes.Expression) -> dict[int, Type | None] | None:
    """Return the type of each status; ``None`` where one of them is not known."""
    expr: nodes.Expression | None = response
    if isinstance(expr, nodes.NameExpr) and isinstance(expr.node, nodes.Var):
        expr = analysis.callees.assigned(expr.node) or expr
    if not isinstance(expr, nodes.DictExpr):
        return {200: created_schemas.written(analysis, response)}
    found: dict[int, Type | None] = {}
    for key, value in expr.items:
        typ = created_schemas.written(analysis, value)
        codes = _codes(analysis, key) if key is not None else None
        if not codes:
            return None
        found |= dict.fromkeys(codes, typ)
    return found


def _codes(analysis: Evaluator, key: nodes.Expression) -> list[int] | None:
    """Return the statuses that a key stands for: ``200``, ``HTTPStatus.OK``, ``codes_4xx``, ``...``."""
    if isinstance(key, nodes.IntExpr):
        return [key.value]
    if isinstance(key, nodes.EllipsisExpr):
        return [responses.ANY_STATUS]
    name = analysis.callees.imported(key)
    if name.startswith(_ENUM) and name.removeprefix(_ENUM) in HTTPStatus.__members__:
        return [HTTPStatus[name.removeprefix(_ENUM)]]
    if isinstance(key, nodes.CallExpr) and expressions.dotted(key.callee) == names.FROZENSET and key.args:
        display = key.args[0]
        items = display.items if isinstance(display, (nodes.SetExpr, nodes.ListExpr)) else []
        several = [_codes(analysis, item) for item in items]
        return [code for codes in several for code in codes or ()] if all(several) else None
    first, after = _CODES.get(name, (0, 0))
    return list(range(first, after)) or None


FRAMEWORK: Final = Framework(
    classes={responses.STATUS_CLASS: responses.STATUS},
    functions=responses.FUNCTIONS,
    endpoint=_endpoint,
)
