"""Find the templates of the project and parse them, by the engines that its settings describe."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.template.base import Origin, Template
    from django.template.engine import Engine

_CACHED: Final = "django.template.loaders.cached.Loader"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A template as Django has parsed it, and the engine that includes others into it."""

    template: Template
    engine: Engine

    @property
    def path(self) -> str | None:
        return path_of(self.template)


def find(names: Sequence[str], using: str | None = None) -> Parsed | None:
    """Return the first of the templates that exists, where it is one of Django's own language."""
    aliases = [using] if using is not None else _aliases()
    for name in names:
        for alias in aliases:
            engine = _engine(alias)
            if engine is None:
                if _is_found_by_other(alias, name):
                    return None
                continue
            template = load(engine, name)
            if template is not None:
                return Parsed(template, engine)
    return None


def default() -> Engine | None:
    """Return the only engine of Django's own language: it parses the text of a ``Template("...")``."""
    found = [engine for alias in _aliases() if (engine := _engine(alias)) is not None]
    return found[0] if found else None


def load(engine: Engine, name: str, skip: Iterable[Origin] = ()) -> Template | None:
    """Return a template by its name; ``skip`` are those that extend it under the same name."""
    try:
        template, _ = engine.find_template(name, skip=list(skip) or None)
    except Exception:  # a template that does not parse, or is not there: rendering it tells
        return None
    # A loader may give a source in place of a template, as its interface says; none of Django's does.
    return template if hasattr(template, "nodelist") else None


def parse(engine: Engine, text: str) -> Template | None:
    """Return the template that a text is."""
    from django.template import Template

    try:
        return Template(text, engine=engine)
    except Exception:  # as above
        return None


def path_of(template: Template) -> str | None:
    """Return the file of a template; one of another loader has none."""
    name = template.origin.name
    return os.path.abspath(name) if os.path.isfile(name) else None


def context_processors(engine: Engine) -> list[str]:
    """Return the full names of what adds to every context that comes with a request."""
    return list(engine.context_processors)


def modules() -> list[str]:
    """Return the modules of the project's context processors, tags and filters."""
    found: set[str] = set()
    for known in filter(None, map(_engine, _aliases())):
        found.update(name.rpartition(".")[0] for name in known.context_processors)
        found.update([*known.libraries.values(), *known.builtins])
    return sorted(name for name in found if not name.startswith("django."))


def facts() -> str:
    """Return what decides which template a name means, for mypy's cache: no module that it follows."""
    from django.conf import settings

    # A cache that is moved with its project stays what it is.
    return repr(settings.TEMPLATES).replace(os.getcwd(), ".") if settings.configured else ""


def _aliases() -> list[str]:
    """Return the names of the engines in the settings; none where Django refuses these."""
    from django.conf import settings
    from django.template import engines

    if not settings.configured:
        return []
    try:
        return list(engines)
    except Exception:  # Django says itself what is wrong with them
        return []


@lru_cache(maxsize=8)
def _engine(alias: str) -> Engine | None:
    """Return an engine that reads files anew: the daemon sees them change."""
    from django.template import Engine, engines
    from django.template.backends.django import DjangoTemplates

    try:
        backend = engines[alias]
    except Exception:  # settings that Django refuses: it says so itself
        return None
    if not isinstance(backend, DjangoTemplates):
        return None
    known = backend.engine
    own = Engine(
        dirs=list(known.dirs),
        context_processors=known.context_processors,
        loaders=_uncached(known.loaders),
    )
    # They are imported already.
    own.libraries, own.template_libraries = known.libraries, known.template_libraries
    own.builtins, own.template_builtins = known.builtins, known.template_builtins
    return own


def _uncached(loaders: Iterable[object]) -> list[object]:
    found: list[object] = []
    for loader in loaders:
        if isinstance(loader, (list, tuple)) and loader and loader[0] == _CACHED:
            found += _uncached(loader[1])
        else:
            found.append(loader)
    return found


def _is_found_by_other(alias: str, name: str) -> bool:
    """Tell a template of another language, which stands first."""
    from django.template import engines

    try:
        engines[alias].get_template(name)
    except Exception:  # whatever the engine raises for a template that it has not
        return False
    return True
