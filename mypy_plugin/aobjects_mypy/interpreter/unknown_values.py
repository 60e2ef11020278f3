"""Values of which nothing is known, where proof is asked for: what the project's rows do in their place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import AnyType, Instance, NoneType, TypeOfAny, TypeVarType, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis import texts
from aobjects_mypy.analysis.callees import Question
from aobjects_mypy.calls import applying
from aobjects_mypy.domain import heap
from aobjects_mypy.domain.load_state import UNKNOWN, Status
from aobjects_mypy.interpreter import called
from aobjects_mypy.orm import evaluation, methods, queries, relations
from aobjects_mypy.orm.methods import Does, Owner
from aobjects_mypy.syntax import definitions, expressions, wrappers
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mypy.types import Type

    from aobjects_mypy.analysis.sinks import Finding
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.models.model_schema import ModelSchema, RelatedRows
    from aobjects_mypy.orm.methods import Method
    from aobjects_mypy.syntax.call import Call

_OF_CONTAINERS: Final = frozenset(
    {"add", "check", "clear", "contains", "difference", "intersection", "none", "raw", "remove", "reverse"}
    | {"resolve_expression", "set", "union"}
)
"""Methods that dicts, lists and sets have, too, or that mean nothing by themselves."""
_NAMED_ARGUMENTS: Final = frozenset({"create", "get", "update"})
"""Queries that are told from the methods of a dict, or of a client, by the lookups that they are given."""


def is_unknown(value: Type | None) -> bool:
    members = [member for member in instances.items(value) if not isinstance(member, NoneType)]
    return value is None or any(isinstance(member, (AnyType, TypeVarType)) for member in members)


def read(interpreter: Interpreter, base: Type | None, expr: nodes.MemberExpr) -> None:
    """Report ``value.author`` where ``author`` is a relation of a model, or a property that may query."""
    if not interpreter.seeks_proof or not is_unknown(base):
        return
    for schema in interpreter.schema.with_attribute(expr.name):
        model = interpreter.typeinfo(schema.fullname)
        if model is None:
            continue
        if expr.name == "user" and _is_request(expr.expr):
            continue
        with interpreter.guessing():
            if expr.name in schema.relations or expr.name in schema.managers:
                row = _row(interpreter, model, expr)
                relations.read(interpreter, row, expr.name, expr, None, expressions.source(expr.expr))
            elif _is_property(interpreter, model, expr.name):
                _report(interpreter, model, expr.name, expr)
    path = expressions.access_path(expr)
    if path is not None:
        # Read again, it is there.
        interpreter.state.keep(path, AnyType(TypeOfAny.special_form))


def read_by_name(interpreter: Interpreter, call: Call) -> None:
    """Report ``getattr(value, name)``, of a value or under a name of which nothing is known."""
    target, attribute = call.argument(0, "o"), call.argument(1, "name")
    if not interpreter.seeks_proof or target is None or attribute is None:
        return
    name = expressions.string(attribute.expr, attribute.value)
    if name is not None:
        expr = nodes.MemberExpr(target.expr, name)
        expr.set_line(call.node)
        read(interpreter, target.value, expr)
        return
    if texts.listed(attribute.value):
        return
    is_open = is_unknown(target.value)
    for instance in instances.instances(target.value):
        schema, row = interpreter.model_of(instance.type), interpreter.row(instance)
        known = row[1] if row is not None else heap.unknown_row("")
        is_open = is_open or (
            schema is not None
            and any(known.status(relation) is not Status.LOADED for relation in schema.relations)
        )
    if is_open:
        found = diagnostics.read_by_unknown_name(expressions.source(call.node))
        interpreter.report(found.as_unproven(), call.node)


def write(interpreter: Interpreter, value: Type | None, expr: nodes.Expression) -> None:
    """Report the text of a row whose model is not known, or of a value that has the name of one."""
    if not interpreter.seeks_proof:
        return
    found: Sequence[ModelSchema | None] = ()
    if any(item.type.fullname == names.MODEL for item in instances.instances(value)):
        found = interpreter.schema.with_attribute("__str__")
    elif is_unknown(value) and isinstance(expr, nodes.NameExpr):
        found = (interpreter.schema.named(expr.name),)
    for schema in found:
        model = interpreter.typeinfo(schema.fullname) if schema is not None else None
        if model is not None:
            with interpreter.guessing():
                _report(interpreter, model, "__str__", expr)


def _is_request(expr: nodes.Expression) -> bool:
    """Tell what goes by the name of a request: the user of it is no relation."""
    return isinstance(expr, (nodes.NameExpr, nodes.MemberExpr)) and expr.name == "request"


def call(interpreter: Interpreter, base: Type | None, target: nodes.MemberExpr, given: Call) -> Type | None:
    """Report ``value.save()`` and its like; return the queryset that ``value.filter(...)`` builds."""
    if not interpreter.seeks_proof or not is_unknown(base):
        return None
    if not isinstance(interpreter.parent(), nodes.AwaitExpr):
        for schema in interpreter.schema.with_attribute(target.name):
            model = interpreter.typeinfo(schema.fullname)
            if model is not None and not _is_property(interpreter, model, target.name):
                with interpreter.guessing():
                    _report(interpreter, model, target.name, given.node)
        method, is_twin = methods.of_instance(target.name)
        if method is not None and not is_twin and method.does in (Does.QUERIES, Does.VALIDATES):
            source = expressions.source(target)
            use = f"await {expressions.source(target.expr)}.{method.twin}()" if method.twin else ""
            found = diagnostics.synchronous_query(source, use or f"await sync_to_async({source})()")
            interpreter.report(found.as_unproven(), given.node)
            return None
    return _of_queryset(interpreter, target, given)


def _of_queryset(interpreter: Interpreter, target: nodes.MemberExpr, given: Call) -> Type | None:
    method, is_twin = methods.of_rows(target.name)
    if method is None or is_twin or not _is_query(interpreter, method, target, given):
        return None
    targets = {rows.target for rows in _related(interpreter, target.expr)}
    model = targets.pop() if len(targets) == 1 else ""
    rows = interpreter.instance_of(model) or AnyType(TypeOfAny.special_form)
    shape = interpreter.instance_of(names.QUERYSET, [rows, rows])
    if shape is None:
        return None
    guess = heap.QuerySet(model, UNKNOWN, cache=heap.Cache.UNPROVEN, is_guess=True)
    queryset = addresses.with_address(shape, interpreter.allocate(given.node, guess, role="=guess"))
    if method.does is Does.QUERIES and isinstance(interpreter.parent(), nodes.AwaitExpr):
        return None
    found = queries.rows_method(interpreter, queryset, target.name, replace(given, result=None))
    is_seen = any(
        evaluation.is_queryset(instance) or isinstance(interpreter.entry(instance), heap.LazyIterator)
        for instance in instances.instances(found)
    )
    return found if is_seen else None


def _is_query(interpreter: Interpreter, method: Method, target: nodes.MemberExpr, given: Call) -> bool:
    """Tell a call that can only be, or has all the looks of, that of a queryset or a manager."""
    owner = target.expr
    is_manager = isinstance(owner, nodes.MemberExpr) and owner.name == "objects"
    if is_manager or any(_related(interpreter, owner)):
        return True
    name = method.name
    if name in _OF_CONTAINERS or method.does is Does.NOTHING or method.of is Owner.RELATED:
        return False
    if name in _NAMED_ARGUMENTS:
        return any(argument.name is not None for argument in given.arguments) or (
            name == "get" and bool(given.positional) and not all(map(_is_plain, _values(given)))
        )
    if name == "count":
        return not given.arguments
    return name != "values" or bool(given.arguments)


def _related(interpreter: Interpreter, owner: nodes.Expression) -> Iterator[RelatedRows]:
    """Yield the managers of models that ``author.books`` may be, by its last name."""
    if isinstance(owner, nodes.MemberExpr):
        for schema in interpreter.schema.with_attribute(owner.name):
            if owner.name in schema.managers:
                yield schema.managers[owner.name]


def _values(given: Call) -> Iterator[Type | None]:
    for argument in given.positional:
        yield argument.value


def _is_plain(value: Type | None) -> bool:
    """Tell what is no condition of a query: a key."""
    proper = get_proper_type(value) if value is not None else None
    return not isinstance(proper, Instance) or not proper.type.has_base(names.CONDITION)


def _is_property(interpreter: Interpreter, model: nodes.TypeInfo, name: str) -> bool:
    member = instances.member(model, name)
    function = definitions.function_of(interpreter.callees.definition(member))
    return function is not None and (function.is_property or wrappers.is_cached_property(member))


def _report(interpreter: Interpreter, model: nodes.TypeInfo, name: str, place: nodes.Expression) -> None:
    applying.report_findings(interpreter, _findings(interpreter, model, name), place, name)


def _findings(interpreter: Interpreter, model: nodes.TypeInfo, name: str) -> Sequence[Finding]:
    """Return what a method or a property runs on a row of which nothing is known."""
    symbol = model.get(name)
    node = interpreter.callees.definition(symbol.node) if symbol is not None else None
    function = definitions.function_of(node)
    if function is None or function.is_coroutine or function.is_async_generator or not function.info:
        return ()
    if function.info.module_name.startswith(names.NEVER_SUMMARIZED) or _is_in_thread(node):
        return ()
    body = interpreter.callees.body(node)
    if body is None:
        return ()

    def find() -> Sequence[Finding]:
        return called.on_its_own(interpreter, body, {0: _row(interpreter, model, body)})

    nothing: Sequence[Finding] = ()
    return interpreter.callees.once((model, function.fullname), find, nothing, Question.ATTRIBUTE)


def _is_in_thread(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.Decorator) and wrappers.runs_in_thread(node)


def _row(interpreter: Interpreter, model: nodes.TypeInfo, place: nodes.Context) -> Instance:
    address = interpreter.allocate(place, heap.unknown_row(model.fullname), role=f"=guess {model.fullname}")
    return addresses.with_address(Instance(model, []), address)
