"""Sets of forms: those of a model ask for its rows when they are gone through, shown or validated."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy.types import NoneType

from aobjects_mypy import diagnostics, names
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
    from aobjects_mypy.syntax.call import Argument, Call

_INLINE: Final = "django.forms.models.BaseInlineFormSet"
_VALIDATES: Final = frozenset({"is_valid", "full_clean", "non_form_errors", "total_error_count"})
_RENDERS: Final = frozenset({"as_p", "as_div", "as_ul", "as_table", "render"})
_FORMS: Final = frozenset({"forms", "initial_forms", "extra_forms"})


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Instance:
    data = call.argument(0, "data")
    bound = data is not None and not _is_nothing(data)
    entry = heap.FormSet(bound, has_rows=_has_rows(analysis, instance, call))
    return addresses.with_address(instance, analysis.allocate(call.node, entry, role="=forms"))


def _has_rows(analysis: Analysis, instance: Instance, call: Call) -> bool:
    """Tell a set that has rows to ask for: not ``queryset=Author.objects.none()``, not those of nobody."""
    if not instance.type.has_base(names.BASE_MODEL_FORM_SET):
        return False
    queryset = call.keywords.get("queryset")
    for rows in instances.instances(queryset.value if queryset is not None else None):
        entry = analysis.entry(rows)
        if isinstance(entry, heap.QuerySet) and entry.empty:
            return False
    if not instance.type.has_base(_INLINE):
        return True
    owner = call.argument(2, "instance")
    rows_of = [analysis.row(row) for row in instances.instances(owner.value if owner is not None else None)]
    return bool(rows_of) and all(row is None or row[1].given is None for row in rows_of)


def _is_nothing(argument: Argument) -> bool:
    members = instances.items(argument.value)
    is_none = bool(members) and all(isinstance(member, NoneType) for member in members)
    return is_none or expressions.is_none(argument.expr)


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.FormSet):
        return UNANSWERED
    if target.name in _VALIDATES:
        _validate(analysis, instance, entry, target.name, call.node)
    elif target.name == "save" and instance.type.has_base(names.BASE_MODEL_FORM_SET):
        _report(analysis, instance, "save", call.node)
    elif target.name in _RENDERS:
        _show(analysis, instance, target.name, call.node)
    else:
        return UNANSWERED
    return call.result


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    entry = analysis.entry(instance)
    if isinstance(entry, heap.FormSet) and expr.name in ("errors", "cleaned_data"):
        _validate(analysis, instance, entry, expr.name, expr)
    elif expr.name in _FORMS:
        _show(analysis, instance, expr.name, expr)
    return UNANSWERED


def _validate(
    analysis: Evaluator, instance: Instance, entry: heap.FormSet, name: str, node: nodes.Expression
) -> None:
    """Validate each of the forms, which is like any other with data."""
    if not entry.bound:
        return
    analysis.put(instance, replace(entry, bound=False, has_rows=False))
    if entry.has_rows:
        _report(analysis, instance, name, node)
        return
    generic = instances.as_supertype(instance, names.BASE_FORM_SET)
    for form in instances.instances(generic.args[-1] if generic is not None and generic.args else None):
        made = heap.ModelForm(None, "", bound=True)
        one = addresses.with_address(form, analysis.allocate(node, made, role="=form"))
        analysis.call_method(one, "full_clean", node)


def _show(analysis: Analysis, instance: Instance, name: str, node: nodes.Expression) -> None:
    """Go through the rows that the forms are of; they are kept."""
    entry = analysis.entry(instance)
    if isinstance(entry, heap.FormSet) and entry.has_rows:
        _report(analysis, instance, name, node)
        analysis.put(instance, replace(entry, has_rows=False))


def _report(analysis: Analysis, instance: Instance, name: str, node: nodes.Expression) -> None:
    written = expressions.source(node)
    called = {"__iter__": "list", "__str__": "str"}.get(name)
    use = f"await sync_to_async({called})({written})" if called else ""
    use = use or f"await sync_to_async(lambda: {written})()"
    analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.{name}", use), node)


def _iterate(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    _show(analysis, instance, "__iter__", node)


def _write(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    _show(analysis, instance, "__str__", node)


RULE: Final = Rule(construct=_construct, method=_method, attribute=_attribute)
HELD: Final = Rule(iterate=_iterate, write=_write)
"""Of whatever class the set is."""
