"""What the project has a row do where it is validated: its model's own ``clean()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy import names
from aobjects_mypy.calls import applying

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator


def clean(analysis: Evaluator, row: Instance, place: nodes.Expression) -> None:
    definer = row.type.get_containing_type_info("clean")
    if definer is not None and not definer.module_name.startswith(names.NEVER_SUMMARIZED):
        applying.call(analysis, definer.names["clean"].node, None, row, place, "clean")
