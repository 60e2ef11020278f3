"""Querysets and managers of Django: what builds them, what evaluates them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, TypeType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying, model_signals
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.heap import Cache
from aobjects_mypy.domain.load_state import FRESH
from aobjects_mypy.orm import async_rows, containers, evaluation, methods, queries
from aobjects_mypy.syntax import definitions
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from mypy.types import Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call


def _construct(analysis: Analysis, instance: Instance, call: Call) -> Instance:
    """Return the rows of ``BookQuerySet(self.model, using=self._db)``: nothing is loaded on them."""
    argument = call.argument(0, "model")
    given = get_proper_type(argument.value) if argument is not None and argument.value is not None else None
    schema = async_rows.schema_of_class(analysis, given) if given is not None else None
    if schema is None or not evaluation.is_queryset(instance) or call.argument(1, "query") is not None:
        return instance
    entry = heap.QuerySet(
        schema.fullname, FRESH.at_query(analysis.query_at(call.node)), ordered=schema.is_ordered
    )
    row = analysis.instance_of(schema.fullname)
    # mypy says "BookQuerySet[Any, Any]" where the class does not say of which model it is.
    queryset = queries.of_class(instance.type, row) if evaluation.model_type(instance) is None else instance
    return addresses.with_address(queryset, analysis.allocate(call.node, entry))


def _attribute(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    """Read ``self.model``, of which mypy says ``type[Any]`` where the class does not name its model."""
    entry = analysis.entry(instance)
    model = analysis.instance_of(entry.model) if isinstance(entry, heap.QuerySet) else None
    known = get_proper_type(result) if result is not None else None
    is_open = known is None or declared.instance_of_class(known) is None
    return TypeType(model) if expr.name == "model" and model is not None and is_open else UNANSWERED


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    ran = _run_own(analysis, instance, target.name, call)
    if instances.tagged_instances(ran.value):
        return ran.value
    answer = queries.rows_method(analysis, instance, target.name, call)
    model_signals.send_created(analysis, answer, target.name, call)
    if answer is None and ran.is_exact:
        return call.result if ran.value is None else ran.value
    return UNANSWERED if answer is None else answer


def _run_own(analysis: Evaluator, instance: Instance, name: str, call: Call) -> applying.Outcome:
    """Run the body of a method that the project has given its manager or queryset class."""
    is_known = methods.of_rows(name)[0] is not None and name != "get_queryset"
    if analysis.sink.is_summary or evaluation.is_async(instance) or is_known:
        return applying.Outcome()
    receiver, node = instance, instances.member(instance.type, name)
    if definitions.function_of(node) is None:
        own = queries.own_method(analysis, instance, name, call)
        if own is None:
            return applying.Outcome()
        receiver, node = own
    function = definitions.function_of(node)
    if function is None or not function.info or function.info.module_name.startswith(names.NEVER_SUMMARIZED):
        return applying.Outcome()
    return applying.outcome(analysis, node, call, receiver, call.node, name)


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    answer: Type | None = None
    if evaluation.is_queryset(parent) or evaluation.is_manager(parent):
        answer = queries.rows_method(analysis, parent, name, call)
    return UNANSWERED if answer is None else answer


def _index(analysis: Evaluator, instance: Instance, expr: nodes.IndexExpr, result: Type | None) -> Answer:
    if not evaluation.is_queryset(instance):
        return UNANSWERED
    entry = queries.rows_entry(analysis, instance)
    if entry is None:
        return result
    if isinstance(expr.index, nodes.SliceExpr):
        if expr.index.stride is not None:
            evaluation.evaluate(analysis, instance, expr, diagnostics.STEPPED_SLICE)
            return containers.carry(analysis, result, [instance], expr)
        empty = entry.empty or (
            isinstance(expr.index.end_index, nodes.IntExpr) and expr.index.end_index.value == 0
        )
        name = analysis.allocate(expr, replace(entry, empty=empty))
        # A slice of what mypy knows nothing about is a queryset all the same.
        return addresses.with_address(instances.first(result) or instance, name)
    if result is None or isinstance(get_proper_type(result), AnyType):
        result = analysis.instance_of(entry.model) or result
    if entry.cache is not Cache.FILLED:
        # One row is fetched and the result cache stays as it was.
        source = addresses.address_of(instance)
        evaluation.evaluate(analysis, instance, expr.base, diagnostics.INDEX)
        if source is not None:
            analysis.state.heap[source] = entry
        row = evaluation.new_row(analysis, entry)
        return (
            instances.tag_all(result, {entry.model: analysis.allocate(expr, row, role="->row")})
            if result
            else None
        )
    return containers.carry(analysis, result, [instance], expr)


RULE: Final = Rule(
    construct=_construct,
    attribute=_attribute,
    method=_method,
    # Building a filter resolves a lazy user at once; the async methods do it in their thread.
    resolves=methods.TAKES_USERS,
    inherited=_inherited,
    index=_index,
)


def _attribute_of_page(
    analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None
) -> Answer:
    """Read ``page.object_list``: the rows of a page are those of the paginator."""
    if expr.name != "object_list":
        return UNANSWERED
    return instances.tag_first(result, analysis.address_of(instance))


def _item_of_page(
    analysis: Evaluator, instance: Instance, expr: nodes.IndexExpr, result: Type | None
) -> Type | None:
    evaluation.evaluate(analysis, instance, expr.base, diagnostics.INDEX)
    return containers.carry(analysis, result, [instance], expr)


def _assign(
    analysis: Analysis,
    instance: Instance,
    target: nodes.MemberExpr,
    value: Type | None,
    source: nodes.Expression | None,
) -> bool:
    entry = analysis.entry(instance)
    if target.name == "_result_cache" and isinstance(entry, heap.QuerySet):
        analysis.put(instance, replace(entry, cache=Cache.FILLED))
    return False


HELD: Final = Rule(attribute=_attribute_of_page, index=_item_of_page, assign=_assign)
"""Of any object that stands for the rows of a queryset: a page is one, and is of no class of querysets."""
