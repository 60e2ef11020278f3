"""Read names of functions on stdin, run each in an event loop, print what it raised as JSON."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
import traceback
from typing import TYPE_CHECKING, Any

from django.core.exceptions import SynchronousOnlyOperation

from tests.oracle.cases import REQUESTS, ROWS
from tests.oracle.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Awaitable


async def run_all(plan: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    from library import rows

    sandbox = Sandbox()
    await sandbox.build()
    outcomes = {}
    for step in plan:
        await sandbox.reset()
        # A case is the first that a process does: nothing has asked for a content type before it.
        rows.cold()
        outcomes[f"{step['module']}:{step['function']}"] = await run_function(
            step["module"], step["function"]
        )
    return outcomes


async def run_function(module_name: str, name: str) -> dict[str, Any]:
    """Run one function; answer the exception's name and the deepest line of the function that it passed."""
    module = importlib.import_module(module_name)
    request = getattr(module, REQUESTS, {}).get(name)
    function = getattr(module, name.partition(".")[0])
    try:
        if request is not None:
            await request()
        elif inspect.isasyncgenfunction(function):
            async for _ in function():
                pass
        else:
            await start(function, name)
    except Exception as error:
        # A helper may stand in the same file: what counts is where the function called it.
        lines = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == module.__file__
            and f"{frame.f_code.co_qualname}.".startswith(f"{name}.")
        ]
        return {"raised": name_of(error), "line": lines[-1] if lines else None, "text": str(error)}
    return {"raised": None, "line": None, "text": ""}


def name_of(error: Exception) -> str:
    """Return what was raised; pydantic tells what reading an attribute raised in words of its own."""
    quoted = f"{SynchronousOnlyOperation.__name__}: "
    return SynchronousOnlyOperation.__name__ if quoted in str(error) else type(error).__name__


def start(function: Any, name: str) -> Awaitable[object]:
    """Call a function, a view or a middleware as Django would; some need a request, and all are awaited."""
    # Its module needs Django, which the sandbox has set up by now.
    from library.web import answer, behind_middleware, signed_in_request

    if isinstance(function, type):
        view = function.as_view() if name.endswith(".get") else function(answer)
        return behind_middleware(view)(signed_in_request())
    parameters = list(inspect.signature(function).parameters)
    if len(parameters) == 1 and parameters[0] in ROWS:
        return start_with_row(function, parameters[0])
    if not parameters:
        started: Awaitable[object] = function()
        return started
    view = function(answer) if parameters == ["get_response"] else function
    return behind_middleware(view)(signed_in_request())


async def start_with_row(function: Any, name: str) -> object:
    """Call a function with the first row of the model that its parameter is named after."""
    from django.apps import apps

    row = await apps.get_model("o", name)._default_manager.order_by("pk").afirst()
    return await function(row)


if __name__ == "__main__":
    # What a case prints is not the answer.
    answer_to, sys.stdout = sys.stdout, sys.stderr
    answers = asyncio.run(run_all(json.load(sys.stdin)))
    json.dump(answers, answer_to)
