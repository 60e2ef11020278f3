"""Which functions the URLs of a project name as their views: each gets Django's request first."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aobjects_mypy.models import application

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_ROUTES: Final = frozenset(
    {"django.urls.path", "django.urls.re_path", "django.urls.conf.path", "django.urls.conf.re_path"}
)
_VIEW: Final = "view"
_HOPS: Final = 5
"""Through how many modules a name is followed."""
_DECORATORS: Final = ("django.views.decorators.", "django.contrib.auth.decorators.")


def views(consult: Callable[[str], None]) -> set[str]:
    """Return the full names of the views; ``consult`` takes the paths of the files that say so."""
    sources = {source.module: source for source in application.sources(consult)}
    return {_defined(name, sources) for source in sources.values() for name in _views(source)}


def _defined(name: str, sources: Mapping[str, application.Source]) -> str:
    """Return the name that a function has where it is defined: packages hand on what their modules define."""
    for _ in range(_HOPS):
        module, _, last = name.rpartition(".")
        if module not in sources or last not in sources[module].imported:
            break
        name = sources[module].imported[last]
    return name


@lru_cache(maxsize=application.MOST_FILES)
def _views(source: application.Source) -> tuple[str, ...]:
    """Return the full names in ``path("books/", views.shelf)`` and ``path("", cache_page(60)(shelf))``."""
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    named = (source.named(_behind(source, view)) for call in calls for view in _routed(source, call))
    return tuple(dict.fromkeys(filter(None, named)))


def _routed(source: application.Source, call: ast.Call) -> Iterator[ast.expr]:
    if source.named(call.func) in _ROUTES:
        yield from call.args[1:2]
        yield from (keyword.value for keyword in call.keywords if keyword.arg == _VIEW)


def _behind(source: application.Source, view: ast.expr) -> ast.expr:
    """Return what Django's own decorators are put around."""
    while isinstance(view, ast.Call) and len(view.args) == 1:
        decorator = view.func.func if isinstance(view.func, ast.Call) else view.func
        if not source.named(decorator).startswith(_DECORATORS):
            break
        view = view.args[0]
    return view
