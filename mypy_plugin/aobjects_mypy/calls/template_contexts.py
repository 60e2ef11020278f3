"""What a template is given: the items of its context, and what the context processors add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType, Type, TypedDictType

from aobjects_mypy import names
from aobjects_mypy.analysis.sinks import Finding
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.domain.effects import Step
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.syntax import definitions, expressions
from aobjects_mypy.templates import functions
from aobjects_mypy.types import instances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.syntax.call import Argument

_REQUEST: Final = "django.template.context_processors.request"
_AUTH: Final = "django.contrib.auth.context_processors.auth"
_OF_DJANGO: Final = frozenset(
    {
        "DEFAULT_MESSAGE_LEVELS", "LANGUAGES", "LANGUAGE_BIDI", "LANGUAGE_CODE", "MEDIA_URL", "STATIC_URL",
        "TIME_ZONE", "csp_nonce", "csrf_input", "csrf_token", "debug", "messages", "perms", "request",
        "sql_queries", "user",
    }
)  # fmt: skip
"""What Django's own context processors give."""
_GIVEN: Final = f"request{OWN}"


def given(analysis: Evaluator, argument: Argument | None) -> dict[str, Type | None]:
    """Return the items of a context whose keys are known."""
    if argument is None:
        return {}
    found: dict[str, Type | None] = {}
    target = analysis.resolve(argument.expr)
    if isinstance(target, nodes.DictExpr):
        found = _displayed(analysis, target)
        if target is not argument.expr:
            found = _as_it_is_now(analysis, found, argument.value)
    elif isinstance(target, nodes.CallExpr) and expressions.fullname(target.callee) == names.DICT:
        pairs = zip(target.arg_names, target.args, strict=True)
        found = {name: analysis.evaluate(expr) for name, expr in pairs if name is not None}
    return found | held(analysis, argument.value) | _assigned(analysis, argument.expr)


def is_closed(analysis: Analysis, argument: Argument | None) -> bool:
    """Tell a context of which every key is known, and no other can be in it."""
    if argument is None or expressions.is_none(argument.expr) or _has_all(analysis, argument.value):
        return True
    return isinstance(argument.expr, nodes.DictExpr) and all(
        isinstance(key, nodes.StrExpr) for key, _ in argument.expr.items
    )


def _has_all(analysis: Analysis, value: Type | None) -> bool:
    """Tell a dict that has the keys that are known, and no others."""
    members = instances.items(value)
    entry = analysis.entry_of(members[0]) if len(members) == 1 else None
    return isinstance(entry, heap.Record) and entry.has_all


def leave_out_nothing(values: dict[str, Type | None], read: Iterable[str], *, has_request: bool) -> None:
    """Give ``None`` to the names that nobody gives a value: so do the conditions and loops of templates."""
    for name in set(read) - (_OF_DJANGO if has_request else frozenset()):
        values.setdefault(name, NoneType())


def _as_it_is_now(
    analysis: Evaluator, shown: dict[str, Type | None], value: Type | None
) -> dict[str, Type | None]:
    """Leave out what has been changed since the dict was written down: the heap has the rest."""
    if not any(isinstance(analysis.entry_of(member), heap.Record) for member in instances.items(value)):
        return shown
    return {name: known for name, known in shown.items() if not instances.tagged_instances(known)}


def _assigned(analysis: Evaluator, expr: nodes.Expression) -> dict[str, Type | None]:
    """Return what ``context["book"] = book`` has put into a dict that has a name."""
    container = expressions.access_path(expr)
    if container is None:
        return {}
    return {
        key: value
        for path, value in analysis.state.variables.items()
        if (key := access_paths.key(path, container)) is not None
    }


def _displayed(analysis: Evaluator, display: nodes.DictExpr) -> dict[str, Type | None]:
    found: dict[str, Type | None] = {}
    for key, value in display.items:
        if key is None:
            inner = analysis.resolve(value)
            if isinstance(inner, nodes.DictExpr):
                found |= _displayed(analysis, inner)
            found |= held(analysis, analysis.evaluate(value))
            continue
        name = expressions.string(key, analysis.type_of(key))
        if name is not None:
            found[name] = analysis.displayed.get(value) or analysis.evaluate(value)
    return found


def held(analysis: Evaluator, value: Type | None) -> dict[str, Type | None]:
    """Return what a dict that was made elsewhere is known to hold."""
    for member in instances.items(value):
        if isinstance(member, TypedDictType):
            return dict(member.items)
        entry = analysis.entry_of(member)
        if isinstance(member, Instance) and isinstance(entry, heap.Record):
            return {**entry.items}
    return {}


def is_given(argument: Argument | None) -> bool:
    """Tell a request from ``None``."""
    if argument is None or expressions.is_none(argument.expr):
        return False
    members = instances.items(argument.value)
    return not members or not all(isinstance(member, NoneType) for member in members)


def add_processors(
    analysis: Evaluator,
    place: nodes.Expression,
    request: Type | None,
    processors: Sequence[str],
    values: dict[str, Type | None],
) -> tuple[list[Finding], bool]:
    """Add what the context processors return; what the view gives comes first.

    Return what they run, and whether every key is known that they may add.
    """
    added: dict[str, Type | None] = {}
    findings: list[Finding] = []
    is_closed = True
    for fullname in processors:
        if fullname == _REQUEST:
            added["request"] = request
        elif fullname == _AUTH:
            added["user"] = added[functions.USER] = _user(analysis, place, request)
        elif not fullname.startswith("django."):
            returned, ran = _run(analysis, place, request, fullname)
            added |= held(analysis, returned)
            is_closed = is_closed and _has_all(analysis, returned)
            findings += ran
    for name, value in added.items():
        values.setdefault(name, value)
    return findings, is_closed


def _function_that_reads_the_user() -> nodes.FuncDef:
    """Return ``def user(): return request.user``."""
    read = nodes.MemberExpr(nodes.NameExpr(_GIVEN), "user")
    function = nodes.FuncDef("user", [], nodes.Block([nodes.ReturnStmt(read)]))
    function._fullname = f"{_GIVEN}.user"
    return function


_USER: Final = _function_that_reads_the_user()


def _user(analysis: Evaluator, place: nodes.Expression, request: Type | None) -> Type | None:
    """Return ``request.user``, which nobody has asked for anything yet."""
    if request is None or not instances.instances(request):
        return None
    scope = heap.Scope(analysis, _GIVEN, {access_paths.name(_GIVEN): request}, {})
    ran = analysis.run_called(_USER, {}, place, scope)
    return ran.value if ran is not None else None


def _run(
    analysis: Evaluator, place: nodes.Expression, request: Type | None, fullname: str
) -> tuple[Type | None, list[Finding]]:
    module, _, name = fullname.rpartition(".")
    function = definitions.function_of(analysis.callees.named(module, name))
    body = analysis.callees.body(function)
    ran = analysis.run_called(body, {0: request}, place) if body is not None else None
    if ran is None or body is None or body.is_coroutine:
        return None, []
    step = Step(name, fullname, "", 0)
    findings = [
        Finding((step, *found.steps), found.path, found.query, found.is_unproven, found.owner)
        for found in ran.findings
    ]
    return ran.value, findings
