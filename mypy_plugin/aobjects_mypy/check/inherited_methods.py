"""An async method that a class has from another module, judged on what the class puts in its hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aobjects_mypy.calls import ways
from aobjects_mypy.interpreter import called, own_objects
from aobjects_mypy.rules import registry
from aobjects_mypy.syntax import definitions, steps, subclasses, walk

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from mypy import nodes

    from aobjects_mypy.diagnostics import Diagnostic
    from aobjects_mypy.interpreter.interpreter import Interpreter
    from aobjects_mypy.summaries.computation import Summaries


def of(info: nodes.TypeInfo, summaries: Summaries) -> Iterator[nodes.FuncDef]:
    """Yield the coroutine functions of other modules that run what the class itself defines."""
    if info.is_abstract or info.is_protocol or not registry.is_plain(info):
        return
    for base in info.mro[1:]:
        if base.module_name == info.module_name or not own_objects.is_class_of_project(base):
            continue
        for name, symbol in base.names.items():
            function = summaries.body(definitions.function_of(symbol.node))
            is_had = info.get_containing_type_info(name) is base
            if function is not None and is_had and _is_awaited(function):
                changing = subclasses.that_change(function, [info], summaries.body, walk.with_comprehensions)
                yield from [function] if changing else []


def _is_awaited(function: nodes.FuncDef) -> bool:
    return function.is_coroutine and not function.is_async_generator and not function.is_class


def judge(
    function: nodes.FuncDef,
    info: nodes.TypeInfo,
    tree: nodes.MypyFile,
    told: Container[str],
    interpreter: Interpreter,
) -> Iterator[tuple[nodes.Context, Diagnostic]]:
    """Yield what the method does on objects of the class, each where the module itself takes the step."""
    taken = interpreter.callees.taken
    for finding in called.on_objects_of(interpreter, function, info):
        own = [step for step in finding.steps if step.module == tree.fullname]
        if own and taken(own[-1]).place not in told:
            for place in steps.taken_at(tree, own[-1])[:1]:
                yield place, ways.told(interpreter, finding, function.name, "")
