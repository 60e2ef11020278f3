"""Pydantic: models that read the attributes of a row, in whatever function they are asked to."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.rules.pydantic import calls, dumping, reading

FRAMEWORK: Final = Framework(
    classes={"pydantic.type_adapter.TypeAdapter": calls.ADAPTER},
    any_object=(dumping.RULE,),
    functions={**reading.FUNCTIONS, **calls.FUNCTIONS},
)
