"""Packages that are no frameworks: their functions, the managers and classes that they give a project."""

from __future__ import annotations

from typing import Final

from aobjects_mypy.analysis.framework import Framework
from aobjects_mypy.calls import operations
from aobjects_mypy.rules.packages import constance, filters, managers, resources, rows_of_the_project, tables

FRAMEWORK: Final = Framework(
    classes={
        constance.CLASS: constance.RULE,
        **dict.fromkeys(tables.FILTERS, filters.RULE),
        **dict.fromkeys(tables.RESOURCES, resources.RULE),
    },
    functions={
        **{name: operations.function(twin) for name, twin in tables.FUNCTIONS.items()},
        **{name: operations.cached(twin) for name, twin in tables.CACHED.items()},
    },
    objects=frozenset({constance.CONFIG}),
    any_object=(managers.RULE, operations.rule(tables.METHODS), rows_of_the_project.RULE),
)
