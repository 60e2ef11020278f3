"""What a function gets that nobody in sight calls: the request, the view that holds it, rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import CallableType, Instance, Type

from aobjects_mypy import names
from aobjects_mypy.domain import access_paths, address_parts, heap
from aobjects_mypy.interpreter import adoption
from aobjects_mypy.orm import own_rows
from aobjects_mypy.syntax import requests, row_parameters
from aobjects_mypy.types import addresses, instances

if TYPE_CHECKING:
    from mypy import nodes

    from aobjects_mypy.interpreter.interpreter import Interpreter

_ATTRIBUTE: Final = "request"


def given_by_django(
    interpreter: Interpreter, function: nodes.FuncDef, decorator: nodes.Decorator | None
) -> dict[int, Type]:
    """Return the values of the parameters that nobody but Django gives, by their positions.

    And rows, of the model that a parameter is named after: nothing is known to be loaded on them.
    """
    given: dict[int, Type] = {
        position: Instance(info, [])
        for position, info in row_parameters.find(function, interpreter.schema, interpreter.typeinfo)
    }
    rows = own_rows.of(interpreter, function)
    if rows is not None:
        given[0] = rows
    position = interpreter.callees.request_of(function, decorator, interpreter.module)
    is_view = bool(function.info) and requests.is_view(function.info) and not function.is_static
    if position is None and not is_view:
        return given
    declared = _declared_request(function)
    shape = interpreter.instance_of(names.HTTP_REQUEST)
    path = access_paths.name(_ATTRIBUTE)
    request = adoption.adopt(interpreter, shape, path) if shape is not None else None
    interpreter.state.variables.pop(path, None)
    if request is None:
        return given
    if position is not None:
        given[position] = request
    elif declared is not None:
        # Its own type, as the object that the view holds.
        at, typ = declared
        given[at] = instances.overlay(typ, request) or typ
    if is_view and not function.is_class and function.arguments:
        view = Instance(function.info, [])
        place = address_parts.of_name("self")
        # What a framework knows of the view is more than what Django does.
        known = interpreter.state.heap.get(place)
        fields = known.fields if isinstance(known, heap.Record) else {}
        held = heap.Record({_ATTRIBUTE: request, **fields})
        given[0] = addresses.with_address(view, interpreter.allocate(place, held))
    return given


def _declared_request(function: nodes.FuncDef) -> tuple[int, Type] | None:
    """Return the parameter whose annotation says that it is a request, and what it says."""
    if isinstance(function.type, CallableType):
        for position, typ in enumerate(function.type.arg_types):
            if any(item.type.has_base(names.HTTP_REQUEST) for item in instances.instances(typ)):
                return position, typ
    return None
