"""All that is known of strawberry and strawberry-django."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.rules.strawberry import resolvers, returned

FRAMEWORK: Final = Framework(plain=resolvers.plain, endpoint=returned.endpoint)
