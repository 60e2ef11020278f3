"""What is called to have a row read: ``Model.model_validate(row)``, ``TypeAdapter(...).validate_python(row)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy.types import Instance

from aobjects_mypy.analysis.rule import UNANSWERED, Rule
from aobjects_mypy.calls import applying, validation
from aobjects_mypy.syntax import expressions
from aobjects_mypy.types import declared, instances

if TYPE_CHECKING:
    from mypy import nodes
    from mypy.types import Type

    from aobjects_mypy.analysis.evaluator import Evaluator
    from aobjects_mypy.analysis.rule import Answer, Function
    from aobjects_mypy.syntax.call import Call


def _validated(analysis: Evaluator, call: Call) -> Type | None:
    """Read an object as the class of which the method is called says."""
    for item in instances.items(call.receiver):
        owner = declared.instance_of_class(item)
        if isinstance(owner, Instance):
            _validate(analysis, call, owner, f"{owner.type.name}.{call.callee_name}")
    return call.result


def _validate(analysis: Evaluator, call: Call, typ: Type, shown: str) -> None:
    given = call.argument(0, "obj") or call.keywords.get("object")
    if given is None:
        return
    told = call.keywords.get("from_attributes")
    is_told = told is not None and expressions.is_name(told.expr, "builtins.True")
    if told is not None and not is_told:
        return
    findings = validation.run(
        analysis, given.value, typ, call.node, shown, from_attributes=is_told
    )
    applying.report_findings(analysis, findings, call.node, shown)


def _of_adapter(analysis: Evaluator, instance: Instance, target: nodes.MemberExpr, call: Call) -> Answer:
    if target.name != "validate_python" or not instance.args:
        return UNANSWERED
    _validate(analysis, call, instance.args[0], f"{instance.type.name}.{target.name}")
    return call.result


ADAPTER: Final = Rule(method=_of_adapter)
FUNCTIONS: Final[dict[str, Function]] = {
    "pydantic.main.BaseModel.model_validate": _validated,
    "pydantic.main.BaseModel.from_orm": _validated,
    "pydantic.BaseModel.model_validate": _validated,
    "pydantic.BaseModel.from_orm": _validated,
}
