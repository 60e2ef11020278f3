"""The mypy plugin that turns async-unsafe Django code into type errors."""

from aobjects_mypy.models import sources
from aobjects_mypy.plugin import plugin

__all__ = ["plugin"]


def __getattr__(name: str) -> str:
    """Give mypy another version when models have changed: "dmypy run" starts anew then."""
    if name == "__version__" and sources.have_changed():
        return "models changed"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
