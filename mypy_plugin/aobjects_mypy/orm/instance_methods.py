"""The methods of model instances that run a query, or say which columns and relations are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes

from aobjects_mypy import diagnostics
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.load_state import FRESH
from aobjects_mypy.orm import evaluation, methods, queries, relations, writing
from aobjects_mypy.orm.methods import Asks, Does
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.orm.methods import Method
    from aobjects_mypy.syntax.call import Call


def call(analysis: Analysis, instance: Instance, name: str, call: Call) -> Type | None:
    """Evaluate a method call on a row; ``None`` for a method that runs and loads nothing."""
    method, is_twin = methods.of_instance(name)
    match method.does if method is not None else Does.NOTHING:
        case Does.QUERIES if method is not None and method.per_field:
            _report_wrapped(analysis, f"{instance.type.name}.{name}", call)
            return _plain_row(analysis, instance, call)
        case Does.QUERIES if method is not None:
            if not is_twin:
                _report(analysis, instance, method, call)
            _record(analysis, instance, method, call)
            return call.result
        case Does.VALIDATES if method is not None:
            _report_validation(analysis, instance, method, call)
            return call.result
        case Does.READS:
            _read_by_name(analysis, instance, call)
            return call.result
        case _:
            return None


def _report(analysis: Analysis, instance: Instance, method: Method, call: Call) -> None:
    if _saves_nothing(method.name, call) or _is_refused(analysis, instance, method.name):
        return
    receiver = _receiver(call)
    arguments = "..." if call.arguments else ""
    analysis.report(
        diagnostics.synchronous_query(
            f"{receiver}.{method.name}", f"await {receiver}.{method.twin}({arguments})"
        ),
        call.node,
    )


def _record(analysis: Analysis, instance: Instance, method: Method, call: Call) -> None:
    if method.name == "refresh_from_db":
        writing.refresh(analysis, instance, call, _from_queryset(analysis, call))
    elif method.name == "save":
        written = call.argument(3, "update_fields")
        writing.saved(analysis, instance, written, call.argument(0, "force_insert"))


def _receiver(call: Call) -> str:
    return expressions.source(call.callee.expr) if isinstance(call.callee, nodes.MemberExpr) else "..."


def _saves_nothing(name: str, call: Call) -> bool:
    fields = call.keywords.get("update_fields" if name == "save" else "fields")
    return fields is not None and expressions.is_empty_display(fields.expr)


def _is_refused(analysis: Analysis, instance: Instance, name: str) -> bool:
    """Tell what raises ``ValueError`` before any query: deleting, or pointing at, a row without a key."""
    found = analysis.row(instance)
    if found is None or name not in ("save", "delete"):
        return False
    if name == "delete":
        return _has_no_key(analysis, found[1])
    related = (analysis.state.heap.get(link) for link in found[1].links.values())
    return any(isinstance(row, heap.Row) and _has_no_key(analysis, row) for row in related)


def _has_no_key(analysis: Analysis, row: heap.Row) -> bool:
    schema = analysis.schema.model(row.model)
    if row.given is None or schema is None:
        return False
    return not any(name == "pk" or schema.column(name) in schema.pk_columns for name in row.given)


def _from_queryset(analysis: Analysis, call: Call) -> LoadState | None:
    argument = call.argument(2, "from_queryset")
    for instance in instances.instances(argument.value if argument is not None else None):
        entry = queries.rows_entry(analysis, instance)
        if entry is not None:
            return evaluation.row_state(analysis, entry)
    return None


def _plain_row(analysis: Analysis, instance: Instance, call: Call) -> Type | None:
    schema = analysis.model_of(instance.type)
    if schema is None or call.result is None:
        return call.result
    state = FRESH.at_query(analysis.query_at(call.node))
    row = analysis.allocate(call.node, heap.Row(schema.fullname, state))
    return instances.tag_all(call.result, {schema.fullname: row})


def _report_wrapped(analysis: Analysis, what: str, call: Call) -> None:
    use = f"await sync_to_async({expressions.source(call.callee)})({'...' if call.arguments else ''})"
    analysis.report(diagnostics.synchronous_query(what, use), call.node)


def _report_validation(analysis: Analysis, instance: Instance, method: Method, call: Call) -> None:
    """Report validation that queries: for the row behind a foreign key, for uniqueness, for constraints."""
    schema = analysis.model_of(instance.type)
    if schema is None:
        return
    found = analysis.row(instance)
    given = found[1].given if found is not None else None
    excluded = call.keywords.get("exclude")
    skipped = set(expressions.literal_strings(excluded.expr) or ()) if excluded is not None else set()
    keys = {
        relation.name
        for relation in schema.relations.values()
        if relation.attnames
        and relation.target
        and (given is None or {relation.name, *relation.attnames} & given)
    }
    key_is_new = given is not None and any(
        schema.column(name) in schema.pk_columns or name == "pk" for name in given
    )
    asks_rows = bool(keys - skipped) and Asks.ROWS in method.asks
    asks_unique = (schema.has_unique_columns or key_is_new) and Asks.UNIQUE in method.asks
    asks_constraints = schema.has_constraints and Asks.CONSTRAINTS in method.asks
    if asks_rows or asks_unique or asks_constraints:
        _report_wrapped(analysis, f"{instance.type.name}.{method.name}", call)


def _read_by_name(analysis: Analysis, instance: Instance, call: Call) -> None:
    argument = call.argument(0, "field_name")
    name = expressions.string(argument.expr, argument.value) if argument is not None else None
    schema = analysis.model_of(instance.type)
    column = schema.column(name) if schema is not None and name is not None else None
    if column is not None:
        relations.read(analysis, instance, column, call.node, None, _receiver(call))
