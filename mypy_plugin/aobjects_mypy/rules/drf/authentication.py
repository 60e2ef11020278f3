"""The user whom adrf asks for, in a thread, before it calls a handler: ``request.user``, ``request.auth``."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, NoneType

from aobjects_mypy import names
from aobjects_mypy.calls import programs
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.models import application, rest_settings
from aobjects_mypy.orm import users
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.rules.drf import declared, library
from aobjects_mypy.syntax import class_facts, definitions, wrappers
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator

_METHOD: Final = "authenticate"
_API_VIEW: Final = "adrf.decorators.api_view"
_FRESH: Final = frozenset({"SessionAuthentication", "BasicAuthentication", "TokenAuthentication"})
"""Of the library: they give the row of the user with nothing loaded."""
_OWN_STEPS: Final = (
    "dispatch", "async_dispatch", "initial", "initialize_request", "setup", "get_authenticators",
    "perform_authentication", "check_permissions", "get_permissions", "check_throttles", "get_throttles",
)  # fmt: skip
"""What may put another user there, or load something on it."""
_REQUEST: Final = f"request{OWN}"
_VIEW: Final = f"view{OWN}"
_HOLDER: Final = f"holder{OWN}"


def is_known(info: nodes.TypeInfo) -> bool:
    """Tell a view of adrf that leaves to the library what comes before its handlers."""
    origin = library.of_class(info)
    return origin is not None and origin.is_async and is_view(info) and not library.has_own(info, *_OWN_STEPS)


def is_view(info: nodes.TypeInfo) -> bool:
    return any(
        library.is_of_library(name) and name.endswith(("View", "ViewSet", "ViewSetMixin"))
        for name in class_facts.base_names(info)
    )


def request(analysis: Evaluator) -> Instance | None:
    """Return the request that a view of adrf gets: nothing is known of it yet."""
    shape = analysis.instance_of(names.HTTP_REQUEST)
    if shape is None:
        return None
    return addresses.with_address(shape, analysis.allocate(address_parts.of_name("request"), heap.Record({})))


def is_open(function: nodes.FuncDef, position: int) -> bool:
    """Tell a parameter that is the request, of which mypy knows nothing."""
    argument = function.arguments[position] if len(function.arguments) > position else None
    if argument is None or argument.variable.name != "request":
        return False
    return argument.variable.type is None or instances.is_any(argument.variable.type)


@dataclass(frozen=True, slots=True)
class Asked:
    """The classes of the project that are asked before a handler, and the names of others."""

    authentication: Sequence[nodes.TypeInfo | str]
    permissions: Sequence[nodes.TypeInfo | str] | None
    throttles: Sequence[nodes.TypeInfo | str] | None

    @property
    def loads_nothing(self) -> bool:
        """Tell throttles of the library, and permissions of which all are seen."""
        return (
            self.permissions is not None
            and self.throttles is not None
            and all(map(_is_library, self.throttles))
        )


def of_class(analysis: Evaluator, info: nodes.TypeInfo) -> Asked | None:
    """Return what the classes of a view name, or the settings where they name none."""
    return _asked(analysis, lambda name: declared.value_of(analysis, info, f"{name}_classes"))


def of_function(analysis: Evaluator, decorator: nodes.Decorator) -> Asked | None:
    """Return the same of a function below ``@api_view``; ``None`` for another."""
    found: dict[str, nodes.Expression] = {}
    is_api_view = False
    for expr in decorator.original_decorators:
        name = analysis.callees.imported(wrappers.callee_of(expr))
        if not library.is_of_library(name) or not isinstance(expr, nodes.CallExpr):
            return None
        is_api_view |= name == _API_VIEW
        if expr.args:
            found[name.rpartition(".")[2]] = expr.args[0]
    return _asked(analysis, lambda name: found.get(f"{name}_classes")) if is_api_view else None


def by_default(analysis: Evaluator) -> Asked | None:
    """Return what the settings say, where nothing that is routed says otherwise."""
    sources = list(application.sources(analysis.callees.consult))
    if not sources or any(_chooses(source) for source in sources):
        return None
    found = _asked(analysis, lambda name: None)
    # It is asked first.
    return Asked(found.authentication, (), ()) if found is not None else None


@lru_cache(maxsize=application.MOST_FILES)
def _chooses(source: application.Source) -> bool:
    return any(
        (node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else "")
        in ("authentication_classes", "get_authenticators")
        for node in ast.walk(source.tree)
    )


def _asked(analysis: Evaluator, written: Callable[[str], nodes.Expression | None]) -> Asked | None:
    """Return what is written under each name; ``None`` where nobody sees who asks for the user."""
    authentication = _classes(analysis, written("authentication"), rest_settings.authentication())
    if not authentication:
        return None
    return Asked(
        authentication,
        _classes(analysis, written("permission"), rest_settings.permissions()),
        _classes(analysis, written("throttle"), rest_settings.throttles()),
    )


def begin(
    asked: Asked,
    request: Instance,
    analysis: Evaluator,
    function: nodes.FuncDef,
    first: Type | None,
) -> None:
    """Put on the request whom the classes of the view, or of the settings, find."""
    place = nodes.NameExpr(function.name)
    place.set_line(function)
    with analysis.off_loop():
        found = [_found(analysis, info, request, place, 0) for info in asked.authentication]
        tokens = [_found(analysis, info, request, place, 1) for info in asked.authentication]
        if None in found:
            return
        _put(analysis, request, "user", found)
        if None not in tokens:
            _put(analysis, request, "auth", tokens)
        if not _ask(analysis, asked, request, first, place):
            _forget(analysis, request)


def _classes(
    analysis: Evaluator, written: nodes.Expression | None, by_settings: Sequence[str]
) -> list[nodes.TypeInfo | str] | None:
    """Return the classes of the project that are asked, and the names of others; ``None`` if not seen."""
    if written is None:
        return [_named(analysis, name) for name in by_settings]
    if not isinstance(written, (nodes.ListExpr, nodes.TupleExpr)):
        return None
    found: list[nodes.TypeInfo | str] = []
    for item in written.items:
        both = [item.left, item.right] if isinstance(item, nodes.OpExpr) and item.op == "&" else [item]
        for part in both:
            node = part.node if isinstance(part, nodes.RefExpr) else None
            name = node if isinstance(node, nodes.TypeInfo) else analysis.callees.imported(part)
            if not name:
                return None
            found.append(name)
    return found


def _named(analysis: Evaluator, name: str) -> nodes.TypeInfo | str:
    """Return a class that the settings name, where mypy has its module."""
    module, _, last = name.rpartition(".")
    node = analysis.callees.named(module, last)
    return node if isinstance(node, nodes.TypeInfo) else name


def _found(
    analysis: Evaluator,
    chosen: nodes.TypeInfo | str,
    request: Instance,
    place: nodes.Expression,
    position: int,
) -> Type | None:
    """Return the first or the second of what ``authenticate()`` gives."""
    fullname = chosen if isinstance(chosen, str) else chosen.fullname
    if library.is_of_library(fullname):
        is_fresh = fullname.rpartition(".")[2] in _FRESH and position == 0
        return users.of_request(analysis, place) if is_fresh else None
    if isinstance(chosen, str) or not library.has_own(chosen, _METHOD):
        return None
    function = definitions.method_of(chosen, _METHOD)
    if function is None or analysis.callees.body(function) is None:
        return None
    writer = Writer()
    target = writer.put(nodes.MemberExpr(writer.name(_HOLDER), _METHOD))
    called: nodes.Expression = writer.calling(target, [writer.name(_REQUEST)])
    if function.is_coroutine:
        called = writer.put(nodes.AwaitExpr(called))
    writer.statements.append(writer.put(nodes.ReturnStmt(writer.item(called, position))))
    values: dict[str, Type | None] = {_HOLDER: Instance(chosen, []), _REQUEST: request}
    value, _ = programs.returned(analysis, writer.program(f"{_METHOD}{position}"), values, place)
    rows = [item for item in instances.items(value) if not isinstance(item, NoneType)]
    return instances.union(rows) if rows and all(_is_row(analysis, item) for item in rows) else None


def _is_row(analysis: Evaluator, item: Type) -> bool:
    return isinstance(item, Instance) and analysis.row(item) is not None


def _put(analysis: Evaluator, request: Instance, name: str, found: Sequence[Type | None]) -> None:
    record = analysis.entry(request)
    known = [value for value in found if value is not None]
    if isinstance(record, heap.Record) and known:
        fields = {**record.fields, name: instances.union(known)}
        analysis.put(request, heap.Record(fields))


def _forget(analysis: Evaluator, request: Instance) -> None:
    record = analysis.entry(request)
    if isinstance(record, heap.Record):
        fields = {name: value for name, value in record.fields.items() if name not in ("user", "auth")}
        analysis.put(request, heap.Record(fields))


def _ask(
    analysis: Evaluator, asked: Asked, request: Instance, view: Type | None, place: nodes.Expression
) -> bool:
    """Run what the project asks next, which may load what the user has; tell whether all is seen."""
    if not asked.loads_nothing:
        return False
    writer = Writer()
    values: dict[str, Type | None] = {_REQUEST: request, _VIEW: view}
    for chosen in asked.permissions or ():
        if _is_library(chosen):
            continue
        if isinstance(chosen, str):
            return False
        function = definitions.method_of(chosen, "has_permission")
        if function is None or library.is_of_library(function.info.fullname):
            continue
        holder = f"{_HOLDER}{len(values)}"
        values[holder] = Instance(chosen, [])
        target = writer.put(nodes.MemberExpr(writer.name(holder), function.name))
        called: nodes.Expression = writer.calling(target, [writer.name(_REQUEST), writer.name(_VIEW)])
        writer.evaluate(writer.put(nodes.AwaitExpr(called)) if function.is_coroutine else called)
    programs.run(analysis, writer.program("permissions"), values, place)
    return True


def _is_library(chosen: nodes.TypeInfo | str) -> bool:
    return library.is_of_library(chosen if isinstance(chosen, str) else chosen.fullname)
