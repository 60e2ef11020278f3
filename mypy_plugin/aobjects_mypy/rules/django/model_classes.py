"""Functions that look a class up by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import AnyType, get_proper_type

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.models import middleware
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance, Type

    from aobjects_mypy.analysis.analysis import Analysis
    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Call


def _user_model(analysis: Analysis, call: Call) -> Type | None:
    return _class(analysis, middleware.user_model(), call)


def _import_string(analysis: Analysis, call: Call) -> Type | None:
    path = call.argument(0, "dotted_path")
    return _class(analysis, expressions.string(path.expr, path.value) if path is not None else None, call)


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name != "get_model":
        return UNANSWERED
    texts = [expressions.string(argument.expr, argument.value) for argument in call.positional]
    if not texts or None in texts:
        return UNANSWERED
    label = ".".join(text for text in texts if text is not None)
    return _class(analysis, analysis.schema.fullname_of_label(label), call)


def _class(analysis: Analysis, fullname: str | None, call: Call) -> Type | None:
    """Return the class, where mypy does not know which it is."""
    known = get_proper_type(call.result) if call.result is not None else None
    if known is not None and not isinstance(known, AnyType) and analysis.types.are_inferred:
        return call.result
    info = analysis.typeinfo(fullname) if fullname else None
    return declared.reference(info) if info is not None else call.result


RULE: Final = Rule(method=_method)
FUNCTIONS: Final[dict[str, Function]] = {
    "django.contrib.auth.get_user_model": _user_model,
    "django.utils.module_loading.import_string": _import_string,
}
