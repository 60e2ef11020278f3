"""What is called to have a row read: ``model_validate()`` of a class, ``validate_python()`` of an adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import validation

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Instance

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Call


def _of_adapter(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name != "validate_python" or not instance.args:
        return UNANSWERED
    validation.of_call(analysis, call, instance.args[0], f"{instance.type.name}.{target.name}")
    return call.result


ADAPTER: Final = Rule(method=_of_adapter)
FUNCTIONS: Final[dict[str, Function]] = {
    f"{base}.{name}": validation.of_class_method
    for base in ("pydantic.main.BaseModel", "pydantic.BaseModel", "pydantic.RootModel")
    for name in ("model_validate", "from_orm")
}
