"""Generic relations ask which content type a model has: of a process that begins, the database is asked."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.domain.django_caches import ContentType
from aobjects_mypy.models.model_schema import Kind

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.domain.load_state import LoadState
    from aobjects_mypy.models.model_schema import ModelSchema


def ask(analysis: Analysis, model: str, node: nodes.Context, subject: str) -> None:
    """Report what asks for the content type of a model, unless this function has asked before."""
    if not is_kept(analysis, model):
        with analysis.guessing() if _may_be_kept(analysis) else nullcontext():
            analysis.report(diagnostics.content_type(subject, model.rpartition(".")[2]), node)
        keep(analysis, model)


def _may_be_kept(analysis: Analysis) -> bool:
    """Tell whether a prefetch of a generic key may have asked, for the models of what it found."""
    for entry in analysis.state.heap.values():
        if isinstance(entry, heap.Row) and entry.state.prefetched:
            schema = analysis.schema.model(entry.model)
            relations = schema.relations if schema is not None else {}
            if any(
                relations[name].kind is Kind.GENERIC for name in entry.state.prefetched & relations.keys()
            ):
                return True
    return False


def prefetched(analysis: Analysis, schema: ModelSchema, state: LoadState) -> None:
    """Record that rows are fetched with a generic relation: it asks for their content type."""
    if any(name in schema.managers and schema.managers[name].asks_content_type for name in state.managers):
        keep(analysis, schema.fullname)


def is_kept(analysis: Analysis, model: str) -> bool:
    """Tell whether this function has asked for the content type of a model."""
    return _known(model) in analysis.state.heap


def keep(analysis: Analysis, model: str) -> None:
    """Record that Django has the content type of a model in its cache by now."""
    analysis.state.heap[_known(model)] = ContentType()


def _known(model: str) -> Address:
    return address_parts.of_process(f"content type of {model}")
