"""Django REST framework, and adrf beside it."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.rules.drf import handlers, operations, serializers, views

FRAMEWORK: Final = Framework(
    classes=serializers.RULES,
    functions={**operations.FUNCTIONS, **views.FUNCTIONS},
    endpoint=views.endpoint,
    handlers=handlers.of_class,
    any_object=(views.RULE,),
)
