"""What stands on a request when a view gets it: the middleware in the settings has put it there.

Their bodies are run, one after the other, each up to the call of the next, and so is the view's ``dispatch``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes
from mypy.types import Instance, Type, get_proper_type

from aobjects_mypy import names
from aobjects_mypy.calls import before_handlers
from aobjects_mypy.domain import access_paths, heap
from aobjects_mypy.domain.address_parts import NOWHERE
from aobjects_mypy.interpreter import adoption, called, own_objects
from aobjects_mypy.interpreter.class_attributes import Put
from aobjects_mypy.interpreter.found_out import take
from aobjects_mypy.models import middleware
from aobjects_mypy.syntax import beginnings, definitions, expressions, requests, walk
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aobjects_mypy.domain.address_parts import Address
    from aobjects_mypy.interpreter.interpreter import Interpreter

_METHODS: Final = ("__acall__", "__call__", "process_request", "process_view")
_OF_VIEWS: Final = (before_handlers.SETUP, before_handlers.DISPATCH)
_SITE: Final = "middleware"


def read(interpreter: Interpreter, name: str) -> Type | None:
    """Return what a request has under a name that Django has not given it."""
    interpreter.ask_caller()
    if interpreter.sink.is_summary or _is_changed_by_decorators(interpreter, name):
        return None
    found_out = interpreter.found_out
    if found_out.on_requests is None:
        # Who asks for it while it is found out is one of those that make it.
        found_out.on_requests = {}
        steps = found_out.called_steps
        found_out.looking += 1
        found_out.on_requests = _find(interpreter)
        found_out.looking -= 1
        found_out.called_steps = steps
    put = found_out.on_requests.get(name)
    if put is None:
        return None
    take(interpreter, put.objects)
    return put.value


def _find(interpreter: Interpreter) -> dict[str, Put]:
    shape = interpreter.instance_of(names.HTTP_REQUEST)
    objects: dict[Address, heap.Entry] = {}
    address = NOWHERE
    for function, owner in _before_judged(interpreter):
        body = called.apart(interpreter, function, f"{_SITE}:{function.fullname}")
        body.state.heap.update(objects)
        request = _request(body, shape, address)
        if request is None:
            return {}
        address = body.address_of(request)
        if not _run(body, function, owner, request):
            return {}
        objects = body.state.heap
    record = objects.get(address)
    fields = record.fields if isinstance(record, heap.Record) else {}
    return {
        name: Put(value, {key: entry for key, entry in objects.items() if key != address})
        for name, value in fields.items()
        if name not in ("user", "session") and name.isidentifier()
    }


def _request(body: Interpreter, shape: Instance | None, address: Address) -> Instance | None:
    """Return the request: that of the one before, or one as Django makes it."""
    if shape is None:
        return None
    if not address:
        made = adoption.adopt(body, shape, access_paths.name(_SITE))
        return made if isinstance(made, Instance) else None
    return addresses.with_address(shape, address)


def _run(body: Interpreter, function: nodes.FuncDef, owner: nodes.TypeInfo | None, request: Instance) -> bool:
    given: dict[int, Type | None] = {(1 if owner is not None else 0): request}
    if owner is not None:
        given[0] = own_objects.myself(body, function, None, owner)
    record = body.entry(request)
    if isinstance(record, heap.Record):
        # Whole: what one way does not put there is not read of it on that way.
        body.put(request, heap.Record(record.fields, is_whole=True))
    with body.off_loop():
        called.bind(body, function, given)
        body.execute_block(beginnings.before(function.body, _calls_next))
    if body.gave_up:
        return False
    called.leave(body)
    return body.state.reachable


def _calls_next(call: nodes.CallExpr) -> bool:
    callee = call.callee
    if isinstance(callee, nodes.SuperExpr):
        return callee.name in (*_METHODS, *_OF_VIEWS)
    return isinstance(callee, (nodes.NameExpr, nodes.MemberExpr)) and callee.name.endswith("get_response")


def _before_judged(interpreter: Interpreter) -> Iterator[tuple[nodes.FuncDef, nodes.TypeInfo | None]]:
    """Yield what gets the request before the function that is judged, the first of them first."""
    judged = interpreter.chain[0].function
    for path in middleware.of_project():
        module, _, name = path.rpartition(".")
        for function, owner in _functions(interpreter, interpreter.callees.named(module, name)):
            if (function.fullname, function.line) == (judged.fullname, judged.line):
                return
            yield function, owner
    info = judged.info
    if info and requests.is_view(info) and judged.name not in _OF_VIEWS:
        for name in _OF_VIEWS:
            for _, node in before_handlers.own(info, name):
                own = _body(interpreter, node)
                if own is not None:
                    yield own, info


def _functions(
    interpreter: Interpreter, node: nodes.Node | None
) -> Iterator[tuple[nodes.FuncDef, nodes.TypeInfo | None]]:
    node = _behind(interpreter, node)
    if isinstance(node, nodes.TypeInfo):
        found = [_body(interpreter, instances.member(node, name)) for name in _METHODS]
        own = [function for function in found if function is not None]
        # Of two ways to call it, the asynchronous one.
        is_async = any(function.is_coroutine for function in own)
        for function in own:
            if not (is_async and function.name == "__call__" and not function.is_coroutine):
                yield function, node
        return
    factory = _body(interpreter, node)
    inner = list(walk.functions(factory.body.body)) if factory is not None else []
    chosen = [function for function in inner if function.is_coroutine] or inner
    for function in chosen[:1]:
        yield function, None


def _behind(interpreter: Interpreter, node: nodes.Node | None) -> nodes.Node | None:
    """Return what another name stands for: ``handler = Handler``."""
    if isinstance(node, nodes.TypeAlias):
        target = get_proper_type(node.target)
        return target.type if isinstance(target, Instance) else None
    alias = interpreter.callees.assigned(node) if isinstance(node, nodes.Var) else None
    return alias.node if isinstance(alias, nodes.NameExpr) else node


def _body(interpreter: Interpreter, node: nodes.Node | None) -> nodes.FuncDef | None:
    function = definitions.function_of(node)
    if function is None or (function.info and function.info.module_name.startswith("django.")):
        return None
    return interpreter.callees.body(function)


def _is_changed_by_decorators(interpreter: Interpreter, name: str) -> bool:
    """Tell a view with a decorator of the project that puts something there itself, or that nobody sees."""
    judged = interpreter.chain[0]
    for node in judged.own_decorators():
        body = _body(interpreter, node)
        if body is None:
            return True
        for function in walk.functions([body]):
            if any(_changes(part, name) for part in walk.with_comprehensions(function.body)):
                return True
    return False


def _changes(part: nodes.Node, name: str) -> bool:
    """Tell ``request.agent = ...``, ``setattr()`` and ``request.agent.team``, which may load it."""
    if isinstance(part, nodes.CallExpr) and expressions.fullname(part.callee) == names.SETATTR:
        return True
    if isinstance(part, nodes.AssignmentStmt):
        return any(isinstance(target, nodes.MemberExpr) and target.name == name for target in part.lvalues)
    return (
        isinstance(part, nodes.MemberExpr)
        and isinstance(part.expr, nodes.MemberExpr)
        and part.expr.name == name
    )
