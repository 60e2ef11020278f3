"""Generic relations ask which content type a model has: of a process that begins, the database is asked."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.django_caches import ContentType
from aobjects_mypy.models.schema import Kind

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis


def ask(analysis: Analysis, model: str, node: nodes.Context, subject: str) -> None:
    """Report what asks for the content type of a model, unless this function has asked before."""
    if not is_kept(analysis, model):
        with analysis.guessing() if _may_be_kept(analysis, model) else nullcontext():
            analysis.report(diagnostics.content_type(subject, model.rpartition(".")[2]), node)
        keep(analysis, model)


def _may_be_kept(analysis: Analysis, model: str) -> bool:
    """Tell whether a prefetch may have asked.

    That of a generic key asks for the models of what it finds; that of a manager for the model it belongs to.
    """
    for entry in analysis.state.heap.values():
        schema = analysis.schema.model(entry.model) if isinstance(entry, heap.Row) else None
        if not isinstance(entry, heap.Row) or schema is None:
            continue
        for name in entry.state.prefetched | entry.state.managers.keys():
            relation, manager = schema.relations.get(name), schema.managers.get(name)
            if relation is not None and relation.kind is Kind.GENERIC:
                return True
            if manager is not None and manager.asks_content_type and entry.model == model:
                return True
    return False


def is_kept(analysis: Analysis, model: str) -> bool:
    """Tell whether this function has asked for the content type of a model."""
    return _known(model) in analysis.state.heap


def keep(analysis: Analysis, model: str) -> None:
    """Record that Django has the content type of a model in its cache by now."""
    analysis.state.heap[_known(model)] = ContentType()


def _known(model: str) -> str:
    return f"<content type of {model}>"
