"""Executes the drives of a project, each in a process of its own, to note what is async-unsafe.

``python executing.py PROJECT`` prints one JSON object. Nothing of this repository is imported: the project is
executed as it is.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import shutil
import sys
import tempfile
import threading
import tomllib
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import FrameType

SECONDS: Final = 60
"""What a drive may take."""

Stack = list[tuple[str, int]]
"""Files and lines."""


class Watch:
    """Stands for ``os`` in ``django.utils.asyncio``, which asks for one variable where it would raise."""

    def __init__(self, project: Path, *, lets_pass: bool) -> None:
        self.project = str(project) + os.sep
        self.lets_pass = lets_pass
        self.stacks: list[Stack] = []
        self.began: dict[asyncio.Task[Any], Stack] = {}
        """From where each task was created: what it runs has no other way back to there."""
        self.environ = self

    def get(self, name: str) -> str | None:
        assert name == "DJANGO_ALLOW_ASYNC_UNSAFE"
        stack = self.here()
        if stack not in self.stacks:
            self.stacks.append(stack)
        return "1" if self.lets_pass else None

    def here(self) -> Stack:
        """Return the lines of the project's files that are running, innermost last."""
        try:
            task = asyncio.current_task()
        except RuntimeError:
            # The loop begins with its first task.
            task = None
        before = self.began.get(task, []) if task is not None else []
        return before + [
            (frame.filename.removeprefix(self.project), frame.lineno or 0)
            for frame in traceback.extract_stack()
            if frame.filename.startswith(self.project)
        ]

    def create_task(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(coroutine, loop=loop, **more)
        self.began[task] = self.here()
        return task


class Calls:
    """Notes which functions of the project are entered: file and first line."""

    def __init__(self, project: Path) -> None:
        self.project = str(project) + os.sep
        self.seen: set[tuple[str, int]] = set()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and (name := frame.f_code.co_filename).startswith(self.project):
            self.seen.add((name.removeprefix(self.project), frame.f_code.co_firstlineno))


def drive(function: Any, project: Path, *, lets_pass: bool) -> dict[str, Any]:
    """Run one drive in this process."""
    from django.utils import asyncio as guarded

    watch, calls = Watch(project, lets_pass=lets_pass), Calls(project)
    guarded.os = watch  # type: ignore[attr-defined]
    error = None
    threading.setprofile(calls)
    sys.setprofile(calls)
    try:
        with asyncio.Runner() as runner:
            runner.get_loop().set_task_factory(watch.create_task)
            runner.run(asyncio.wait_for(function(), SECONDS))
    except BaseException as raised:
        error = f"{type(raised).__name__}: {raised}"[:300]
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
    return {"stacks": watch.stacks, "entered": sorted(calls.seen), "error": error}


def in_process_of_its_own(function: Any, project: Path, database: Path, *, lets_pass: bool) -> dict[str, Any]:
    """Fork, so that no drive finds what another has left."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = pipe.read()
        os.waitpid(child, 0)
        if told:
            return json.loads(told)  # type: ignore[no-any-return]
        return {"stacks": [], "entered": [], "error": "the process died"}
    os.close(reading)
    with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
        sys.stdout = nowhere
        own = Path(folder) / "db.sqlite3"
        shutil.copyfile(database, own)
        use(own)
        told = json.dumps(drive(function, project, lets_pass=lets_pass)).encode()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
    os._exit(0)


def use(database: Path) -> None:
    """Make this file the database of every connection from now on."""
    from django.db import connections

    connections.close_all()
    for settings in connections.settings.values():
        settings["NAME"] = str(database)
    for alias in connections.settings:
        if hasattr(connections._connections, alias):  # type: ignore[attr-defined]
            delattr(connections._connections, alias)  # type: ignore[attr-defined]


def main(project: Path) -> None:
    sys.path.insert(0, str(project))
    os.chdir(project)
    written = tomllib.loads((project / "pyproject.toml").read_text())
    os.environ["DJANGO_SETTINGS_MODULE"] = written["tool"]["django-stubs"]["django_settings_module"]
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "seeded.sqlite3"
        use(database)
        call_command("migrate", run_syncdb=True, verbosity=0)
        drives = importlib.import_module("drives")
        drives.seed()
        connections.close_all()
        results = {}
        for name, function in vars(drives).items():
            if name.startswith("drive_") and inspect.iscoroutinefunction(function):
                results[name] = {
                    "target": (function.__doc__ or "").split()[0],
                    "raising": in_process_of_its_own(function, project, database, lets_pass=False),
                    "passing": in_process_of_its_own(function, project, database, lets_pass=True),
                }
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
