"""Objects that render later: templates, responses, and the contexts that they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import NoneType

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import template_contexts as contexts
from aobjects_mypy.domain import heap
from aobjects_mypy.programs.writer import OWN
from aobjects_mypy.rules.templates import rendering
from aobjects_mypy.syntax import expressions
from aobjects_mypy.templates import program
from aobjects_mypy.types import addresses, declared, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Argument, Call
    from aobjects_mypy.templates.program import Program

# Attributes of these objects that no program can name.
_NAME: Final = f"name{OWN}"
_USING: Final = f"using{OWN}"
_TEXT: Final = f"text{OWN}"
_REQUEST: Final = f"request{OWN}"
_CLOSED: Final = f"closed{OWN}"
_CONTEXT_DATA: Final = "context_data"
"""The attribute that a view may assign."""
_ITEM: Final = f"item{OWN}"
"""Before the name of an item of the context."""


def _made(analysis: Evaluator, instance: Instance, call: Call, fields: dict[str, Type]) -> Instance:
    return addresses.with_address(
        instance, analysis.allocate(call.node, heap.Record(fields), role="=template")
    )


def _literals(analysis: Evaluator, prefix: str, texts: list[str]) -> dict[str, Type]:
    shape = analysis.instance_of(names.STR)
    if shape is None:
        return {}
    return {f"{prefix}{position}": declared.literal(shape, text) for position, text in enumerate(texts)}


def _named(analysis: Evaluator, named: Argument | None, using: Argument | None) -> dict[str, Type] | None:
    """Return the fields that say which template it is."""
    found = rendering.names_of(analysis, named)
    alias = expressions.string(using.expr, using.value) if using is not None else None
    if not found or (using is not None and alias is None and not expressions.is_none(using.expr)):
        return None
    return _literals(analysis, _NAME, found) | _literals(analysis, _USING, [alias] if alias else [])


def _get_template(analysis: Evaluator, call: Call) -> Type | None:
    fields = _named(analysis, call.argument(0, "template_name"), call.argument(1, "using"))
    return _template(analysis, call, fields)


def _select_template(analysis: Evaluator, call: Call) -> Type | None:
    fields = _named(analysis, call.argument(0, "template_name_list"), call.argument(1, "using"))
    return _template(analysis, call, fields)


def _template(analysis: Evaluator, call: Call, fields: dict[str, Type] | None) -> Type | None:
    shape = analysis.instance_of(names.TEMPLATE_OF_ENGINE)
    return _made(analysis, shape, call, fields) if shape is not None and fields is not None else call.result


def _read(record: heap.Record) -> Program | None:
    texts = {name: text for name, value in record.fields.items() if (text := _text_of(value)) is not None}
    if _TEXT + "0" in texts:
        return program.of_text(texts[_TEXT + "0"])
    named = [text for name, text in sorted(texts.items()) if name.startswith(_NAME)]
    return program.of_name(named, texts.get(_USING + "0")) if named else None


def _text_of(value: Type) -> str | None:
    members = instances.items(value)
    literal = getattr(members[0], "last_known_value", None) if len(members) == 1 else None
    return literal.value if literal is not None and isinstance(literal.value, str) else None


# Templates -----------------------------------------------------------------------------------------------


def _render_template(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    """Run ``get_template("a.html").render(context, request)``."""
    entry = analysis.entry(instance)
    if target.name != "render" or not isinstance(entry, heap.Record):
        return UNANSWERED
    given = rendering.given(analysis, call.argument(0, "context"), call.argument(1, "request"))
    rendering.run(analysis, _read(entry), given, call.node, "render")
    return call.result


def _construct_template(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    text = call.argument(0, "template_string")
    written = expressions.string(text.expr, text.value) if text is not None else None
    if written is None or len(call.arguments) > 1:
        return UNANSWERED
    return _made(analysis, instance, call, _literals(analysis, _TEXT, [written]))


def _of_engine(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    """Return ``engines["django"].from_string("...")``."""
    text = call.argument(0, "template_code")
    written = expressions.string(text.expr, text.value) if text is not None else None
    shape = instances.first(call.result) or analysis.instance_of(names.TEMPLATE_OF_ENGINE)
    if target.name != "from_string" or written is None or shape is None:
        return UNANSWERED
    return _made(analysis, shape, call, _literals(analysis, _TEXT, [written]))


def _render_text(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    """Run ``Template("...").render(Context({...}))``."""
    entry = analysis.entry(instance)
    context = call.argument(0, "context")
    if target.name != "render" or not isinstance(entry, heap.Record) or context is None:
        return UNANSWERED
    for member in instances.instances(context.value):
        held = analysis.entry(member)
        if isinstance(held, heap.Record):
            rendering.run(analysis, _read(entry), _given(analysis, held), call.node, "render")
    return call.result


# Contexts ------------------------------------------------------------------------------------------------


def _construct_context(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    has_request = instance.type.has_base(names.REQUEST_CONTEXT)
    context = call.argument(int(has_request), "dict_")
    request = call.argument(0, "request") if has_request else None
    items = contexts.given(analysis, context)
    return _made(analysis, instance, call, _kept(analysis, items, context, request))


def _kept(
    analysis: Evaluator,
    items: dict[str, Type | None],
    context: Argument | None,
    request: Argument | None,
) -> dict[str, Type]:
    fields: dict[str, Type] = {_CLOSED: NoneType()} if contexts.is_closed(analysis, context) else {}
    fields |= {f"{_ITEM}{name}": value for name, value in items.items() if value is not None}
    if request is not None and request.value is not None and contexts.is_given(request):
        fields[_REQUEST] = request.value
    return fields


def _given(analysis: Evaluator, record: heap.Record) -> rendering.Given:
    values: dict[str, Type | None] = {
        name.removeprefix(_ITEM): value for name, value in record.fields.items() if name.startswith(_ITEM)
    }
    request = record.fields.get(_REQUEST)
    assigned = record.fields.get(_CONTEXT_DATA)
    if assigned is not None:
        values = contexts.held(analysis, assigned)
        return rendering.Given(values, request, has_request=request is not None)
    return rendering.Given(
        values, request, has_request=request is not None, is_closed=_CLOSED in record.fields
    )


# Responses -----------------------------------------------------------------------------------------------


def _construct_response(analysis: Evaluator, instance: Instance, call: Call) -> Answer:
    """Keep what the response will render: Django does so in a thread, unless the view does before."""
    if not instance.type.module_name.startswith("django."):
        return UNANSWERED
    first = int(instance.type.fullname == names.RESPONSE_TO_REQUEST)
    fields = _named(analysis, call.argument(first, "template"), call.argument(first + 5, "using"))
    if fields is None:
        return instance
    request = call.argument(0, "request") if first else None
    context = call.argument(first + 1, "context")
    items = contexts.given(analysis, context)
    return _made(analysis, instance, call, fields | _kept(analysis, items, context, request))


def _render_response(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    entry = analysis.entry(instance)
    if target.name != "render" or not isinstance(entry, heap.Record):
        return UNANSWERED
    rendering.run(analysis, _read(entry), _given(analysis, entry), call.node, "render")
    # Once is enough: a response that is rendered stays so.
    analysis.put(instance, heap.Record({}))
    return instance


def _content(analysis: Evaluator, instance: Instance, expr: nodes.MemberExpr, result: Type | None) -> Answer:
    entry = analysis.entry(instance)
    if not isinstance(entry, heap.Record):
        return UNANSWERED
    if expr.name == "rendered_content":
        rendering.run(analysis, _read(entry), _given(analysis, entry), expr, expr.name)
    elif expr.name == _CONTEXT_DATA and _CONTEXT_DATA not in entry.fields:
        # Whoever has it may change it.
        kept = {name: value for name, value in entry.fields.items() if not name.startswith((_ITEM, _CLOSED))}
        analysis.put(instance, heap.Record(kept))
    return UNANSWERED


TEMPLATE: Final = Rule(method=_render_template)
TEXT: Final = Rule(construct=_construct_template, method=_render_text)
ENGINE: Final = Rule(method=_of_engine)
CONTEXT: Final = Rule(construct=_construct_context)
RESPONSE: Final = Rule(construct=_construct_response, method=_render_response, attribute=_content)
FUNCTIONS: Final[dict[str, Function]] = {
    names.GET_TEMPLATE: _get_template,
    names.SELECT_TEMPLATE: _select_template,
}
