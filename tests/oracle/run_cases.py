"""Read names of functions on stdin, run each in an event loop, print what it raised as JSON."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import sys
import traceback
from typing import Any

from tests.oracle.sandbox import Sandbox


async def run_all(plan: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    sandbox = Sandbox()
    await sandbox.build()
    outcomes = {}
    for step in plan:
        await sandbox.reset()
        outcomes[f"{step['module']}:{step['function']}"] = await run_function(
            step["module"], step["function"]
        )
    return outcomes


async def run_function(module_name: str, name: str) -> dict[str, Any]:
    """Run one function; answer the exception's name and the deepest line of the function that it passed."""
    function = getattr(importlib.import_module(module_name), name)
    try:
        if inspect.isasyncgenfunction(function):
            async for _ in function():
                pass
        else:
            await function()
    except Exception as error:
        # A helper may stand in the same file: what counts is where the function called it.
        lines = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == function.__code__.co_filename
            and frame.f_code.co_qualname.split(".")[0] == name
        ]
        return {"raised": type(error).__name__, "line": lines[-1] if lines else None, "text": str(error)}
    return {"raised": None, "line": None, "text": ""}


if __name__ == "__main__":
    # What a case prints is not the answer.
    answer_to, sys.stdout = sys.stdout, sys.stderr
    answers = asyncio.run(run_all(json.load(sys.stdin)))
    json.dump(answers, answer_to)
