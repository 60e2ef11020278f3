"""Views: their querysets, serializers and permissions, where an async handler asks for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, Type, TypeOfAny

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.framework import Endpoint
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying, programs
from aobjects_mypy.domain import address_parts, heap
from aobjects_mypy.models import rest_settings
from aobjects_mypy.orm import evaluation
from aobjects_mypy.programs.writer import OWN, Writer
from aobjects_mypy.rules.drf import (
    authentication,
    declared,
    handlers,
    library,
    permissions,
    reading,
    serializers,
)
from aobjects_mypy.syntax import class_facts, expressions, wrappers
from aobjects_mypy.syntax.call import Call
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.types import declared as declared_types

if TYPE_CHECKING:
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function

_METHODS: Final = frozenset(
    {
        "get_object", "aget_object", "get_queryset", "get_serializer", "get_serializer_class",
        "get_serializer_context",
        "filter_queryset", "afilter_queryset", "paginate_queryset", "apaginate_queryset",
        "alist", "aretrieve", "check_permissions", "check_object_permissions", "check_throttles",
    }
)  # fmt: skip
_RESPONDING: Final = ("get_serializer", "aget_object", "get_object", "apaginate_queryset")
_PERFORMING: Final = frozenset({"perform_acreate", "perform_aupdate"})
_DESTROYING: Final = "perform_adestroy"
_FETCHING: Final = ("adestroy", "aget_object", "afilter_queryset", "filter_queryset", "filter_backends")
"""What may give it another row, or one that has more loaded."""
_ACTION: Final = "action"
_DECORATORS: Final = frozenset({"rest_framework.decorators.action", "adrf.decorators.action"})
_ROUTED: Final = frozenset(
    f"{prefix}{name}"
    for name in ("list", "retrieve", "create", "update", "destroy")
    for prefix in ("", "a")
) | {"partial_update", "partial_aupdate"}  # fmt: skip
"""What routers bind by their names."""
_CHECKS: Final = {
    "check_permissions": ("permission_classes", "has_permission", "get_permissions"),
    "check_object_permissions": ("permission_classes", "has_object_permission", "get_permissions"),
    "check_throttles": ("throttle_classes", "allow_request", "get_throttles"),
}
"""The list of classes, their method, and the method that may give others."""


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name not in _METHODS or library.has_own(instance.type, target.name):
        return UNANSWERED
    return _of_library(analysis, instance, target.name, call)


def _inherited(analysis: Evaluator, receiver: Instance, parent: Instance, name: str, call: Call) -> Answer:
    if name == "get":
        # What the generic views of adrf await for it.
        origin = library.of_class(receiver.type)
        name = handlers.HANDLERS.get(origin.name, name) if origin is not None and origin.is_async else name
        if library.has_own(receiver.type, name):
            return UNANSWERED
    return _of_library(analysis, receiver, name, call) if name in _METHODS else UNANSWERED


def _of_library(analysis: Evaluator, view: Instance, name: str, call: Call) -> Answer:
    origin = library.of_class(view.type)
    if origin is None or analysis.sink.is_summary:
        return UNANSWERED
    match name:
        case "get_queryset":
            return _queryset(analysis, view, call)
        case "get_object":
            return _object(analysis, view, call, is_async=origin.is_async)
        case "aget_object":
            row = _one(analysis, view, call, on_loop=True)
            return applying.awaitable(analysis, call.result, row) if row is not None else UNANSWERED
        case "filter_queryset" | "afilter_queryset":
            return _filtered(analysis, name, call)
        case "paginate_queryset":
            return _page(analysis, view, call, is_async=origin.is_async)
        case "apaginate_queryset":
            return applying.awaitable(analysis, call.result, _rows_of_page(analysis, view, call))
        case "get_serializer_class":
            return analysis.read(view, "serializer_class", call.node)
        case "get_serializer_context":
            return _context(analysis, view, call)
        case "get_serializer":
            return _serializer(analysis, view, call)
    if name in ("alist", "aretrieve"):
        _respond(analysis, view, call, many=name == "alist")
        return call.result
    if name in _CHECKS:
        if call.positional:
            given = call.argument(1, "obj")
            _check(analysis, view, name, call, given.value if given is not None else None)
        return call.result
    return UNANSWERED


def _queryset(analysis: Evaluator, view: Instance, call: Call) -> Answer:
    rows = analysis.read(view, "queryset", call.node)
    return analysis.call_method(rows, "all", call.node) if _are_rows(analysis, rows) else UNANSWERED


def _are_rows(analysis: Evaluator, value: Type | None) -> bool:
    found = instances.instances(value)
    return bool(found) and all(isinstance(analysis.entry(item), heap.QuerySet) for item in found)


def _object(analysis: Evaluator, view: Instance, call: Call, *, is_async: bool) -> Answer:
    written = expressions.source(call.callee)
    receiver = written.rpartition(".")[0]
    use = f"await {receiver}.aget_object()" if is_async and receiver else f"await sync_to_async({written})()"
    analysis.report(diagnostics.synchronous_query(f"{view.type.name}.get_object", use), call.node)
    row = _one(analysis, view, call)
    return UNANSWERED if row is None else row


def _one(analysis: Evaluator, view: Instance, call: Call, *, on_loop: bool = False) -> Type | None:
    """Return a row of the view's queryset, on which a thread has asked the permissions of the view.

    adrf awaits the row, and has made the queryset ``on_loop``.
    """
    rows = _made_on_loop(analysis, view, call) if on_loop else None
    with analysis.off_loop():
        rows = rows or analysis.call_method(view, "get_queryset", call.node)
        if not _are_rows(analysis, rows):
            return None
        row = analysis.call_method(rows, "get", call.node)
        _check(analysis, view, "check_object_permissions", call, row)
    return row


def _made_on_loop(analysis: Evaluator, view: Instance, call: Call) -> Type | None:
    """Return the queryset of the view, and report what making it runs: the view has no other way to it."""
    with analysis.off_loop():
        rows = analysis.call_method(view, "get_queryset", call.node)
    if library.has_own(view.type, "get_queryset"):
        writer = Writer()
        writer.line = writer.places.number("get_queryset")
        target = writer.put(nodes.MemberExpr(writer.name(reading.MYSELF), "get_queryset"))
        writer.evaluate(writer.calling(target, []))
        found = programs.run(analysis, writer.program(view.type.name), {reading.MYSELF: view}, call.node)
        applying.report_findings(analysis, found, call.node, "get_queryset", is_async=True)
    return rows


def _filtered(analysis: Evaluator, name: str, call: Call) -> Answer:
    """Return the queryset as it was given: what backends filter loads nothing."""
    given = call.argument(0, "queryset")
    if given is None or not _are_rows(analysis, given.value):
        return UNANSWERED
    return applying.awaitable(analysis, call.result, given.value) if name.startswith("a") else given.value


def _page(analysis: Evaluator, view: Instance, call: Call, *, is_async: bool) -> Answer:
    chosen = declared.value_of(analysis, view.type, "pagination_class")
    if not _has_pages_of_settings(chosen) and (chosen is None or expressions.is_none(chosen)):
        return UNANSWERED
    written = expressions.source(call.callee)
    receiver, _, method = written.rpartition(".")
    use = (
        f"await {receiver}.a{method}(...)"
        if is_async and receiver
        else f"await sync_to_async({written})(...)"
    )
    analysis.report(diagnostics.synchronous_query(f"{view.type.name}.paginate_queryset", use), call.node)
    found = _rows_of_page(analysis, view, call)
    return UNANSWERED if found is None else found


def _has_pages_of_settings(chosen: nodes.Expression | None) -> bool:
    """Tell a view that leaves its pages to the settings, which name a class of the library."""
    return chosen is None and library.is_of_library(rest_settings.pagination_class())


def _rows_of_page(analysis: Evaluator, view: Instance, call: Call) -> Type | None:
    """Return the list of the rows that a class of the library, or one that leaves that to it, picks."""
    chosen = declared.value_of(analysis, view.type, "pagination_class")
    origin = library.of_expression(analysis, chosen) if chosen is not None else None
    given = call.argument(0, "queryset")
    is_known = origin is not None or _has_pages_of_settings(chosen)
    if not is_known or given is None or not _are_rows(analysis, given.value):
        return None
    if (
        origin is not None
        and origin.info is not None
        and library.has_own(origin.info, "paginate_queryset", "apaginate_queryset")
    ):
        return None
    with analysis.off_loop():
        row = evaluation.iterate(analysis, given.value, call.node, diagnostics.FOR)
    return analysis.instance_of(names.LIST, [row]) if row is not None else None


def _serializer(analysis: Evaluator, view: Instance, call: Call) -> Answer:
    """Make the serializer that the view names, with what it is given here."""
    chosen = analysis.call_method(view, "get_serializer_class", call.node)
    context = analysis.call_method(view, "get_serializer_context", call.node)
    made: list[Type] = []
    for position, item in enumerate(instances.items(chosen)):
        shape = declared_types.instance_of_class(item)
        if not isinstance(shape, Instance) or library.has_own(shape.type, "__init__"):
            return UNANSWERED
        with analysis.site(f"#{position}"):
            one = serializers.of_view(analysis, shape, call, context)
        if not isinstance(one, Instance):
            return UNANSWERED
        made.append(one)
    return instances.union(made) if made else UNANSWERED


def _context(analysis: Evaluator, view: Instance, call: Call) -> Answer:
    """Return what generic views tell their serializers: three things, and no other."""
    anything, shape = AnyType(TypeOfAny.special_form), analysis.dict_of()
    if shape is None:
        return UNANSWERED
    request = analysis.read(view, "request", call.node)
    fields = {"request": request or anything, "format": anything, "view": view}
    entry = heap.Record(fields, is_whole=True)
    return addresses.with_address(shape, analysis.allocate(call.node, entry, role="=context"))


def _respond(analysis: Evaluator, view: Instance, call: Call, *, many: bool) -> None:
    """Do what the actions of adrf's mixins do: ``adata`` reads rows on the event loop."""
    if library.has_own(view.type, *_RESPONDING):
        return
    rows = _made_on_loop(analysis, view, call) if many else _one(analysis, view, call, on_loop=True)
    chosen = analysis.call_method(view, "get_serializer_class", call.node)
    made = [declared_types.instance_of_class(item) for item in instances.items(chosen)]
    if len(made) != 1 or not isinstance(made[0], Instance) or rows is None:
        return
    origin = library.of_class(made[0].type)
    if origin is None or not origin.is_async or library.has_own(made[0].type, "__init__", "many_init"):
        # A thread reads the data of a serializer of DRF.
        return
    found = reading.run(analysis, made[0], rows, call.node, many=many, is_async=True)
    applying.report_findings(analysis, found, call.node, f"{made[0].type.name}.adata", is_async=True)


def _check(analysis: Evaluator, view: Instance, name: str, call: Call, row: Type | None) -> None:
    """Run what the classes of the project say of the request, or of a row."""
    listed, method, chooser = _CHECKS[name]
    if library.has_own(view.type, chooser, name):
        return
    writer = Writer()
    request = call.positional[0].value if call.positional else None
    values: dict[str, Type | None] = {
        reading.MYSELF: view, f"request{OWN}": request, reading.ROW: row
    }  # fmt: skip
    for info in permissions.classes(declared.value_of(analysis, view.type, listed)):
        node = instances.member(info, method)
        if not isinstance(node, nodes.FuncDef) or node.is_coroutine or not library.has_own(info, method):
            continue
        writer.line = writer.places.number(info.name)
        holder = f"{info.name}{OWN}{len(values)}"
        values[holder] = instances.of_class(info)
        arguments = [writer.name(f"request{OWN}"), writer.name(reading.MYSELF)]
        if method == "has_object_permission":
            arguments.append(writer.name(reading.ROW))
        target = writer.put(nodes.MemberExpr(writer.name(holder), method))
        writer.evaluate(writer.calling(target, arguments))
    found = programs.run(analysis, writer.program(view.type.name), values, call.node)
    applying.report_findings(analysis, found, call.node, name)


def endpoint(
    analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> Endpoint | None:
    """Return how a view is called: an action knows its name, ``perform_...`` what it gets."""
    if not function.info:
        asked = authentication.of_function(analysis, decorator) if decorator is not None else None
        return _asked_before(analysis, function, asked, 0, {})
    if function.is_static or function.is_class:
        return None
    if serializers.is_of_row(function):
        shown = serializers.row_of_method(analysis, function)
        return Endpoint(given={1: shown}) if shown is not None else None
    is_unwritten = function.name not in function.info.names
    given: dict[int, Type] = {}
    if is_unwritten or _is_action(analysis, function, decorator):
        given[0] = _acting(analysis, instances.of_class(function.info), function.name)
    performed = _given_to_perform(analysis, function) or _given_to_destroy(analysis, function)
    if performed is not None:
        given[1] = performed
    if authentication.is_known(function.info):
        given.setdefault(0, instances.of_class(function.info))
        asked = authentication.of_class(analysis, function.info)
    elif permissions.is_asked(function):
        return _of_permission(analysis, function)
    else:
        asked = None
    # Of a handler that nobody wrote mypy has no types.
    return _asked_before(analysis, function, asked, 1, given, overrides=is_unwritten)


def _of_permission(analysis: Evaluator, function: nodes.FuncDef) -> Endpoint | None:
    """Return how a permission is asked on the event loop: the user is there, and the row of a view."""
    named_by = permissions.views(analysis, function.info)
    if not named_by:
        return _asked_before(analysis, function, authentication.by_default(analysis), 1, {})
    given: dict[int, Type] = {}
    if function.name == permissions.OF_ROW and len(function.arguments) > 3:
        place = nodes.NameExpr(function.name)
        place.set_line(function)
        rows: list[Type] = []
        for number, info in enumerate(named_by):
            with analysis.site(f"#{number}"):
                row = _one(analysis, instances.of_class(info), Call(place, place, (), None))
            if row is not None:
                rows.append(row)
        if len(rows) == len(named_by):
            given[3] = instances.union(rows)
    request = authentication.request(analysis)
    before = permissions.before(analysis, named_by)
    if not before or request is None or not authentication.is_open(function, 1):
        return Endpoint(given=given) if given else None
    given[1] = request
    return Endpoint(given=given, begin=partial(permissions.begin, before, request))


def _asked_before(
    analysis: Evaluator,
    function: nodes.FuncDef,
    asked: authentication.Asked | None,
    position: int,
    given: dict[int, Type],
    *,
    overrides: bool = False,
) -> Endpoint | None:
    """Return how a function is called with a request, whose user is there."""
    request = authentication.request(analysis) if asked is not None else None
    if asked is None or request is None:
        return Endpoint(given=given, overrides=overrides) if given else None
    view = given.get(0)
    if authentication.is_open(function, position):
        given[position] = request
    if isinstance(view, Instance):
        entry = analysis.entry(view)
        fields = {**entry.fields} if isinstance(entry, heap.Record) else {}
        held = heap.Record({**fields, "request": request})
        given[0] = addresses.with_address(view, analysis.allocate(address_parts.of_name("self"), held))
    return Endpoint(given=given, overrides=overrides, begin=partial(authentication.begin, asked, request))


def _is_action(analysis: Evaluator, function: nodes.FuncDef, decorator: nodes.Decorator | None) -> bool:
    """Tell what a router binds: the functions with ``@action``, and those of the known names."""
    if library.of_class(function.info) is None or not function.arguments:
        return False
    decorators = decorator.original_decorators if decorator is not None else []
    found = {analysis.callees.imported(wrappers.callee_of(expr)) for expr in decorators}
    return bool(found & _DECORATORS) or (function.name in _ROUTED and _is_viewset(function.info))


def _is_viewset(info: nodes.TypeInfo) -> bool:
    return any(
        library.is_of_library(name) and name.endswith(("ViewSet", "ViewSetMixin"))
        for name in class_facts.base_names(info)
    )


def _acting(analysis: Evaluator, view: Instance, action: str) -> Instance:
    """Return the view as it handles a request for an action."""
    text = analysis.instance_of(names.STR)
    if text is None or not _is_viewset(view.type):
        return view
    record = heap.Record({_ACTION: declared_types.literal(text, action)})
    return addresses.with_address(view, analysis.allocate(address_parts.of_name("self"), record))


def _given_to_perform(analysis: Evaluator, function: nodes.FuncDef) -> Type | None:
    """Return what adrf calls ``perform_acreate(self, serializer)`` with."""
    if function.name not in _PERFORMING or len(function.arguments) != 2:
        return None
    origin = library.of_class(function.info)
    if origin is None or not origin.is_async:
        return None
    place = nodes.NameExpr(function.arguments[1].variable.name)
    place.set_line(function)
    chosen = analysis.read(Instance(function.info, []), "serializer_class", place)
    made = [declared_types.instance_of_class(item) for item in instances.items(chosen)]
    if len(made) != 1 or not isinstance(made[0], Instance) or library.of_class(made[0].type) is None:
        return None
    return serializers.validated(analysis, made[0], address_parts.sole("given:serializer"))


def _given_to_destroy(analysis: Evaluator, function: nodes.FuncDef) -> Type | None:
    """Return the row that adrf calls ``perform_adestroy(self, instance)`` with, one of its queryset."""
    if function.name != _DESTROYING or len(function.arguments) != 2:
        return None
    origin = library.of_class(function.info)
    if origin is None or not origin.is_async or library.has_own(function.info, *_FETCHING):
        return None
    place = nodes.NameExpr(function.arguments[1].variable.name)
    place.set_line(function)
    view = instances.of_class(function.info)
    row = _one(analysis, view, Call(place, place, (), None))
    return row if any(analysis.row(item) is not None for item in instances.instances(row)) else None


RULE: Final = Rule(method=_method, inherited=_inherited)
"""Of any object: a view is one of the project's own classes."""


def _get_object_or_404(analysis: Evaluator, call: Call) -> Type | None:
    written = expressions.source(call.callee)
    use = f"await sync_to_async({written})(...)"
    analysis.report(diagnostics.synchronous_query(written, use), call.node)
    with analysis.off_loop():
        return _row(analysis, call, "get")


def _aget_object_or_404(analysis: Evaluator, call: Call) -> Type | None:
    return _row(analysis, call, "aget")


def _row(analysis: Evaluator, call: Call, method: str) -> Type | None:
    rows = call.positional[0].value if call.positional else None
    if any(declared_types.instance_of_class(item) is not None for item in instances.items(rows)):
        rows = analysis.read(rows, "_default_manager", call.node)
    return analysis.call_method(rows, method, call.node) if _are_rows(analysis, rows) else call.result


FUNCTIONS: Final[dict[str, Function]] = {
    "rest_framework.generics.get_object_or_404": _get_object_or_404,
    "adrf.generics.aget_object_or_404": _aget_object_or_404,
    "adrf.shortcuts.aget_object_or_404": _aget_object_or_404,
}
