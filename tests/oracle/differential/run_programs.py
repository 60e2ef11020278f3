"""Read a plan of generated functions on stdin, run each with both flags, print where each raised as JSON."""

from __future__ import annotations

import asyncio
import importlib
import itertools
import json
import sys
import threading
import traceback
import warnings
from typing import TYPE_CHECKING, Any

from tests.oracle.differential.world import World

if TYPE_CHECKING:
    from types import FrameType, ModuleType

SECONDS = 10


async def run_all(plan: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    world = World()
    await world.build()
    outcomes: dict[str, list[dict[str, Any]]] = {}
    for step in plan:
        module = importlib.import_module(step["module"])
        for flags in itertools.product((True, False), repeat=step["flags"]):
            await world.reset()
            outcome = await run_function(module, step["function"], flags)
            outcomes.setdefault(step["function"], []).append(outcome)
    return outcomes


async def run_function(module: ModuleType, name: str, flags: tuple[bool, ...]) -> dict[str, Any]:
    """Answer what was raised, on which line of the module, and which of its lines were executed."""
    executed.clear()
    try:
        await asyncio.wait_for(getattr(module, name)(*flags), SECONDS)
    except (Exception, asyncio.CancelledError) as error:
        cause: BaseException = error
        # A task group raises its tasks' exceptions in a group.
        while isinstance(cause, BaseExceptionGroup):
            cause = cause.exceptions[0]
        lines = [f.lineno for f in traceback.extract_tb(cause.__traceback__) if f.filename == module.__file__]
        text = str(cause).splitlines()[0] if str(cause) else ""
        raised = type(cause).__name__
    else:
        raised, lines, text = None, [], ""
    return {"raised": raised, "lines": lines, "text": text, "executed": sorted(executed)}


# The lines that the program of the moment went through, in whatever thread.
executed: set[int] = set()


def note_lines(frame: FrameType, event: str, argument: object) -> Any:
    """Follow the frames of the programs, and no others: Django's would take long."""
    if "programs_" not in frame.f_code.co_filename:
        return None
    executed.add(frame.f_lineno)
    return note_lines


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    # What a program prints is not the answer.
    answer_to, sys.stdout = sys.stdout, sys.stderr
    threading.settrace(note_lines)
    sys.settrace(note_lines)
    answers = asyncio.run(run_all(json.load(sys.stdin)))
    json.dump(answers, answer_to)
