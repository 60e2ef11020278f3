"""Ways through called bodies to a query: the one that is reported, and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import diagnostics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.diagnostics import Diagnostic


def nearest(findings: Sequence[Finding]) -> Finding:
    """Return the finding to be reported: the shortest way, one that is proven before one that is not."""
    return min(findings, key=lambda finding: (finding.is_unproven, len(finding.steps)))


def told(analysis: Analysis, finding: Finding, shown: str, use: str) -> Diagnostic:
    """Return the report of a call of what is ``shown``, which runs what was found."""
    found = diagnostics.query_through_call(
        shown,
        tuple(map(analysis.callees.taken, finding.steps)),
        finding.path,
        finding.query,
        use,
        finding.owner,
    )
    return found.as_unproven(diagnostics.PERHAPS) if finding.is_unproven else found
