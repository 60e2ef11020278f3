"""A fresh database and fresh caches for each function that is run inside an event loop."""

from __future__ import annotations

import shutil
from pathlib import Path

import django
from asgiref.sync import sync_to_async

django.setup()

from django.conf import settings  # noqa: E402 - the models exist only after setup
from django.db import connections  # noqa: E402
from library import rows  # noqa: E402


class Sandbox:
    """The filled database, kept aside as a file and copied back before each run."""

    def __init__(self) -> None:
        self.path = Path(settings.DATABASES["default"]["NAME"])
        self.pristine = self.path.with_suffix(".pristine")

    async def build(self) -> None:
        """Create and fill the database once."""
        await sync_to_async(self._build)()

    async def reset(self) -> None:
        """Give the next function the rows, the caches and the connections of a process that just began."""
        await sync_to_async(self._reset)()
        # The loop's thread gets new connection objects: what an earlier row left on one must not count.
        connections["default"] = connections.create_connection("default")

    def _build(self) -> None:
        self.path.unlink(missing_ok=True)
        rows.create_tables()
        rows.fill()
        connections.close_all()
        shutil.copyfile(self.path, self.pristine)

    def _reset(self) -> None:
        connections.close_all()
        # A transaction that was left open here would keep this one.
        connections["default"] = connections.create_connection("default")
        shutil.copyfile(self.pristine, self.path)
        rows.warm()
