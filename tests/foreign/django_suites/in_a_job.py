"""Runs Django's ``runtests.py`` in one job of the native engine: each query waits on an event loop.

``python -m tests.foreign.django_suites.in_a_job tests/runtests.py ...``: what follows is Django's. How often
a query waited is written to stderr.
"""

from __future__ import annotations

import asyncio
import json
import os
import runpy
import sys
from pathlib import Path
from typing import Any

from aobjects.backends.postgresql import driver, native
from aobjects.backends.postgresql.jobworkers import JobWorker

from tests.foreign.django_suites import WORDS, settings

waits = {"waits": 0}
_drive = driver._drive


def _counted(*arguments: Any) -> Any:
    waits["waits"] += 1
    return _drive(*arguments)


def _run() -> None:
    sys.argv = sys.argv[1:]
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    runpy.run_path(sys.argv[0], run_name="__main__")


async def main() -> None:
    # A job asks the settings, before Django's script says which.
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.__name__
    native.install()
    driver._drive = _counted  # type: ignore[assignment]  # any generator
    try:
        await JobWorker(asyncio.get_running_loop()).run(_run)
    finally:
        print(WORDS + json.dumps({"taken": waits, "compared": {}}), file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(main())
