"""What a user may do: the database is asked once, and not at all for who may do everything, or nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain.column_value import PRESENT
from aobjects_mypy.models import middleware
from aobjects_mypy.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.domain import heap
    from aobjects_mypy.domain.column_value import Literal
    from aobjects_mypy.syntax.call import Call

_ALL: Final = ("_perm_cache", "_user_perm_cache", "_group_perm_cache")
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "has_perm": _ALL,
    "has_perms": _ALL,
    "has_module_perms": _ALL,
    "get_all_permissions": _ALL,
    "get_user_permissions": _ALL[1:2],
    "get_group_permissions": _ALL[2:],
}
"""Where each keeps what it has asked for; the first is what it looks for."""
_OF_ONE_OBJECT: Final[Mapping[str, int]] = {
    "has_perm": 1,
    "has_perms": 1,
    "get_all_permissions": 0,
    "get_user_permissions": 0,
    "get_group_permissions": 0,
}
"""The position of ``obj``: Django's own backend knows no permissions for one object, and answers at once."""
_TRUE: Final[Literal] = (names.BOOL, "True")
_FALSE: Final[Literal] = (names.BOOL, "False")


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    asked = target.name.removeprefix("a")
    found = analysis.row(instance) if asked in _KEPT and _is_user(instance) else None
    if found is None:
        return UNANSWERED
    address, row = found
    if _asks_nobody(row, asked, call):
        return call.result
    state = row.state
    is_kept = _KEPT[asked][0] in state.values
    for name in _KEPT[asked]:
        state = state.with_value(name, PRESENT)
    analysis.state.heap[address] = replace(row, state=state)
    is_async = target.name != asked
    return call.result if is_kept or is_async else UNANSWERED


def _is_user(instance: Instance) -> bool:
    return instance.type.has_base("django.contrib.auth.base_user.AbstractBaseUser")


def _asks_nobody(row: heap.Row, asked: str, call: Call) -> bool:
    values = row.state.values
    is_superuser, is_active = values.get("is_superuser", PRESENT), values.get("is_active", PRESENT)
    may_all = is_superuser.is_literal(_TRUE) or is_superuser.is_false(frozenset({_FALSE})) is False
    if (may_all and asked.startswith("has_")) or is_active.is_literal(_FALSE):
        return True
    position = _OF_ONE_OBJECT.get(asked)
    given = call.argument(position, "obj") if position is not None else None
    return given is not None and not expressions.is_none(given.expr) and middleware.has_only_djangos_backend()


RULE: Final = Rule(method=_method)
