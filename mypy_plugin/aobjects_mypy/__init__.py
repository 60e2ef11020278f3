"""The mypy plugin that turns async-unsafe Django code into type errors."""

from aobjects_mypy.plugin import plugin

__all__ = ["plugin"]
