"""Read a plan of generated rows on stdin, run each in an event loop, print what each raised as JSON."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import traceback
from typing import Any

from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation

from tests.oracle.sandbox import Sandbox

# A row asks the sync test client on the event loop: async middleware cannot be called from there.
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("library.visitors.")]


async def run_all(plan: list[dict[str, Any]]) -> dict[str, str]:
    sandbox = Sandbox()
    await sandbox.build()
    outcomes = {}
    for step in plan:
        await sandbox.reset()
        outcomes[str(step["line"])] = await run_row(step)
    return outcomes


async def run_row(step: dict[str, Any]) -> str:
    """Name the exception of the row's operation as the table does; an exception of the setup says so."""
    module = importlib.import_module(step["module"])
    function = getattr(module, f"row_{step['line']:04}")
    try:
        await function()
    except Exception as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == module.__file__]
        name = "SOO" if isinstance(error, SynchronousOnlyOperation) else type(error).__name__
        inside = [f for f in frames if f.lineno and step["first"] <= f.lineno <= step["last"]]
        return name if inside else f"setup raised {name}: {error}"
    return "ok"


if __name__ == "__main__":
    answers = asyncio.run(run_all(json.load(sys.stdin)))
    json.dump(answers, sys.stdout)
