"""All that is known of channels."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.rules.channels import consumers, handlers

FRAMEWORK: Final = Framework(any_object=(consumers.RULE,), endpoint=handlers.endpoint)
