"""``aobjects.sync.database_sync_to_async`` is that of channels, which only its own import needs."""

from __future__ import annotations

import subprocess
from typing import Final

from tests.stubs.environments import environment, with_runtime

USES: Final = "from aobjects.sync import database_sync_to_async"


def run(program: str, *requirements: str) -> str:
    target = with_runtime(environment("channels" if requirements else "no-channels", "django", *requirements))
    done = subprocess.run(
        [target / "bin" / "python", "-c", program], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_it_is_the_one_of_channels() -> None:
    program = f"{USES}; from channels import db; print(database_sync_to_async is db.database_sync_to_async)"
    assert run(program, "channels>=4") == "True\n"


def test_without_channels_only_its_own_import_fails() -> None:
    assert run("from aobjects.sync import run_sync, sync_to_async; print('imported')") == "imported\n"
    assert run(USES).splitlines()[-1] == "ModuleNotFoundError: No module named 'channels'"


def test_another_name_is_missing_as_in_any_module() -> None:
    assert "has no attribute 'sync_to_asink'" in run("import aobjects.sync; aobjects.sync.sync_to_asink")
