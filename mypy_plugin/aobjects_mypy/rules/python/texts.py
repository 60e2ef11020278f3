"""Methods of texts that are known to the letter: the parts of ``"author__name".split("__")``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import UnionType

from aobjects_mypy import names
from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer
    from aobjects_mypy.syntax.call import Call

_METHODS: Final = frozenset(
    {
        "capitalize", "casefold", "lower", "lstrip", "removeprefix", "removesuffix", "replace", "rsplit",
        "rstrip", "split", "strip", "title", "upper",
    }
)  # fmt: skip
_MOST: Final = 16
"""Of how many parts a list is known."""


def _method(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name not in _METHODS or instance.type.fullname != names.STR or call.has_unpacking:
        return UNANSWERED
    text = expressions.text(instance)
    given = [expressions.string(argument.expr, argument.value) for argument in call.arguments]
    shape = analysis.instance_of(names.STR)
    if text is None or shape is None or None in given or len(call.positional) != len(given):
        return UNANSWERED
    try:
        found = getattr(text, target.name)(*given)
    except (TypeError, ValueError):
        return UNANSWERED
    if isinstance(found, str):
        return declared.literal(shape, found)
    parts = [declared.literal(shape, part) for part in found]
    if not 0 < len(parts) <= _MOST:
        return UNANSWERED
    return analysis.instance_of(names.LIST, [UnionType(list(parts)) if len(parts) > 1 else parts[0]])


RULE: Final = Rule(method=_method)
"""Of any object: what is no text is none of its business."""
