"""The page of the public names, from their docstrings: `python tests/runtime/api.py` writes docs/api.md."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aobjects
import django
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "api.md"
MODULES: Final = ("aobjects", "aobjects.asgi", "aobjects.concurrency", "aobjects.notes", "aobjects.sync")
"""The modules that a project imports from, or names in its settings; ``aobjects`` has most of their names."""

HEAD: Final = """\
# The API

Every public name of `aobjects`, from its docstring; an example of each stands there, and runs as a test.
A name that is imported from another module stands here with it; where channels is installed, `aobjects.sync`
has its `database_sync_to_async` too.
This page is written by `python tests/runtime/api.py`. What belongs together, and why, is on the page of
[the runtime](runtime.md), of [transactions](transactions.md), [concurrency](concurrency.md),
[the bridge](bridge.md) and [what is loaded](load-state.md).
"""


def page() -> str:
    """Return the text of the page."""
    return "\n".join([HEAD, *(line for name, thing in public() for line in _section(name, thing))])


def public() -> Iterator[tuple[str, Any]]:
    """Yield the public names of all modules, each once: as ``aobjects`` has it, or with its module."""
    for module in map(importlib.import_module, MODULES):
        for name in module.__all__:
            thing = getattr(module, name)
            if module is aobjects:
                yield name, thing
            elif getattr(aobjects, name, None) is not thing:
                yield f"{module.__name__}.{name}", thing


def is_ours(thing: Any) -> bool:
    """Tell whether this package wrote it; ``aobjects.sync`` also has functions of asgiref."""
    home: str = getattr(thing, "__module__", "aobjects")
    return home.partition(".")[0] == "aobjects"


def members(thing: type[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the public methods and properties that a class has from this package, with their names."""
    found: dict[str, Any] = {}
    for base in reversed(inspect.getmro(thing)):
        if base.__module__.startswith("aobjects."):
            found |= {name: value for name, value in vars(base).items() if not name.startswith("_")}
    for name, value in sorted(found.items()):
        member = value.__func__ if isinstance(value, classmethod) else value
        if inspect.isfunction(member) or isinstance(member, property):
            yield name, member


def _section(name: str, thing: Any) -> Iterator[str]:
    yield f"## `{name}`\n"
    if not is_ours(thing):
        yield f"That of `{thing.__module__}`, with exact types: [the bridge](bridge.md).\n"
        return
    if inspect.isfunction(thing):
        yield f"`{_call(thing.__name__, thing)}`\n"
    yield f"{_summary(thing)}\n"
    if not inspect.isclass(thing):
        return
    inherited: dict[str, Any] = {}
    for base in _public_bases(thing):
        inherited |= members(base)
        yield f"What [`{base.__name__}`](#{base.__name__.lower()}) has, and:\n"
    own = [(called, each) for called, each in members(thing) if inherited.get(called) is not each]
    if own:
        yield "| | |\n|---|---|"
        yield from (f"| `{_call(called, each)}` | {_summary(each)} |" for called, each in own)
        yield ""


def _public_bases(thing: type[Any]) -> Iterator[type[Any]]:
    """Yield the nearest base that has a section of its own."""
    for base in inspect.getmro(thing)[1:]:
        if base.__name__ in aobjects.__all__ and base.__module__.startswith("aobjects."):
            yield base
            return


def _call(name: str, thing: Any) -> str:
    if isinstance(thing, property):
        return name
    signature = inspect.signature(thing)
    parameters = [
        parameter.replace(annotation=parameter.empty)
        for parameter in signature.parameters.values()
        if parameter.name not in {"self", "cls"}
    ]
    bare = signature.replace(parameters=parameters, return_annotation=signature.empty)
    return f"{'await ' if inspect.iscoroutinefunction(thing) else ''}{name}{bare}"


def _summary(thing: Any) -> str:
    """Return the first paragraph of the docstring, in one line."""
    doc = inspect.getdoc(thing) or ""
    return " ".join(doc.partition("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")


if __name__ == "__main__":
    settings.configure()
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
