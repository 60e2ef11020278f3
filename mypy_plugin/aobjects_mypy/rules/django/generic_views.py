"""Generic views: the rows that their methods give, and what those of them that write do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_QUERYSET: Final = "get_queryset"
_OBJECT: Final = "get_object"
_VIEWS: Final = frozenset(
    {
        "django.views.generic.detail.SingleObjectMixin",
        "django.views.generic.list.MultipleObjectMixin",
        "django.views.generic.edit.ModelFormMixin",
        "django.views.generic.dates.DateMixin",
    }
)


_SAVES: Final = {
    "form_valid": frozenset(
        {"django.views.generic.edit.ModelFormMixin", "django.views.generic.edit.BaseDeleteView"}
    ),
    "delete": frozenset({"django.views.generic.edit.DeletionMixin"}),
}
"""What writes a row, and which classes of Django do."""


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name in _SAVES:
        _save(analysis, instance, target.name, call)
    if target.name not in (_QUERYSET, _OBJECT) or not _is_of_django(instance, target.name):
        return UNANSWERED
    return _answer(analysis, instance, target.name, call)


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    if name in _SAVES:
        _save(analysis, parent, name, call)
    if name not in (_QUERYSET, _OBJECT) or not _is_of_django(parent, name):
        return UNANSWERED
    return _answer(analysis, receiver, name, call)


def _save(analysis: Evaluator, view: Instance, name: str, call: Call) -> None:
    definer = view.type.get_containing_type_info(name)
    if definer is not None and definer.fullname in _SAVES[name]:
        operations.report_call(analysis, call, expressions.source(call.callee), operations.WRAP)


def _is_of_django(view: Instance, name: str) -> bool:
    definer = view.type.get_containing_type_info(name)
    return definer is not None and definer.fullname in _VIEWS


def _answer(analysis: Evaluator, view: Instance, name: str, call: Call) -> Answer:
    if name == _QUERYSET:
        return _rows(analysis, view, call)
    if analysis.is_on_loop:
        # It queries: that is said where every other method is that does.
        return UNANSWERED
    given = call.argument(0, "queryset")
    rows = given.value if given is not None else analysis.call_method(view, _QUERYSET, call.node)
    return analysis.call_method(rows, "get", call.node) if _are_rows(analysis, rows) else UNANSWERED


def _rows(analysis: Evaluator, view: Instance, call: Call) -> Answer:
    """Return ``self.queryset.all()``, or ``self.model._default_manager.all()``."""
    rows: Type | None = analysis.read(view, "queryset", call.node)
    if not _are_rows(analysis, rows):
        model = analysis.read(view, "model", call.node)
        rows = analysis.read(model, "_default_manager", call.node)
    return analysis.call_method(rows, "all", call.node) if _are_rows(analysis, rows) else UNANSWERED


def _are_rows(analysis: Evaluator, value: Type | None) -> bool:
    found = instances.instances(value)
    return bool(found) and all(isinstance(analysis.entry(item), heap.QuerySet) for item in found)


RULE: Final = Rule(method=_method, inherited=_inherited)
"""Of any object: a view is one of the project's own classes."""
