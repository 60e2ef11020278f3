"""From the async code that a message proposes to the exact change of what is written there.

The proposal is a template: ``await Book.objects.filter(...).aget(...)``, whose ``...`` stand for whatever the
source has in their place.  Where the source is of another shape, there is no edit.
"""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.orm import methods
from aobjects_mypy.reports import awaiting, shapes
from aobjects_mypy.reports.source import Change
from aobjects_mypy.syntax import wrappers
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from aobjects_mypy.reports.source import Source

THREAD: Final = (names.ASGIREF, wrappers.SYNC_TO_ASYNC)
_WRAPPERS: Final = frozenset({"sync_to_async", "database_sync_to_async", "run_sync", "to_thread"})
_CONSUMERS: Final = frozenset(
    {
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "sorted",
        "sum",
        "min",
        "max",
        "any",
        "all",
        "len",
        "nlargest",
        "nsmallest",
        "reduce",
    }
)
_CONNECTIONS: Final = ("connection.", "connections[")
_OF_THREADS: Final = frozenset(
    {"cursor", "chunked_cursor", "atomic", "savepoint", "__enter__", "__exit__", "enter_context"}
)
"""What belongs to the thread that makes it: awaiting it alone is of no use."""
_CONVERSIONS: Final = {ord("r"): "repr", ord("a"): "ascii"}
_CONVERSION: Final = re.compile(r"\s*![ra](?=[:}])")
_WIDTH: Final = re.compile(r":([^{}'\"\\\n]+)(?=})")


@dataclass(frozen=True, slots=True)
class Replacement:
    """Async code in place of what is there."""

    shown: str
    """The new code, in a line."""
    changes: tuple[Change, ...]
    imports: tuple[tuple[str, str], ...] = ()
    """Module and name."""
    moved: ast.expr | None = None
    """What a lambda evaluates now."""


def by_template(source: Source, node: ast.expr, template: str) -> Replacement | None:
    """Return the change that the template stands for, if the source has its shape."""
    wanted = shapes.parse(template)
    if wanted is not None and isinstance(getattr(node, "ctx", None), ast.Store):
        return of_assignment(source, node, template)
    if wanted is None or not is_read(node):
        return None
    if not isinstance(wanted, ast.Await):
        return _exact(source, node, wanted, template)
    call = wanted.value
    if not isinstance(call, ast.Call):
        return _exact(source, node, wanted, template)
    if _thread_of(call) is not None:
        return in_thread(source, node, wanted)
    if isinstance(node, ast.Call) and shapes.fits_arguments(call, node):
        function, written = call.func, node.func
        if isinstance(function, ast.Attribute) and isinstance(written, ast.Attribute):
            if not shapes.fits(function.value, written.value):
                return None
            end = source.end(written)
            renamed = Change(end - len(written.attr), end, function.attr)
            return _await(source, node, template, (renamed,)) or of_consumer(source, node)
        if isinstance(function, ast.Name) and isinstance(written, ast.Name):
            renamed = Change(source.start(written), source.end(written), function.id)
            alias = imported(source, written.id)
            if alias is not None:
                return _await(
                    source, node, template, (renamed, *_import_of_twin(source, *alias, function.id))
                )
        return None
    return _exact(source, node, wanted, template)


def is_read(node: ast.expr) -> bool:
    return isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _thread_of(call: ast.Call) -> ast.expr | None:
    """Return the function that ``sync_to_async(function)(...)`` runs."""
    wrapper = call.func
    is_wrapped = isinstance(wrapper, ast.Call) and ast.unparse(wrapper.func) == "sync_to_async"
    return wrapper.args[0] if is_wrapped and isinstance(wrapper, ast.Call) and wrapper.args else None


def _await(
    source: Source,
    node: ast.expr,
    shown: str,
    changes: tuple[Change, ...],
    imports: tuple[tuple[str, str], ...] = (),
) -> Replacement | None:
    """Await the node, which has these changes in it."""
    outer = awaiting.around(source, node)
    if outer is None:
        return None
    start, end = source.start(node), source.end(node)
    if awaiting.needs_parentheses(source, node):
        placed = [Change(start, start, "(await "), Change(end, end, ")", closes=True)]
    else:
        placed = [Change(start, start, "await ")]
    return Replacement(shown, (*outer, *placed, *changes), imports)


def replaced(
    source: Source,
    node: ast.expr,
    text: str,
    shown: str,
    imports: tuple[tuple[str, str], ...] = (),
    *,
    is_async: bool = True,
) -> Replacement | None:
    """Put ``text`` in a node's place."""
    outer = awaiting.around(source, node) if is_async else []
    if outer is None:
        return None
    if text.startswith("{") and isinstance(source.parents[node], ast.FormattedValue):
        text = f" {text}"
    if text.startswith("await "):
        return Replacement(shown, (*outer, awaiting.awaited(source, node, text)), imports)
    return Replacement(shown, (*outer, Change(source.start(node), source.end(node), text)), imports)


def _exact(source: Source, node: ast.expr, wanted: ast.expr, template: str) -> Replacement | None:
    """Put what holds no ``...`` in a node's place."""
    if isinstance(node, ast.Subscript) and isinstance(wanted, ast.Await):
        return _of_item(source, node, wanted, template)
    if any(isinstance(part, ast.Constant) and part.value is ... for part in ast.walk(wanted)):
        return None
    if isinstance(wanted, ast.Await) and (_is_handed_over(source, node) or _is_receiver(wanted, node)):
        return None
    if not all(_is_known(source, part.id, node) for part in ast.walk(wanted) if isinstance(part, ast.Name)):
        return None
    text = template
    if awaiting.quotes(source, node) == "'":
        text = ast.unparse(wanted)
    parent = source.parents[node]
    is_key = isinstance(parent, ast.Attribute) and not isinstance(wanted, ast.Await)
    place = parent if is_key and isinstance(parent, ast.Attribute) else node
    return replaced(source, place, text, template, is_async=isinstance(wanted, ast.Await))


def _of_item(source: Source, node: ast.Subscript, wanted: ast.Await, template: str) -> Replacement | None:
    """Return the change for ``session["key"]``."""
    call = wanted.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    if not shapes.fits(call.func.value, node.value):
        return None
    key = source.segment(node.slice)
    text = f"await {source.segment(node.value)}.{call.func.attr}({key})"
    return replaced(source, node, text, template)


def of_assignment(source: Source, node: ast.expr, template: str) -> Replacement | None:
    """Return the change for ``session["key"] = value``, a statement of its own."""
    wanted, statement = shapes.parse(template), source.parents[node]
    if not isinstance(node, ast.Subscript) or not isinstance(wanted, ast.Await):
        return None
    if not isinstance(statement, ast.Assign) or statement.targets != [node]:
        return None
    call = wanted.value
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    if not shapes.fits(call.func.value, node.value) or awaiting.around(source, statement) != []:
        return None
    arguments = f"{source.segment(node.slice)}, {source.segment(statement.value)}"
    text = f"await {source.segment(node.value)}.{call.func.attr}({arguments})"
    return Replacement(template, (Change(source.start(statement), source.end(statement), text),))


def _is_known(source: Source, name: str, node: ast.expr) -> bool:
    """Tell a name that the code around a node has."""
    if any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node)):
        return True
    scopes = [part for part in source.ancestors(node) if isinstance(part, (ast.AsyncFunctionDef, ast.Lambda))]
    return any(
        isinstance(part, ast.arg) and part.arg == name for scope in scopes for part in ast.walk(scope.args)
    )


def _is_receiver(wanted: ast.Await, node: ast.expr) -> bool:
    """Tell the object whose method is awaited: it stands in another place than the method."""
    call = wanted.value
    function = call.func if isinstance(call, ast.Call) else None
    return isinstance(function, ast.Attribute) and shapes.fits(function.value, node)


def belongs_to_thread(source: Source, node: ast.expr) -> bool:
    """Tell what one thread has to begin and to end: a cursor, a block."""
    if isinstance(source.parents[node], ast.withitem):
        return True
    return isinstance(node, ast.Call) and shapes.last_name(node.func) in _OF_THREADS


def _is_handed_over(source: Source, node: ast.expr) -> bool:
    """Tell a method that is an argument, and is called by somebody else."""
    parent = source.parents[node]
    is_method = isinstance(node, ast.Attribute) and (
        methods.of_instance(node.attr)[0] is not None or methods.of_rows(node.attr)[0] is not None
    )
    return is_method and isinstance(parent, (ast.Call, ast.keyword))


def in_thread(source: Source, node: ast.expr, wanted: ast.Await) -> Replacement | None:
    """Have a thread run the node, or the operation that it is a part of."""
    call = wanted.value
    assert isinstance(call, ast.Call)
    function = _thread_of(call)
    parent = source.parents[node]
    if belongs_to_thread(source, node) or _is_wrapped(parent, node):
        return None
    if isinstance(parent, ast.Await):
        # What gives something to be awaited gives it at once: no thread runs async code.
        return None
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(_CONNECTIONS):
        # The name stands for another connection in each thread.
        return of_lambda(source, node)
    if isinstance(function, ast.Lambda):
        is_read = isinstance(node, ast.Call) and shapes.last_name(node.func) == "getattr"
        return of_lambda(source, node) if is_read or shapes.fits(function.body, node) else None
    if isinstance(node, ast.Call) and function is not None and shapes.fits(function, node.func):
        shown = (
            f"await sync_to_async({shapes.shown(node.func)})({'...' if node.args or node.keywords else ''})"
        )
        head = source.end(node.func)
        thread = Change(source.start(node), source.start(node), "sync_to_async(")
        found = _await(source, node, shown, (thread, Change(head, head, ")", closes=True)), (THREAD,))
        return found or of_consumer(source, node)
    if isinstance(function, ast.Name) and len(call.args) == 1 and shapes.fits(call.args[0], node):
        return of_builtin(source, node, function.id)
    return of_consumer(source, node)


def of_builtin(source: Source, node: ast.expr, name: str) -> Replacement | None:
    """Have a thread call ``str`` or ``list`` with the node."""
    parent = source.parents[node]
    if isinstance(node, ast.Name) and node.id == name:
        # ``map(str, books)``: the function itself.
        return of_consumer(source, node)
    if isinstance(parent, ast.Call) and node in parent.args and shapes.last_name(parent.func) == "next":
        return of_function(source, parent)
    if isinstance(parent, ast.Call) and node in parent.args:
        if isinstance(parent.func, ast.Attribute) and parent.func.attr == "format":
            return of_function(source, parent)
        called = parent.func.id if isinstance(parent.func, ast.Name) else ""
        is_text = name == "str" and called in _CONVERSIONS.values()
        if (called == name or is_text) and len(parent.args) == 1:
            return of_function(source, parent)
    if isinstance(parent, ast.keyword):
        call = source.parents[parent]
        return of_function(source, call) if isinstance(call, ast.Call) else None
    if isinstance(parent, ast.FormattedValue):
        return of_text(source, node) or of_consumer(source, node)
    return given_to(source, node, name) or of_consumer(source, node)


def given_to(source: Source, node: ast.expr, name: str, rest: str = "") -> Replacement | None:
    """Have a thread call a builtin with what the node is."""
    text = f"await sync_to_async({name})({source.segment(node)}{rest})"
    return replaced(source, node, text, f"await sync_to_async({name})({shapes.shown(node)}{rest})", (THREAD,))


def evaluated_for(source: Source, node: ast.expr, name: str, rest: str = "") -> Replacement | None:
    """Have a thread evaluate the node, and call a builtin with what comes of it."""
    if isinstance(node, (ast.Name, ast.Await)):
        return given_to(source, node, name, rest)
    if not awaiting.can_be_moved(node):
        return None
    text = f"await sync_to_async(lambda: {name}({source.segment(node)}{rest}))()"
    shown = f"await sync_to_async(lambda: {name}({shapes.shown(node)}{rest}))()"
    found = replaced(source, node, text, shown, (THREAD,))
    return replace(found, moved=node) if found is not None else None


def of_text(source: Source, node: ast.expr, *, is_evaluated: bool = False) -> Replacement | None:
    """Have a thread write down what an f-string shows: ``{book}``, ``{book!r}``, ``{book:>9}``."""
    parent = source.parents[node]
    assert isinstance(parent, ast.FormattedValue)
    make = evaluated_for if is_evaluated else given_to
    name, rest, dropped = "str", "", ""
    behind = source.text[source.end(node) :]
    if parent.conversion in _CONVERSIONS:
        name, written = _CONVERSIONS[parent.conversion], _CONVERSION.match(behind)
        if written is None:
            return None
        dropped = written[0]
    elif parent.format_spec is not None and parent.conversion == -1:
        width = _WIDTH.match(behind)
        if width is None:
            return None
        quote = awaiting.quotes(source, node)
        name, rest, dropped = "format", f", {quote}{width[1]}{quote}", width[0]
    found = make(source, node, name, rest)
    if found is None or not dropped:
        return found
    end = source.end(node)
    return replace(found, changes=(*found.changes, Change(end, end + len(dropped), "")))


def of_function(source: Source, call: ast.Call) -> Replacement | None:
    """Have a thread make a call: its function is wrapped, its arguments stay as they are."""
    shown = f"await sync_to_async({shapes.shown(call.func)})(...)"
    head = source.end(call.func)
    start = source.start(call)
    return _await(
        source,
        call,
        shown,
        (Change(start, start, "sync_to_async("), Change(head, head, ")", closes=True)),
        (THREAD,),
    )


def of_lambda(source: Source, node: ast.expr) -> Replacement | None:
    """Have a thread evaluate an expression."""
    if not awaiting.can_be_moved(node):
        return None
    # Nothing runs where a name alone is evaluated.
    moved = _moved(source, node) if not isinstance(node, ast.Name) else None
    return moved or of_consumer(source, node)


def _moved(source: Source, node: ast.expr) -> Replacement | None:
    text = f"await sync_to_async(lambda: {source.segment(node)})()"
    found = replaced(source, node, text, f"await sync_to_async(lambda: {shapes.shown(node)})()", (THREAD,))
    return replace(found, moved=node) if found is not None else None


def of_consumer(source: Source, node: ast.expr) -> Replacement | None:
    """Have a thread evaluate the nearest expression around that runs through to its end.

    It runs a lambda that it is given, ``sorted(books, key=lambda book: book.author.name)``.
    """
    child: ast.AST = node
    for parent in source.ancestors(node):
        if isinstance(parent, ast.stmt):
            return None
        if isinstance(parent, ast.Call) and consumes(parent) and child is not parent.func:
            found = of_whole(source, parent)
            if found is not None:
                return found
        if isinstance(child, ast.Lambda) and not isinstance(parent, (ast.Call, ast.keyword)):
            return None
        child = parent
    return None


def of_whole(source: Source, call: ast.Call) -> Replacement | None:
    """Have a thread make a call; what is awaited for its arguments is awaited before."""
    if awaiting.around(source, call) != []:
        return None
    if awaiting.can_be_moved(call):
        return _moved(source, call)
    awaits_below = any(not awaiting.can_be_moved(part) for part in _lazy_parts(call))
    return of_function(source, call) if not awaits_below else None


def _lazy_parts(call: ast.Call) -> list[ast.expr]:
    """Return the arguments that are evaluated by the call itself."""
    return [argument for argument in call.args if isinstance(argument, ast.GeneratorExp)]


def _is_wrapped(parent: ast.AST, node: ast.expr) -> bool:
    """Tell the argument of a wrapper that should have been given a function."""
    return isinstance(parent, ast.Call) and node in parent.args and shapes.last_name(parent.func) in _WRAPPERS


def is_truth(source: Source, node: ast.expr) -> bool:
    """Tell whether nothing but the truth of the node is asked for."""
    parent = source.parents[node]
    match parent:
        case ast.If() | ast.While() | ast.Assert() | ast.IfExp():
            return parent.test is node
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.comprehension():
            return node in parent.ifs
        case ast.BoolOp():
            return is_truth(source, parent)
        case _:
            return False


def consumes(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr == "join"
    return isinstance(call.func, ast.Name) and call.func.id in _CONSUMERS


def imported(source: Source, name: str) -> tuple[ast.ImportFrom, ast.alias] | None:
    """Return what imports a name from a module, under this name."""
    for statement in ast.walk(source.tree):
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                if alias.name == name and alias.asname in (None, name):
                    return statement, alias
    return None


def _import_of_twin(
    source: Source, statement: ast.ImportFrom, alias: ast.alias, twin: str
) -> tuple[Change, ...]:
    """Return the change that imports the async twin: in place of a name that nothing else needs."""
    if any(other.name == twin for other in statement.names):
        return ()
    uses = [part for part in ast.walk(source.tree) if isinstance(part, ast.Name) and part.id == alias.name]
    start = source.start(alias)
    return (
        Change(
            start, source.end(alias) if len(uses) == 1 else start, twin if len(uses) == 1 else f"{twin}, "
        ),
    )
