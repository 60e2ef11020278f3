"""From a diagnostic to a report: which proposal is right at its place, with its edits."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy import diagnostics
from aobjects_mypy.reports import (
    evaluating,
    importing,
    loading,
    operating,
    queries,
    replacing,
    threads,
    unwrapping,
    wording,
)
from aobjects_mypy.reports.report import QUERY, Fix, Place, Report
from aobjects_mypy.reports.source import Change, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mypy import nodes

    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.reports.files import File
    from aobjects_mypy.reports.module import Module
    from aobjects_mypy.reports.replacing import Replacement
    from aobjects_mypy.reports.source import Source

_KEEP_COLUMN: Final = "Do not defer it in the query"
_SILENCED: Final = "type: ignore[async-unsafe"


def report(module: Module, place: nodes.Context, found: Diagnostic) -> Report:
    """Return the report of a diagnostic."""
    source = module.source
    fixes: list[Fix] = []
    elsewhere: list[Fix] = []
    if source is not None:
        # What cannot be parsed is no fix, whatever is wrong with it.
        fixes = [fix for fix in _fixes(module, source, place, found) if source.parses_with(fix.edits)]
        elsewhere = list(_elsewhere(module, source, place, found))
    said = wording.words(found, fixes, is_block=_is_block(module, place, found))
    return Report(
        found.code.code,
        found.problem,
        said.advice,
        found.subject,
        tuple(_related(module, found, place.line)),
        # The words do not name them, for lack of room: "where the row is loaded".
        (*elsewhere, *fixes),
        _range(source, module.find(place)),
        said.others,
        said.problem if said.problem != found.problem else "",
    )


def _range(source: Source | None, node: ast.expr | None) -> tuple[int, int, int, int] | None:
    if source is None or node is None:
        return None
    edit = source.edit(Change(source.start(node), source.end(node), ""))
    return edit.line, edit.column, edit.end_line, edit.end_column


def _fixes(module: Module, source: Source, place: nodes.Context, found: Diagnostic) -> Iterator[Fix]:
    judged = found.judged_line or place.line
    line = found.query_line if _is_here(source, judged, found) else None
    if line and found.path:
        wanted = loading.Wanted(judged, found.path, found.owner, found.is_without_key)
        loads = loading.find(source, module.queries_of(found.query), module.schema, line, wanted)
        if loads is not None:
            yield _fix(source, loads.advice, loads.changes)
    if line and found.column:
        kept = loading.of_column(source, module.queries_of(found.query), found.column)
        if kept is not None:
            yield _fix(source, _KEEP_COLUMN, kept)
    node = module.find(place)
    if node is None or found.around:
        return
    code: Replacement | None = None
    if found.use is not None:
        is_awaited, holds_rows = module.can_be_awaited(place), module.holds_rows(place)
        code = evaluating.replacement(source, node, can_be_awaited=is_awaited, holds_rows=holds_rows)
    elif found.instead == diagnostics.OPERATION:
        code = operating.replacement(source, node, can_be_wrapped=module.can_be_wrapped(place))
    elif found.instead.startswith("[row async"):
        code = evaluating.returned(source, node, is_manager=module.is_manager(place))
    elif found.instead and module.is_function(place):
        code = replacing.of_consumer(source, node)
    elif found.instead and not module.can_be_wrapped(place):
        code = replacing.of_lambda(source, node)
    elif found.instead:
        code = replacing.by_template(source, node, found.instead)
    if found.misuse is not None:
        code = unwrapping.replacement(source, node, found.misuse)
    elif code is None and found.use is None:
        code = _by_thread(module, source, place, node, found)
    if code is None:
        return
    if not module.is_narrowed(node) and not (code.moved and module.is_narrowed_in(code.moved)):
        yield _fix(source, f'Use "{code.shown}"', code.changes, code.imports)
    elif found.code is diagnostics.RELATION and isinstance(node, ast.Attribute):
        earlier = threads.before(source, node)
        if earlier is not None and not module.is_narrowed_in(node.value):
            yield _fix(source, f'Read it before, with "{earlier.shown}"', earlier.changes, earlier.imports)


def _by_thread(
    module: Module, source: Source, place: nodes.Context, node: ast.expr, found: Diagnostic
) -> Replacement | None:
    """Return what a thread can do where what is written has not the shape of the proposal."""
    if not found.instead.startswith("await "):
        return None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and module.is_partial(place):
        # ``load = partial(Book.objects.get, pk=1)``
        return replacing.of_function(source, node)
    return threads.further(source, node)


def _is_here(source: Source, judged: int, found: Diagnostic) -> bool:
    """Tell a query in the function of the line.

    Of other functions the daemon does not know the types, when it checks this one again: the words that mypy
    prints do not depend on them.
    """
    return bool(found.query_line) and source.function(found.query_line or 0) is source.function(judged)


def _elsewhere(module: Module, source: Source, place: nodes.Context, found: Diagnostic) -> Iterator[Fix]:
    """Yield what loads the row in the query that gave it: others who call that function get more, too."""
    site, judged = found.query, found.judged_line or place.line
    if site is None or not (found.path or found.column) or _is_here(source, judged, found):
        return
    there = module.file_of(site)
    query = queries.at(there.source, site, module.schema) if there is not None else None
    if there is None or query is None:
        return
    title: str
    changes: tuple[Change, ...] | None
    if found.path:
        wanted = loading.Wanted(judged, found.path, found.owner, found.is_without_key)
        loads = loading.elsewhere(source, there.source, query, module.schema, wanted)
        title, changes = (loads.advice, loads.changes) if loads is not None else ("", None)
    else:
        title, changes = _KEEP_COLUMN, loading.of_column(there.source, [query], found.column)
    if changes is None or _is_silenced(there.source, site.line):
        return
    fix = _fix(there.source, f"{title}{_place_of(there, site.line)}", changes)
    if there.source.parses_with(fix.edits):
        yield fix.of(there.path)


def _place_of(there: File, line: int) -> str:
    function = there.source.function(line)
    name = f' of "{function.name}"' if function is not None else ""
    return f"{name} in {there.path}" if there.path else name


def _is_silenced(source: Source, line: int) -> bool:
    """Tell a function in which somebody has silenced a read: the comment would be of no use any more."""
    function = source.function(line)
    first, last = (function.lineno, function.end_lineno) if function is not None else (line, line)
    return any(_SILENCED in text for text in source.text.splitlines()[first - 1 : last])


def _fix(
    source: Source, title: str, changes: Iterable[Change], imports: Iterable[tuple[str, str]] = ()
) -> Fix:
    needed = [change for module, name in imports if (change := importing.change(source, module, name))]
    return Fix(title, tuple(map(source.edit, in_order([*needed, *changes]))))


def _is_block(module: Module, place: nodes.Context, found: Diagnostic) -> bool:
    """Tell what has to stay in one thread from its beginning to its end."""
    if found.instead in (diagnostics.BLOCK, diagnostics.OPERATION):
        return True
    node = module.find(place)
    return module.source is not None and node is not None and replacing.belongs_to_thread(module.source, node)


def _related(module: Module, found: Diagnostic, line: int) -> Iterator[Place]:
    for step in found.way:
        if step.file:
            yield Place(step.file, step.line, step.words)
    if found.query_line and found.query_line != line:
        yield Place("", found.query_line, QUERY)
    elif found.query is not None and not found.query.is_here and (there := module.file_of(found.query)):
        yield Place(there.path, found.query.line, QUERY)
