"""Which rule answers for an object, by its class or its entry in the heap, and which for a function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import NO_RULE
from aobjects_mypy.domain import heap
from aobjects_mypy.rules import frameworks
from aobjects_mypy.rules.django import (
    caches,
    form_fields,
    forms,
    formsets,
    functions,
    generic_views,
    html,
    lazy_objects,
    model_classes,
    models,
    operations,
    pagination,
    permissions,
    prefetches,
    querysets,
    requests,
    responses,
    serializers,
    sessions,
    signals,
    users,
    view_contexts,
)
from aobjects_mypy.rules.packages import constance
from aobjects_mypy.rules.python import anything, async_rows, event_loop, gather, json_texts, objects, texts
from aobjects_mypy.rules.templates import lookups, made, rendering
from aobjects_mypy.syntax import class_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy.nodes import TypeInfo

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Function, Rule
    from aobjects_mypy.domain.heap import Entry
    from aobjects_mypy.syntax.call import Call

CLASSES: Final[Mapping[str, Rule]] = {
    names.MODEL: models.RULE,
    names.QUERYSET: querysets.RULE,
    names.RAW_QUERYSET: querysets.RULE,
    names.BASE_MANAGER: querysets.RULE,
    names.ASYNC_ROWS: async_rows.RULE,
    names.PREFETCH: prefetches.RULE,
    names.SIGNAL: signals.RULE,
    names.HTTP_REQUEST: requests.RULE,
    names.SESSION_BASE: sessions.RULE,
    names.BASE_PAGINATOR: pagination.RULE,
    names.ASYNC_PAGE: pagination.RULE,
    names.MODEL_FORM: forms.RULE,
    names.BASE_FORM: forms.RULE,
    names.BASE_FORM_SET: formsets.RULE,
    names.CHOICE_FIELD: form_fields.RULE,
    names.CHOICE_WIDGET: form_fields.WIDGET,
    names.BASE_CACHE: caches.RULE,
    lazy_objects.LAZY_OBJECT: lazy_objects.RULE,
    names.JSON_RESPONSE: NO_RULE,
    names.REDIRECT_RESPONSE: NO_RULE,
    names.TEMPLATE_RESPONSE: made.RESPONSE,
    names.TEMPLATE_OF_ENGINE: made.TEMPLATE,
    names.TEMPLATE: made.TEXT,
    names.TEMPLATE_ENGINE: made.ENGINE,
    names.TEMPLATE_BACKEND: made.ENGINE,
    names.CONTEXT: made.CONTEXT,
    names.HTTP_RESPONSE: responses.RULE,
    names.FILE_RESPONSE: NO_RULE,
    names.STREAMING_RESPONSE: responses.STREAM,
    names.APPS: model_classes.RULE,
    names.OBJECT: objects.RULE,
    **{name: rule for framework in frameworks.ALL for name, rule in framework.classes.items()},
}
"""The rule of a class is that of the first of its bases that stands here."""

ENTRIES: Final[Mapping[type[Entry], Rule]] = {
    heap.QuerySet: querysets.HELD,
    heap.LazyUser: users.HELD,
    heap.LazyValue: lazy_objects.HELD,
    heap.ModelForm: forms.HELD,
    heap.FormSet: formsets.HELD,
    heap.Named: constance.HELD,
    heap.Record: objects.HELD,
    heap.Anything: anything.HELD,
}
"""The rules of what is known of an object, whatever its class."""

OBJECT: Final = CLASSES[names.OBJECT]
"""The rule of the classes that have none of their own."""

ANY: Final = (
    generic_views.RULE,
    view_contexts.RULE,
    permissions.RULE,
    operations.ANY,
    event_loop.RULE,
    texts.RULE,
    *(rule for framework in frameworks.ALL for rule in framework.any_object),
)
"""The rules of all objects."""

FUNCTIONS: Final[Mapping[str, Function]] = {
    **functions.FUNCTIONS,
    **responses.FUNCTIONS,
    **model_classes.FUNCTIONS,
    **gather.FUNCTIONS,
    **objects.FUNCTIONS,
    **prefetches.FUNCTIONS,
    **html.FUNCTIONS,
    **json_texts.FUNCTIONS,
    **serializers.FUNCTIONS,
    **rendering.FUNCTIONS,
    **requests.FUNCTIONS,
    **made.FUNCTIONS,
    **lookups.FUNCTIONS,
    **{name: rule for framework in frameworks.ALL for name, rule in framework.functions.items()},
}

_CLASS_METHODS: Final = frozenset(
    name.rpartition(".")[2] for framework in frameworks.ALL for name in framework.functions
)

QUERYING: Final[Mapping[str, Callable[[Evaluator, Call], None]]] = dict.fromkeys(
    operations.FUNCTIONS, operations.called
)
"""What else a call does is not said here: some of these are in ``FUNCTIONS``, too."""

_known: Final[dict[str, tuple[list[TypeInfo], Rule]]] = {}


def of_class(info: TypeInfo) -> Rule:
    known = _known.get(info.fullname)
    # The daemon gives a class that is edited other bases.
    if known is None or known[0] is not info.mro:
        rule = next((CLASSES[name] for name in class_facts.base_names(info) if name in CLASSES), OBJECT)
        known = _known[info.fullname] = info.mro, rule
    return known[1]


def of_class_method(info: TypeInfo, name: str) -> Function | None:
    """Return what calling a method of a class does, by the first of its bases that has the method."""
    if name not in _CLASS_METHODS:
        return None
    definer = info.get_containing_type_info(name)
    bases = [definer.fullname] if definer is not None else _unseen(info)
    return next((FUNCTIONS[key] for base in bases if (key := f"{base}.{name}") in FUNCTIONS), None)


def _unseen(info: TypeInfo) -> list[str]:
    return [name for base in info.mro for name in class_facts.unseen_bases(base)]


def is_plain(info: TypeInfo) -> bool:
    """Tell a class that has no rule of its own: most classes are so."""
    return of_class(info) is OBJECT


def of_entry(entry: Entry | None) -> Rule:
    return ENTRIES.get(type(entry), NO_RULE) if entry is not None else NO_RULE
