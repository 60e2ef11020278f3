"""Model forms: building one is free, validating, saving or printing one may query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, TypeType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.domain import heap
from aobjects_mypy.syntax import class_facts, expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_ALL_FIELDS: Final = frozenset({"__all__"})
_VALIDATES: Final = frozenset({"is_valid", "full_clean"})
_RENDERS: Final = frozenset({"as_p", "as_div", "as_ul", "as_table", "render"})


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Instance:
    """Record what is visible of the form: its fields and whether it has data."""
    fields = _declared_fields(analysis, call.callee)
    model = next(iter(_models(analysis, instance)), None) or _model_of_factory(analysis, call.callee) or ""
    data = call.argument(0, "data")
    bound = data is not None and not expressions.is_none(data.expr)
    entry = heap.ModelForm(fields, model, bound)
    if not bound and "instance" in call.keywords and fields is not None:
        _report_initial(analysis, entry, call)
    return addresses.with_address(instance, analysis.allocate(call.node, entry))


def _models(analysis: Analysis, instance: Instance) -> list[str]:
    generic = instances.as_supertype(instance, names.MODEL_FORM)
    return [
        schema.fullname
        for item in instances.instances(generic.args[0] if generic is not None and generic.args else None)
        if (schema := analysis.model_of(item.type)) is not None
    ]


def _declared_fields(analysis: Evaluator, callee: nodes.Expression) -> frozenset[str] | None:
    target = analysis.resolve(callee)
    if isinstance(target, nodes.CallExpr) and expressions.fullname(target.callee) == names.MODELFORM_FACTORY:
        for name, value in zip(target.arg_names, target.args, strict=True):
            if name == "fields":
                if isinstance(value, nodes.StrExpr):
                    return _ALL_FIELDS
                listed = expressions.literal_strings(value)
                return frozenset(listed) if listed is not None else None
    info = target.node if isinstance(target, nodes.RefExpr) else None
    return class_facts.form_fields(info) if isinstance(info, nodes.TypeInfo) else None


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Type | None:
    return _django_method(analysis, instance, target.name, call)


def _inherited(
    analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call
) -> Type | None:
    return _django_method(analysis, receiver, name, call)


def _django_method(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    entry = analysis.entry(instance)
    form = entry if isinstance(entry, heap.ModelForm) else None
    if name == "save":
        commit = call.argument(0, "commit")
        if commit is None or not expressions.is_name(commit.expr, names.FALSE):
            _report(analysis, instance, name, call)
    elif form is not None and name in _VALIDATES and form.bound:
        if _asks(analysis, form, unique=True):
            _report(analysis, instance, name, call)
        _validated(analysis, instance, form)
    elif form is not None and name in _RENDERS and _asks(analysis, form, unique=False):
        _report(analysis, instance, name, call)
    return call.result


def _validated(analysis: Analysis, instance: Instance, form: heap.ModelForm) -> None:
    """Record that the errors are known from now on."""
    name = addresses.address_of(instance)
    if name is not None:
        analysis.state.heap[name] = replace(form, bound=False)


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    entry = analysis.entry(instance)
    if (
        isinstance(entry, heap.ModelForm)
        and expr.name == "errors"
        and entry.bound
        and _asks(analysis, entry, unique=True)
    ):
        written = expressions.source(expr)
        analysis.report(
            diagnostics.synchronous_query(
                f"{instance.type.name}.errors", f"await sync_to_async(lambda: {written})()"
            ),
            expr,
        )
        _validated(analysis, instance, entry)
    return UNANSWERED


def _bound_field(
    analysis: Evaluator, instance: Instance, expr: nodes.IndexExpr, result: Type | None
) -> Type | None:
    """Return the type of ``form["author"]``, which prints that one field."""
    entry = analysis.entry(instance)
    name = expressions.string(expr.index)
    if not isinstance(entry, heap.ModelForm) or name is None:
        return result
    field = replace(entry, fields=frozenset({name}))
    for item in instances.instances(result):
        return addresses.with_address(item, analysis.allocate(expr, field, role="=field"))
    return result


def _write(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    """Report ``str(form)`` when a field's choices are rows."""
    entry = analysis.entry(instance)
    if isinstance(entry, heap.ModelForm) and _asks(analysis, entry, unique=False):
        use = f"await sync_to_async({expressions.source(node)}.render)()"
        analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.__str__", use), node)


def _asks(analysis: Analysis, form: heap.ModelForm, *, unique: bool) -> bool:
    schema = analysis.schema.model(form.model)
    if schema is None or form.fields is None:
        return False
    if form.fields == _ALL_FIELDS:
        form = replace(
            form, fields=frozenset({*schema.relations, *schema.many_to_many_names, *schema.columns})
        )
    choices = {name for name, relation in schema.relations.items() if relation.attnames and relation.target}
    fields = form.fields or frozenset()
    if fields & (choices | schema.many_to_many_names):
        return True
    return unique and any(
        field.unique and field.name in fields for field in schema.model._meta.concrete_fields
    )


def _report_initial(analysis: Analysis, form: heap.ModelForm, call: Call) -> None:
    schema = analysis.schema.model(form.model)
    if schema is not None and form.fields is not None and form.fields & schema.many_to_many_names:
        use = f"await sync_to_async({expressions.source(call.callee)})(...)"
        analysis.report(diagnostics.synchronous_query(f"{schema.name} form", use), call.node)


def _report(analysis: Analysis, instance: Instance, name: str, call: Call) -> None:
    use = f"await sync_to_async({expressions.source(call.callee)})({'...' if call.arguments else ''})"
    analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.{name}", use), call.node)


def _model_of_factory(analysis: Evaluator, callee: nodes.Expression) -> str | None:
    """Return the model of ``modelform_factory(Model)`` behind a local name."""
    target = analysis.resolve(callee)
    if not isinstance(target, nodes.CallExpr) or not target.args:
        return None
    typ = (
        get_proper_type(analysis.type_of(target.args[0]))
        if analysis.type_of(target.args[0]) is not None
        else None
    )
    if isinstance(typ, CallableType):
        typ = get_proper_type(typ.ret_type)
    if isinstance(typ, TypeType):
        typ = get_proper_type(typ.item)
    schema = analysis.model_of(typ.type) if isinstance(typ, Instance) else None
    return schema.fullname if schema is not None else None


RULE: Final = Rule(
    construct=_construct, attribute=_attribute, method=_method, inherited=_inherited, index=_bound_field
)
HELD: Final = Rule(write=_write)
"""Of a form, or of one field of it, which prints the same."""
