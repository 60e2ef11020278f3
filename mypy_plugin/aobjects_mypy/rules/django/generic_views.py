"""Generic views: the rows that their methods give, and what those of them that write do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from aobjects_mypy import diagnostics
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import operations
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_LIBRARY: Final = "django."
_LISTS: Final = f"{_LIBRARY}views.generic.list."
_EDITING: Final = f"{_LIBRARY}views.generic.edit."
_QUERYSET: Final = "get_queryset"
_OBJECT: Final = "get_object"
_PAGES: Final = "paginate_queryset"
_LIST: Final = f"{_LISTS}MultipleObjectMixin"
_VIEWS: Final = frozenset(
    {
        "django.views.generic.detail.SingleObjectMixin",
        _LIST,
        f"{_EDITING}ModelFormMixin",
        "django.views.generic.dates.DateMixin",
    }
)


_SAVES: Final = {
    "form_valid": frozenset({f"{_EDITING}ModelFormMixin", f"{_EDITING}BaseDeleteView"}),
    "delete": frozenset({f"{_EDITING}DeletionMixin"}),
    "get": frozenset({f"{_EDITING}BaseUpdateView"}),
    "post": frozenset({f"{_EDITING}BaseUpdateView", f"{_EDITING}DeletionMixin"}),
}
"""What writes a row, or asks for the one that is meant, and which classes of Django do."""


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name in _SAVES:
        _save(analysis, instance, target.name, call)
    if target.name == _PAGES:
        _paginate(analysis, instance, call)
    if target.name not in (_QUERYSET, _OBJECT) or not _is_of_django(instance, target.name):
        return UNANSWERED
    return _answer(analysis, instance, target.name, call)


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    if name in _SAVES:
        _save(analysis, parent, name, call)
    if name == _PAGES:
        _paginate(analysis, parent, call)
    if name == "get":
        _show_pages(analysis, receiver, parent, call)
    if name == "post":
        _create(analysis, receiver, parent, call)
    if name not in (_QUERYSET, _OBJECT) or not _is_of_django(parent, name):
        return UNANSWERED
    return _answer(analysis, receiver, name, call)


def _save(analysis: Evaluator, view: Instance, name: str, call: Call) -> None:
    if _saves(view, name):
        _report(analysis, call)


def _report(analysis: Evaluator, call: Call) -> None:
    operations.report_call(analysis, call, _subject(call), operations.WRAP)


def _subject(call: Call) -> str:
    callee = call.callee
    return f"super().{callee.name}" if isinstance(callee, nodes.SuperExpr) else expressions.source(callee)


def _saves(view: Instance, name: str) -> bool:
    """Tell a view of which Django's own method writes; django-stubs leaves out that of ``DeleteView``."""
    definer = view.type.get_containing_type_info(name)
    if definer is None or not definer.module_name.startswith(_LIBRARY):
        return False
    return definer.fullname in _SAVES[name] or (
        name == "form_valid" and any(base.fullname in _SAVES[name] for base in view.type.mro)
    )


def _paginate(analysis: Evaluator, view: Instance, call: Call) -> None:
    """Report what counts the rows, and looks whether there are more."""
    definer = view.type.get_containing_type_info(_PAGES)
    given = call.argument(0, "queryset")
    if definer is not None and definer.fullname == _LIST and given is not None:
        rows = [analysis.entry(item) for item in instances.instances(given.value)]
        cold = [row for row in rows if isinstance(row, heap.QuerySet) and row.cache is heap.Cache.COLD]
        if rows and len(cold) == len(rows):
            found = diagnostics.advised_query(_subject(call), diagnostics.PAGES_OF_QUERYSET)
            analysis.report(found, call.node)


def _show_pages(analysis: Evaluator, view: Instance, parent: Instance, call: Call) -> None:
    """Report ``super().get()`` of a list in pages, or of one that may not be empty: it asks for the rows.

    Otherwise nothing is asked yet.
    """
    definer = parent.type.get_containing_type_info("get")
    if definer is None or definer.fullname != f"{_LISTS}BaseListView":
        return
    if _may_not_be_empty(analysis, view, call):
        _report(analysis, call)
        return
    number = definitions.returned(analysis.callees.class_value(view.type, "paginate_by"))
    owns = (view.type.get_containing_type_info(name) for name in (_PAGES, "get_paginate_by"))
    is_own = any(own is None or not own.module_name.startswith(_LIBRARY) for own in owns)
    if isinstance(number, nodes.IntExpr) and number.value and not is_own:
        _report(analysis, call)


def _may_not_be_empty(analysis: Evaluator, view: Instance, call: Call) -> bool:
    """Tell ``allow_empty = False`` over a queryset."""
    allowed = definitions.returned(analysis.callees.class_value(view.type, "allow_empty"))
    chooser = view.type.get_containing_type_info("get_allow_empty")
    if not isinstance(allowed, nodes.NameExpr) or allowed.name != "False":
        return False
    if chooser is not None and not chooser.module_name.startswith(_LIBRARY):
        return False
    with analysis.off_loop():
        rows = analysis.call_method(view, _QUERYSET, call.node)
    entries = [analysis.entry(item) for item in instances.instances(rows)]
    return bool(entries) and all(
        isinstance(entry, heap.QuerySet) and entry.cache is heap.Cache.COLD for entry in entries
    )


def _create(analysis: Evaluator, view: Instance, parent: Instance, call: Call) -> None:
    """Report ``super().post()`` of a view that creates: a valid form is saved."""
    definer = parent.type.get_containing_type_info("post")
    is_own = definer is None or definer.fullname != f"{_EDITING}BaseCreateView"
    if not is_own and _saves(view, "form_valid"):
        _report(analysis, call)


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
