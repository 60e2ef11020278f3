"""Take a wrapper of the bridge away from what needs none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.domain.misuse import Misuse
from aobjects_mypy.reports import awaiting, replacing, shapes
from aobjects_mypy.reports.source import Change

if TYPE_CHECKING:
    from aobjects_mypy.reports.replacing import Replacement
    from aobjects_mypy.reports.source import Source

_RUNS: Final = "run_sync"
"""The wrapper that takes the arguments, too."""


def replacement(source: Source, node: ast.expr, misuse: Misuse) -> Replacement | None:
    """Return the change of the call of a wrapper that is misused."""
    if not isinstance(node, ast.Call):
        return None
    match misuse:
        case Misuse.WRAPS_ASYNC:
            return _without(source, node, node)
        case Misuse.WRAPS_TWICE:
            inner = node.args[0] if node.args else None
            return _without(source, node, inner) if isinstance(inner, ast.Call) else None
        case Misuse.BLOCKS_LOOP:
            return _awaited(source, node)
        case Misuse.WRAPS_VALUE:
            return _of_call(source, node)
        case Misuse.WRAPS_GENERATOR:
            return _as_list(source, node)


def _is_run(call: ast.Call) -> bool:
    return shapes.last_name(call.func) == _RUNS


def _without(source: Source, outer: ast.Call, call: ast.Call) -> Replacement | None:
    """Put what is wrapped in the place of the wrapper, and a lambda's body in the place of its call."""
    if not call.args or any(keyword.arg != "thread_sensitive" for keyword in outer.keywords):
        return None
    wrapped, parent = call.args[0], source.parents[outer]
    place: ast.expr = outer
    if isinstance(wrapped, ast.Lambda):
        if isinstance(parent, ast.Call) and parent.func is outer and not parent.args:
            place = parent
        elif not _is_run(outer):
            return None
        text, shown = source.segment(wrapped.body), shapes.shown(wrapped.body)
    elif _is_run(outer):
        given = ", ".join(map(source.segment, outer.args[1:]))
        function = source.segment(wrapped)
        text, shown = f"{function}({given})", f"{shapes.shown(wrapped)}(...)"
    elif isinstance(wrapped, (ast.Name, ast.Attribute, ast.Call)):
        text, shown = source.segment(wrapped), shapes.shown(wrapped)
    else:
        return None
    return replacing.Replacement(shown, (Change(source.start(place), source.end(place), text),))


def _awaited(source: Source, node: ast.Call) -> Replacement | None:
    """Return ``await function(...)`` for ``async_to_sync(function)(...)``."""
    wrapper = node.func if isinstance(node.func, ast.Call) else node
    call = source.parents[wrapper]
    if not isinstance(call, ast.Call) or call.func is not wrapper or len(wrapper.args) != 1:
        return None
    function = wrapper.args[0]
    if not isinstance(function, (ast.Name, ast.Attribute, ast.Call)):
        return None
    outer = awaiting.around(source, call)
    if outer is None:
        return None
    rest = source.text[source.end(wrapper) : source.end(call)]
    text = f"await {source.segment(function)}{rest}"
    shown = f"await {shapes.shown(function)}({'...' if call.args or call.keywords else ''})"
    return replacing.Replacement(shown, (*outer, awaiting.awaited(source, call, text)))


def _of_call(source: Source, node: ast.Call) -> Replacement | None:
    """Return ``sync_to_async(function)(...)`` for ``sync_to_async(function(...))``, if that is all."""
    parent = source.parents[node]
    value = node.args[0] if len(node.args) == 1 and not node.keywords else None
    place: ast.expr = node
    if isinstance(parent, ast.Call) and parent.func is node:
        if parent.args or parent.keywords:
            return None
        place = parent
    if value is None or not awaiting.can_be_moved(value):
        return None
    wrapper = source.segment(node.func)
    if isinstance(value, ast.Call) and not _is_run(node):
        given = source.text[source.end(value.func) : source.end(value)]
        text = f"{wrapper}({source.segment(value.func)}){given}"
    elif _is_run(node):
        text = f"{wrapper}(lambda: {source.segment(value)})"
    else:
        text = f"{wrapper}(lambda: {source.segment(value)})()"
    return replacing.Replacement(text, (Change(source.start(place), source.end(place), text),))


def _as_list(source: Source, node: ast.Call) -> Replacement | None:
    """Return ``sync_to_async(lambda: list(generate(...)))()`` for ``sync_to_async(generate)(...)``."""
    parent = source.parents[node]
    if not node.args or node.keywords:
        return None
    function, wrapper = source.segment(node.args[0]), source.segment(node.func)
    if _is_run(node):
        given = ", ".join(map(source.segment, node.args[1:]))
        text = f"{wrapper}(lambda: list({function}({given})))"
        return replacing.Replacement(text, (Change(source.start(node), source.end(node), text),))
    if not isinstance(parent, ast.Call) or parent.func is not node or not awaiting.can_be_moved(parent):
        return None
    given = source.text[source.end(node) : source.end(parent)]
    text = f"{wrapper}(lambda: list({function}{given}))()"
    return replacing.Replacement(text, (Change(source.start(parent), source.end(parent), text),))
