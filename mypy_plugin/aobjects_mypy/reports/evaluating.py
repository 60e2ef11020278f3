"""The async code that evaluates a queryset, for each place in which one is evaluated."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from aobjects_mypy.reports import awaiting, replacing, shapes
from aobjects_mypy.reports.source import Change

if TYPE_CHECKING:
    from aobjects_mypy.reports.replacing import Replacement
    from aobjects_mypy.reports.source import Source

_TAKE_QUERYSETS: Final = frozenset({"copy", "deepcopy", "dumps", "next"})
"""What does something else with a list."""
_FILL: Final = "_fetch_all"
"""What gives nothing: it fills the cache of the queryset itself."""
_LIST: Final = "[row async for row in {rows}]"


def replacement(
    source: Source, node: ast.expr, *, can_be_awaited: bool, holds_rows: bool
) -> Replacement | None:
    """Return the change for a queryset at ``node``.

    What is no queryset of Django's in every case (a raw one, a list or a queryset, an iterator over one) has
    nothing to be awaited, and is evaluated by a thread.
    """
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return None
    parent = source.parents[node]
    if isinstance(node, ast.Call) and shapes.last_name(node.func) in (*_TAKE_QUERYSETS, _FILL):
        return replacing.of_function(source, node)
    if isinstance(parent, ast.FormattedValue):
        return _text(source, node)
    if isinstance(parent, ast.Call) and node in parent.args:
        return _argument(source, node, parent, can_be_awaited=can_be_awaited)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mod):
        return _text(source, node)
    if replacing.is_truth(source, node):
        if can_be_awaited:
            return _await(source, node, f"{_operand(source, node)}.aexists()", "{rows}.aexists()")
        return _in_thread(source, node, "bool")
    if not can_be_awaited:
        iterator = _iterator(source, node, parent)
        return iterator or _in_thread(source, node, "list")
    shown = shapes.shown(node.value) if isinstance(node, ast.Subscript) else ""
    match parent:
        case _ if isinstance(node, ast.Subscript) and _is_stepped(node):
            rows = _LIST.format(rows=_whole(source, node.value))
            step = source.text[source.end(node.value) : source.end(node)]
            return replacing.replaced(source, node, f"{rows}{step}", f"{_LIST.format(rows=shown)}[::...]")
        case ast.For() if parent.iter is node:
            return _async_for(source, parent)
        case ast.comprehension() if parent.iter is node:
            return _async_comprehension(source, parent) or _listed(source, node)
        case ast.Compare(ops=[ast.In() | ast.NotIn()]) if parent.comparators == [node]:
            return _contains(source, node, parent) if holds_rows else _listed(source, node)
        case ast.Subscript() if parent.value is node:
            return _item(source, node, parent)
        case _:
            return _listed(source, node)


def _is_stepped(node: ast.Subscript) -> bool:
    return isinstance(node.slice, ast.Slice) and node.slice.step is not None


def returned(source: Source, node: ast.expr, *, is_manager: bool) -> Replacement | None:
    """Return the change that returns a list of rows, where the function may return one."""
    function = next((part for part in source.ancestors(node) if isinstance(part, ast.AsyncFunctionDef)), None)
    if function is None or (function.returns is not None and "QuerySet" in ast.unparse(function.returns)):
        return None
    rows = f"{_operand(source, node)}.all()" if is_manager else _whole(source, node)
    return replacing.replaced(source, node, _LIST.format(rows=rows), _LIST.format(rows=shapes.shown(node)))


def _operand(source: Source, node: ast.expr) -> str:
    written = source.segment(node)
    return written if isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript)) else f"({written})"


def _listed(source: Source, node: ast.expr) -> Replacement | None:
    text = _LIST.format(rows=_whole(source, node))
    return replacing.replaced(source, node, text, _LIST.format(rows=shapes.shown(node)))


def _whole(source: Source, node: ast.expr) -> str:
    """Return what may stand behind ``in``: a conditional expression may not."""
    written = source.segment(node)
    return f"({written})" if isinstance(node, (ast.IfExp, ast.Lambda, ast.NamedExpr)) else written


def _await(source: Source, node: ast.expr, text: str, shown: str) -> Replacement | None:
    return replacing.replaced(source, node, f"await {text}", f"await {shown.format(rows=shapes.shown(node))}")


def _in_thread(source: Source, node: ast.expr, function: str) -> Replacement | None:
    return replacing.given_to(source, node, function)


def _text(source: Source, node: ast.expr) -> Replacement | None:
    if isinstance(source.parents[node], ast.FormattedValue):
        return replacing.of_text(source, node) if awaiting.can_be_moved(node) else None
    return _in_thread(source, node, "str")


def _argument(source: Source, node: ast.expr, call: ast.Call, *, can_be_awaited: bool) -> Replacement | None:
    """Return what takes the place of a call, or of its argument."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    if shapes.last_name(call.func) in _TAKE_QUERYSETS or shapes.last_name(call.func).startswith("assert"):
        return replacing.of_function(source, call)
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    is_alone = len(call.args) == 1 and not call.keywords
    if name in ("str", "repr") and is_alone:
        return replacing.of_builtin(source, node, name)
    if name == "print" or (name == "format" and is_alone) or method == "format":
        return _in_thread(source, node, "str")
    if not can_be_awaited:
        return (
            replacing.of_builtin(source, node, name)
            if name in ("list", "set", "tuple", "bool", "len") and is_alone
            else _in_thread(source, node, "list")
        )
    rows = _whole(source, node)
    shown = shapes.shown(node)
    if name == "list" and is_alone:
        return replacing.replaced(source, call, _LIST.format(rows=rows), _LIST.format(rows=shown))
    if name == "set" and is_alone:
        text = "{{row async for row in {rows}}}"
        return replacing.replaced(source, call, text.format(rows=rows), text.format(rows=shown))
    if name == "len" and is_alone:
        return replacing.replaced(
            source, call, f"await {_operand(source, node)}.acount()", f"await {shown}.acount()"
        )
    if name == "bool" and is_alone:
        return replacing.replaced(
            source, call, f"await {_operand(source, node)}.aexists()", f"await {shown}.aexists()"
        )
    return _listed(source, node)


def _async_for(source: Source, statement: ast.For) -> Replacement | None:
    if awaiting.around(source, statement) != []:
        return None
    start = source.start(statement)
    return replacing.Replacement("async for", (Change(start, start, "async "),))


def _async_comprehension(source: Source, part: ast.comprehension) -> Replacement | None:
    if part.is_async:
        return None
    comprehension = source.parents[part]
    assert isinstance(comprehension, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))
    # A comprehension with "async for" is awaited where it stands.
    outer = awaiting.around(source, comprehension)
    if outer is None:
        return None
    changes = [*outer]
    shown = "async for"
    if isinstance(comprehension, ast.GeneratorExp):
        listed = awaiting.as_list(source, comprehension)
        if listed is None:
            return None
        changes += listed
        shown = "[... async for ...]"
    keyword = source.text.rfind("for", 0, source.start(part.target))
    return replacing.Replacement(shown, (*changes, Change(keyword, keyword, "async ")))


def _iterator(source: Source, node: ast.expr, parent: ast.AST) -> Replacement | None:
    """Return the change for ``for book in books.iterator()``."""
    if not (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "iterator"
        and isinstance(parent, ast.For)
        and parent.iter is node
    ):
        return None
    found = _async_for(source, parent)
    end = source.end(node.func)
    twin = Change(end - len("iterator"), end, "aiterator")
    return replacing.Replacement("async for ... aiterator(...)", (*found.changes, twin)) if found else None


def _contains(source: Source, node: ast.expr, compare: ast.Compare) -> Replacement | None:
    negation = "not " if isinstance(compare.ops[0], ast.NotIn) else ""
    text = f"await {_operand(source, node)}.acontains({source.segment(compare.left)})"
    shown = f"await {shapes.shown(node)}.acontains(...)"
    if negation and not isinstance(source.parents[compare], (ast.expr, ast.keyword)):
        return replacing.replaced(source, compare, f"{negation}{text}", f"{negation}{shown}")
    if negation:
        return replacing.replaced(source, compare, f"({negation}{text})", f"{negation}{shown}")
    return replacing.replaced(source, compare, text, shown)


def _item(source: Source, node: ast.expr, subscript: ast.Subscript) -> Replacement | None:
    """Return the change for ``books[0]``: it fetches that row, and raises IndexError where there is none."""
    rows, shown = _operand(source, node), shapes.shown(node)
    match subscript.slice:
        case ast.Constant(value=int(number)):
            part = f":{number + 1}" if not number else f"{number}:{number + 1}"
            text = "[row async for row in {rows}[{part}]][0]"
            return replacing.replaced(
                source, subscript, text.format(rows=rows, part=part), text.format(rows=shown, part=part)
            )
        case ast.UnaryOp():
            return None
        case _:
            return _listed(source, node)
