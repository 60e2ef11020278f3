"""All that is known of strawberry and strawberry-django."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.rules.strawberry import context, loaders, resolvers, returned

FRAMEWORK: Final = Framework(
    classes={
        context.INFO: context.INFO_RULE,
        context.CONTEXT: context.CONTEXT_RULE,
        loaders.LOADER: loaders.RULE,
    },
    plain=resolvers.plain,
    endpoint=returned.endpoint,
)
