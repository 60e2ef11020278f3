"""Forms: building one is free, validating, saving or printing one may query."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import CallableType, Instance, NoneType, Type, TypeType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying, row_validation
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.address_parts import NOWHERE, Address
from aobjects_mypy.models.model_schema import fullname_of
from aobjects_mypy.orm import form_fields, writing
from aobjects_mypy.syntax import class_facts, expressions
from aobjects_mypy.syntax.call import Argument
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.syntax.call import Call

_ALL_FIELDS: Final = frozenset({"__all__"})
_MADE: Final = frozenset({"AutoField", "BigAutoField", "SmallAutoField", "GeneratedField"})
"""The database makes their values: no form has them."""
_VALIDATES: Final = frozenset({"is_valid", "full_clean", "non_field_errors", "has_error"})
_RENDERS: Final = frozenset({"as_p", "as_div", "as_ul", "as_table", "render"})
_SAVES_MANY: Final = "save_m2m"
_METHODS: Final = frozenset({"save", _SAVES_MANY, "visible_fields", *_VALIDATES, *_RENDERS})


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Instance:
    """Record what is visible of the form: its fields and whether it has data."""
    fields = _declared_fields(analysis, call.callee)
    if fields is None:
        fields = _fields_of_class(instance.type)
    model = next(iter(_models(analysis, instance)), None) or _model_of_factory(analysis, call.callee) or ""
    form = heap.ModelForm(fields, model, bound=False)
    made = addresses.with_address(instance, analysis.allocate(call.node, form))
    held = form_fields.choices(analysis, made, call.node, _relations_of_model(analysis, instance, form))
    analysis.put(made, replace(form, attributes={"fields": held} if held is not None else {}))
    _initialize(analysis, made, call)
    return made


def _initialize(analysis: Evaluator, made: Instance, call: Call) -> None:
    """Do what Django's own constructor does with the arguments."""
    entry = analysis.entry(made)
    if not isinstance(entry, heap.ModelForm):
        return
    call = replace(call, arguments=tuple(_given(analysis, call)))
    data = call.argument(0, "data")
    bound = data is not None and not _is_nothing(data)
    row = _instance_of(analysis, entry.model, entry.fields, call)
    entry = replace(entry, bound=bound, row=row)
    analysis.put(made, entry)
    if "instance" in call.keywords and entry.fields is not None:
        _report_initial(analysis, made, entry, call)


def _is_nothing(argument: Argument) -> bool:
    members = instances.items(argument.value)
    is_none = bool(members) and all(isinstance(member, NoneType) for member in members)
    return is_none or expressions.is_none(argument.expr)


def _given(analysis: Analysis, call: Call) -> Iterator[Argument]:
    """Yield the arguments, with those of ``*args`` and ``**kwargs`` where it is known what they hold."""
    for argument in call.unpacked:
        members = instances.instances(argument.value) if argument.kind == nodes.ARG_STAR2 else ()
        entries = [analysis.entry(member) for member in members]
        if argument.kind == nodes.ARG_STAR2 and all(isinstance(entry, heap.Record) for entry in entries):
            for entry in entries:
                for name, value in entry.fields.items() if isinstance(entry, heap.Record) else ():
                    yield Argument(argument.expr, nodes.ARG_NAMED, name, value)
        elif argument.kind not in (nodes.ARG_STAR, nodes.ARG_STAR2):
            yield argument


def _instance_of(analysis: Analysis, model: str, fields: frozenset[str] | None, call: Call) -> Address | None:
    """Return the address of ``form.instance``: the row that it was given, or a new one."""
    schema = analysis.schema.model(model)
    given = call.keywords.get("instance")
    if given is not None and not expressions.is_none(given.expr):
        return next(
            (address for item in instances.instances(given.value) if (address := addresses.address_of(item))),
            None,
        )
    if schema is None:
        return None
    row = heap.unknown_row(schema.fullname)
    if fields is not None and not call.has_unpacking and given is None:
        # Validation sets the rows of foreign keys, and not their keys alone.
        row = replace(row, state=writing.constructed_state(schema, {}, saved=False), given=frozenset())
    return analysis.allocate(call.node, row, role="=instance")


def _models(analysis: Analysis, instance: Instance) -> Iterator[str]:
    generic = instances.as_supertype(instance, names.MODEL_FORM)
    for item in instances.instances(generic.args[0] if generic is not None and generic.args else None):
        schema = analysis.model_of(item.type)
        if schema is not None:
            yield schema.fullname
    named = class_facts.form_model(instance.type)
    schema = analysis.model_of(named) if named is not None else None
    if schema is not None:
        yield schema.fullname


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
    return _fields_of_class(info) if isinstance(info, nodes.TypeInfo) else None


def _fields_of_class(info: nodes.TypeInfo) -> frozenset[str] | None:
    fields = class_facts.form_fields(info)
    # Which fields "exclude" leaves is said by the model, which is looked up later.
    return _ALL_FIELDS if fields is None and class_facts.excluded_fields(info) is not None else fields


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name not in _METHODS or _is_overridden(instance.type, target.name):
        return UNANSWERED
    return _django_method(analysis, instance, target.name, call)


def _is_overridden(info: nodes.TypeInfo, name: str) -> bool:
    """Tell a method of the project's own, whose body is run instead."""
    definer = info.get_containing_type_info(name)
    return definer is not None and not definer.module_name.startswith("django.")


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    if name == "__init__":
        _initialize(analysis, receiver, call)
        return call.result
    return _django_method(analysis, receiver, name, call) if name in _METHODS else UNANSWERED


def _django_method(analysis: Evaluator, instance: Instance, name: str, call: Call) -> Type | None:
    entry = analysis.entry(instance)
    form = entry if isinstance(entry, heap.ModelForm) else None
    if name == "save":
        return _save(analysis, instance, form, call)
    if form is not None and name == _SAVES_MANY:
        if _many(analysis, instance, form):
            _report(analysis, instance, name, call)
    elif form is not None and name in _VALIDATES and form.bound:
        if _asks(analysis, instance, form, unique=True):
            _report(analysis, instance, name, call)
        _validate(analysis, instance, form, call.node)
    elif form is not None and name in _RENDERS:
        if _asks(analysis, instance, form, unique=form.bound):
            _report(analysis, instance, name, call)
        if form.bound:
            # What is shown of a form with data are its errors, too.
            _validate(analysis, instance, form, call.node)
    elif form is not None and name == "visible_fields" and call.result is not None:
        return instances.tag_all(call.result, {names.BOUND_FIELD: analysis.address_of(instance)})
    return call.result


def _save(analysis: Analysis, instance: Instance, form: heap.ModelForm | None, call: Call) -> Type | None:
    """Write the row unless ``commit=False`` says not to, and return it."""
    commit = call.argument(0, "commit")
    is_written = commit is None or not expressions.is_name(commit.expr, names.FALSE)
    if is_written:
        _report(analysis, instance, "save", call)
    row = _row(analysis, form)
    if row is None:
        return call.result
    if is_written:
        writing.saved(analysis, row)
    return instances.overlay(call.result, row)


def _row(analysis: Analysis, form: heap.ModelForm | None) -> Instance | None:
    """Return ``form.instance``."""
    model = analysis.instance_of(form.model) if form is not None and form.model else None
    if form is None or form.row is None or model is None:
        return None
    return addresses.with_address(model, form.row)


def _validate(analysis: Evaluator, instance: Instance, form: heap.ModelForm, place: nodes.Expression) -> None:
    """Run the form's own ``clean`` methods; the errors are known from now on."""
    name = addresses.address_of(instance)
    if name is not None:
        analysis.state.heap[name] = replace(form, bound=False)
    schema = analysis.schema.model(form.model)
    row = analysis.state.heap.get(form.row or NOWHERE)
    if isinstance(row, heap.Row) and schema is not None:
        _set_relations(analysis, instance, form, schema)
    for method in _cleaning(instance.type):
        applying.call(analysis, method, None, instance, place, getattr(method, "name", "clean"))
    made = _row(analysis, form)
    if made is not None:
        # A form that belongs to a model has the row cleaned last, as the row itself does it.
        row_validation.clean(analysis, made, place)


def _set_relations(
    analysis: Evaluator, instance: Instance, form: heap.ModelForm, schema: ModelSchema
) -> None:
    """Record that the rows which were chosen are those of the instance now."""
    for name in sorted(_fields(form, schema) & set(schema.relations)):
        if schema.relations[name].attnames:
            row = form_fields.chosen(analysis, instance, form, name)
            writing.set_attribute(analysis, form.row or NOWHERE, schema, name, row)


def _cleaning(info: nodes.TypeInfo) -> Iterator[nodes.SymbolNode]:
    """Yield the methods of the project that validation calls: of each field, then of the whole form."""
    found = {name: base for base in reversed(info.mro) for name in base.names}
    for name in sorted(found, key=lambda name: (name == "clean", name)):
        if name == "clean" or name.startswith("clean_"):
            node = found[name].names[name].node
            if node is not None and not found[name].module_name.startswith("django."):
                yield node


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.ModelForm):
        return UNANSWERED
    if expr.name == "instance":
        row = _row(analysis, entry)
        return UNANSWERED if row is None else instances.overlay(result, row)
    if expr.name == "cleaned_data":
        cleaned = form_fields.cleaned(analysis, instance, entry, result)
        return UNANSWERED if cleaned is None else cleaned
    if expr.name == "errors" and entry.bound:
        if _asks(analysis, instance, entry, unique=True):
            written = expressions.source(expr)
            use = f"await sync_to_async(lambda: {written})()"
            analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.errors", use), expr)
        _validate(analysis, instance, entry, expr)
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
    if result is None:
        result = analysis.instance_of(names.BOUND_FIELD)
    for item in instances.instances(result):
        return addresses.with_address(item, analysis.allocate(expr, field, role="=field"))
    return result


def _write(analysis: Analysis, instance: Instance, node: nodes.Expression) -> None:
    """Report ``str(form)`` when a field's choices are rows."""
    entry = analysis.entry(instance)
    if isinstance(entry, heap.ModelForm) and _asks(analysis, instance, entry, unique=False):
        use = f"await sync_to_async({expressions.source(node)}.render)()"
        analysis.report(diagnostics.synchronous_query(f"{instance.type.name}.__str__", use), node)


def _asks(analysis: Analysis, instance: Instance, form: heap.ModelForm, *, unique: bool) -> bool:
    """Tell whether a field has rows for choices, or (``unique``) must not be in the table already."""
    if unique and instance.type.has_base(names.AUTHENTICATION_FORM):
        return True
    declared = form_fields.written_fields(instance.type)
    if any(
        has_rows and form_fields.may_ask(analysis, form, name, validates=unique)
        for name, has_rows in declared.items()
    ):
        return True
    schema = analysis.schema.model(form.model)
    if schema is None or form.fields is None:
        return False
    fields = _fields(form, schema) - (class_facts.excluded_fields(instance.type) or frozenset())
    choices = {name for name, relation in schema.relations.items() if relation.attnames and relation.target}
    if (fields - declared.keys()) & (choices | schema.many_to_many_names):
        return True
    return unique and any(
        field.unique and field.name in fields for field in schema.model._meta.concrete_fields
    )


def _relations_of_model(
    analysis: Analysis, instance: Instance, form: heap.ModelForm
) -> dict[str, form_fields.OfModel]:
    """Return the fields that the form makes of the model's relations."""
    schema = analysis.schema.model(form.model)
    if schema is None or form.fields is None:
        return {}
    left_out = form_fields.written_fields(instance.type).keys() | (
        class_facts.excluded_fields(instance.type) or frozenset()
    )
    blank = {field.name for field in schema.model._meta.concrete_fields if field.blank}
    made = _fields(form, schema) - left_out
    found = {
        name: form_fields.OfModel(relation.target, is_optional=name in blank)
        for name, relation in schema.relations.items()
        if name in made and relation.attnames and relation.target
    }
    for field in schema.model._meta.many_to_many:
        target = analysis.schema.model(fullname_of(field.related_model)) if field.name in made else None
        if target is not None:
            found[field.name] = form_fields.OfModel(target.fullname, is_many=True)
    return found


def _many(analysis: Analysis, instance: Instance, form: heap.ModelForm) -> frozenset[str]:
    """Return the many-to-many fields that the form has."""
    schema = analysis.schema.model(form.model)
    if schema is None or form.fields is None:
        return frozenset()
    left_out = class_facts.excluded_fields(instance.type) or frozenset()
    return (_fields(form, schema) & schema.many_to_many_names) - left_out


def _fields(form: heap.ModelForm, schema: ModelSchema) -> frozenset[str]:
    """Return the names of the fields that come from the model; a key that the database makes is none."""
    if form.fields != _ALL_FIELDS:
        return form.fields or frozenset()
    editable = {
        field.name
        for field in schema.model._meta.concrete_fields
        if field.editable and not field.auto_created and field.get_internal_type() not in _MADE
    }
    return frozenset(editable) | schema.many_to_many_names


def _report_initial(analysis: Analysis, made: Instance, form: heap.ModelForm, call: Call) -> None:
    """Report a form of a row whose many-to-many rows it shows, unless they are there."""
    schema = analysis.schema.model(form.model)
    row = analysis.state.heap.get(form.row or NOWHERE)
    many = _many(analysis, made, form)
    if isinstance(row, heap.Row):
        is_new = row.given is not None and not {"pk", "id"} & row.given
        many = frozenset() if is_new else many - {*row.state.managers, *row.state.unproven}
    if schema is not None and many:
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


def _own_attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    """Return what the form's own methods have assigned."""
    entry = analysis.entry(instance)
    value = entry.attributes.get(expr.name) if isinstance(entry, heap.ModelForm) else None
    if value is None:
        return UNANSWERED
    return instances.overlay(result, value) if analysis.types.are_inferred else value


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    entry = analysis.entry(instance)
    if isinstance(entry, heap.ModelForm):
        attributes = heap.held_after(entry.attributes, target.name, value)
        analysis.put(instance, replace(entry, attributes=attributes))
    return False


HELD: Final = Rule(write=_write, attribute=_own_attribute, assign=_assign)
"""Of a form, or of one field of it, which prints the same."""
