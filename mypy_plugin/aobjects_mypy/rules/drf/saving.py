"""What ``save()`` and ``asave()`` write, and the row that they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import diagnostics
from aobjects_mypy.calls import applying, programs
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import managers, writing
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.rules.drf import declared, library, modelled, reading
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.models.model_schema import ModelSchema
    from aobjects_mypy.syntax.call import Call


def save(
    analysis: Evaluator,
    myself: Instance,
    name: str,
    call: Call,
    row: Type | None,
    sent: Callable[[], Type | None],
) -> Type | None:
    """Do what the library does with the data that was ``sent``, and return the row that was written."""
    info = myself.type
    if name == "save":
        step = "create" if row is None else "update"
        if library.has_own(info, step):
            return _own(analysis, myself, step, call, row, sent)
    origin = library.of_class(info)
    if origin is None or not origin.name.endswith("ModelSerializer"):
        return None
    written = expressions.source(call.callee)
    arguments = "..." if call.arguments else ""
    receiver = written.rpartition(".")[0]
    use = (
        f"await {receiver}.a{name}({arguments})"
        if origin.is_async and not isinstance(call.callee, nodes.SuperExpr)
        else f"await sync_to_async({written})({arguments})"
    )
    analysis.report(diagnostics.synchronous_query(f"{info.name}.{name}", use), call.node)
    return _written(analysis, info, row, call)


def asave(
    analysis: Evaluator,
    myself: Instance,
    name: str,
    call: Call,
    row: Type | None,
    sent: Callable[[], Type | None],
) -> Type | None:
    """Return the row that was written."""
    step = "acreate" if row is None else "aupdate"
    if library.has_own(myself.type, step):
        return _own(analysis, myself, step, call, row, sent) if name == "asave" else row
    return _written(analysis, myself.type, row, call)


def _own(
    analysis: Evaluator,
    myself: Instance,
    step: str,
    call: Call,
    row: Type | None,
    sent: Callable[[], Type | None],
) -> Type | None:
    """Run ``create`` or ``update`` of the project, or their async twins."""
    writer = Writer()
    writer.line = writer.places.number(f"{myself.type.name}.{step}")
    given = [writer.name(reading.ROW), writer.name(f"data{OWN}")]
    target = writer.put(nodes.MemberExpr(writer.name(reading.MYSELF), step))
    is_async = step in ("acreate", "aupdate")
    called: nodes.Expression = writer.calling(target, given if row is not None else given[1:])
    called = writer.put(nodes.AwaitExpr(called)) if is_async else called
    writer.statements.append(writer.put(nodes.ReturnStmt(called)))
    program = writer.program(myself.type.name)
    values = {reading.MYSELF: myself, reading.ROW: row, f"data{OWN}": sent()}
    value, found = programs.returned(analysis, program, values, call.node)
    shown = f"{myself.type.name}.{'asave' if is_async else 'save'}"
    applying.report_findings(analysis, found, call.node, shown, is_async=is_async)
    return value if instances.instances(value) else row


def _written(analysis: Evaluator, info: nodes.TypeInfo, row: Type | None, call: Call) -> Type | None:
    """Return the row as it is now: what was sent, and what ``save(owner=...)`` adds, is set on it."""
    meta = declared.meta(analysis, info)
    schema = analysis.model_of(meta.model) if meta.model is not None else None
    if schema is None:
        return row
    sent = [one for one in modelled.fields_of(analysis, info) or () if not one.read_only and one.source]
    added = {name: argument.value for name, argument in call.keywords.items()}
    is_new = row is None
    if row is None:
        model = analysis.instance_of(schema.fullname)
        if model is None:
            return None
        values = {one.source[0]: None for one in sent} | added
        state = writing.constructed_state(schema, values, saved=True)
        entry = (
            heap.Row(schema.fullname, state) if not call.has_unpacking else heap.unknown_row(schema.fullname)
        )
        row = addresses.with_address(model, analysis.allocate(call.node, entry, role="=saved"))
    chosen = declared.declared_fields(analysis, info)
    for one in sent:
        # The rows that validation has found are set on it.
        relation = schema.relations.get(one.source[0]) if len(one.source) == 1 else None
        if relation is not None and relation.attnames:
            is_found = is_new and one.name not in chosen
            related = _found(analysis, relation.target, call.node, one.name) if is_found else None
            _set(analysis, schema, row, relation.name, related)
    for name, value in added.items():
        _set(analysis, schema, row, name, value)
    return row


def _set(analysis: Evaluator, schema: ModelSchema, row: Type, name: str, value: Type | None) -> None:
    for item in instances.instances(row):
        writing.set_attribute(analysis, analysis.address_of(item), schema, name, value)


def _found(analysis: Evaluator, model: str | None, place: nodes.Expression, name: str) -> Type | None:
    """Return the row that the default manager of a model fetches by its key."""
    target = analysis.instance_of(model) if model is not None else None
    schema = analysis.schema.model(model) if model is not None else None
    if target is None or schema is None:
        return None
    row = heap.Row(schema.fullname, managers.default_rows(analysis, schema))
    return addresses.with_address(target, analysis.allocate(place, row, role=f"=sent {name}"))
