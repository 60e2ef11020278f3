"""The package can be imported wherever a project may import it."""

from __future__ import annotations

import os
import subprocess
import sys


def test_import_needs_no_settings() -> None:
    """A settings or asgi module imports names before the apps are loaded."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    program = "import aobjects; print(aobjects.run_sync.__name__, aobjects.aio.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("run_sync aio\n", "")
