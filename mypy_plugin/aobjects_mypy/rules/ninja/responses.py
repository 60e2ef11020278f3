"""What an operation returns: ninja reads it as the schema of ``response=`` says, on the event loop."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, Instance, LiteralType, NoneType, TupleType, Type, TypeOfAny, get_proper_type

from aobjects_mypy import diagnostics, names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import attribute_models, validation, ways
from aobjects_mypy.domain import heap
from aobjects_mypy.orm import evaluation
from aobjects_mypy.rules.ninja import handed_on
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import addresses, instances
from aobjects_mypy.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy import nodes

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Call

STATUS_CLASS: Final = "ninja.responses.Status"
_CODE: Final = "status_code"
_VALUE: Final = "value"
_RETURNED: Final = "response"
"""The place that stands for the returned value itself."""
ANY_STATUS: Final = 0
"""The key of the schema that answers for every status: ``{...: Error}``."""


@dataclass(frozen=True, slots=True)
class Response:
    """What is declared of an operation's answers."""

    schemas: Mapping[int, Type | None]
    """By the status; where one is not known, nothing is said."""
    decorators: Sequence[nodes.Expression] = ()
    """Of the project, the innermost first: what they return is read."""
    is_paginated: bool = False
    """The rows of what is returned have been fetched before it is read, a page of them."""
    page: nodes.TypeInfo | None = None
    """The class of the project that does so."""

    def of_status(self, status: int) -> Type | None:
        return self.schemas.get(status, self.schemas.get(ANY_STATUS))

    @property
    def usual(self) -> int:
        """Return the status of what is returned without one."""
        return next(iter(self.schemas)) if len(self.schemas) == 1 else 200


def finish(analysis: Evaluator, response: Response, value: Type | None, place: nodes.Expression) -> None:
    """Report what reading a returned value queries."""
    value = handed_on.decorated(analysis, response.decorators, value, place)
    status, body = _parts(analysis, response, value)
    typ = response.of_status(status) if status is not None else None
    if typ is None or body is None or isinstance(get_proper_type(typ), NoneType):
        return
    if any(_is_response(item) for item in instances.instances(body)):
        return
    if response.page is not None:
        body = handed_on.page(analysis, response.page, body, place)
    elif response.is_paginated:
        with analysis.off_loop():
            item = evaluation.iterate(analysis, body, place, diagnostics.FOR)
        body = analysis.instance_of(names.LIST, [item]) if item is not None else None
    findings = validation.run(analysis, body, typ, place, _RETURNED, by_getter=True)
    if not findings or not analysis.is_heard:
        return
    chosen = ways.nearest(findings)
    # The program that reads has a name of its own for what is returned.
    returned = f'"{expressions.source(place)}"'
    steps = tuple(
        replace(step, words=returned) if step.words == f'"{_VALUE}"' else step
        for step in map(analysis.callees.taken, chosen.steps)
    )
    is_itself = len(steps) == 1 and steps[0].file.startswith(_RETURNED)
    instead = f"[row async for row in {expressions.source(place)}]" if is_itself else _instead(typ, place)
    is_resolved = steps[0].file.rpartition(".")[2].startswith(attribute_models.RESOLVER)
    found = diagnostics.read_after_return(
        _shown(typ),
        steps,
        chosen.path,
        # Of several types, what is loaded chooses one.
        chosen.query if len(instances.items(typ)) - _is_optional(typ) == 1 else None,
        instead,
        can_prefetch=len(steps) == 1 and not (is_itself or is_resolved),
    )
    analysis.report(found.as_unproven() if chosen.is_unproven else found, place)


def _is_optional(typ: Type) -> bool:
    return any(isinstance(item, NoneType) for item in instances.items(typ))


def _parts(analysis: Evaluator, response: Response, value: Type | None) -> tuple[int | None, Type | None]:
    """Return the status, ``None`` if unknown, and the body: of ``Status(200, book)`` or ``200, book``."""
    given = get_proper_type(value) if value is not None else None
    if isinstance(given, TupleType) and len(given.items) == 2:
        return _number(given.items[0]), given.items[1]
    if isinstance(given, Instance) and given.type.fullname == STATUS_CLASS:
        entry = analysis.entry(given)
        if not isinstance(entry, heap.Record):
            return None, None
        return _number(entry.fields.get(_CODE)), entry.fields.get(_VALUE)
    return response.usual, value


def _number(typ: Type | None) -> int | None:
    """Return the status that a literal is: a number, or a member of ``HTTPStatus``."""
    proper = get_proper_type(typ) if typ is not None else None
    literal = proper.last_known_value if isinstance(proper, Instance) else proper
    if not isinstance(literal, LiteralType):
        return None
    if isinstance(literal.value, str) and literal.value in HTTPStatus.__members__:
        return HTTPStatus[literal.value]
    return literal.value if isinstance(literal.value, int) else None


def _is_response(instance: Instance) -> bool:
    return instance.type.has_base(names.HTTP_RESPONSE) or instance.type.has_base(names.STREAMING_RESPONSE)


def _shown(typ: Type) -> str:
    """Return the name of a schema as it is written, without its modules."""
    written: list[str] = []
    for item in instances.items(typ):
        if isinstance(item, Instance):
            arguments = ", ".join(map(_shown, item.args))
            written.append(f"{item.type.name}[{arguments}]" if arguments else item.type.name)
        elif isinstance(item, NoneType):
            written.append("None")
    return " | ".join(written) or "Any"


def _instead(typ: Type, place: nodes.Expression) -> str:
    """Return what to return: a thread has read it all, and ninja takes it as it is."""
    known = [item for item in instances.items(typ) if isinstance(item, Instance)]
    if len(known) != 1:
        return ""
    written = expressions.source(place)
    shown = written if written.isidentifier() else "..."
    if attribute_models.is_model(known[0].type):
        return f"await sync_to_async({_shown(known[0])}.model_validate)({shown})"
    item = instances.first(known[0].args[0]) if known[0].args else None
    if item is not None and attribute_models.is_model(item.type):
        each = f"[{_shown(item)}.model_validate(row) for row in {shown}]"
        return f"await sync_to_async(lambda: {each})()"
    return ""


def _construct(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    code, value = call.argument(0, _CODE), call.argument(1, _VALUE)
    if code is None or value is None or value.value is None:
        return UNANSWERED
    fields = {_VALUE: value.value} | ({_CODE: code.value} if code.value is not None else {})
    return addresses.with_address(instance, analysis.allocate(call.node, heap.Record(fields), role="=status"))


def _status(analysis: Evaluator, call: Call) -> Type | None:
    """Return the status; where mypy does not know the class, the pair that ninja takes it for."""
    for instance in instances.instances(call.result):
        answer = _construct(analysis, instance, call)
        return call.result if answer is UNANSWERED else answer
    code, value = call.argument(0, _CODE), call.argument(1, _VALUE)
    anything = AnyType(TypeOfAny.special_form)
    pair = analysis.instance_of(names.TUPLE, [anything])
    if code is None or value is None or pair is None:
        return call.result
    return TupleType([code.value or anything, value.value or anything], pair)


STATUS: Final = Rule(construct=_construct)
FUNCTIONS: Final[dict[str, Function]] = {
    **{
        f"{base}.{name}": validation.of_class_method
        for base in ("ninja.schema.Schema", "ninja.Schema", "ninja.ModelSchema")
        for name in ("from_orm", "model_validate")
    },
    "ninja.Status": _status,
    STATUS_CLASS: _status,
}
