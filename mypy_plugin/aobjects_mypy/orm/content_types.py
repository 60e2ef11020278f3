"""Generic relations ask which content type a model has: of a process that begins, the database is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics
from aobjects_mypy.domain.django_caches import ContentType

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.analysis.analysis import Analysis


def ask(analysis: Analysis, model: str, node: nodes.Context, subject: str) -> None:
    """Report what asks for the content type of a model, unless this function has asked before."""
    if not is_kept(analysis, model):
        analysis.report(diagnostics.content_type(subject, model.rpartition(".")[2]), node)
        keep(analysis, model)


def is_kept(analysis: Analysis, model: str) -> bool:
    """Tell whether this function has asked for the content type of a model."""
    return _known(model) in analysis.state.heap


def keep(analysis: Analysis, model: str) -> None:
    """Record that Django has the content type of a model in its cache by now."""
    analysis.state.heap[_known(model)] = ContentType()


def _known(model: str) -> str:
    return f"<content type of {model}>"
