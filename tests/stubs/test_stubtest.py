"""Every name and parameter of the stubs exists in asgiref, from the oldest supported release on."""

from __future__ import annotations

import subprocess
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import pytest

from tests.stubs.checkers import REQUIREMENTS
from tests.stubs.environments import environment, with_stubs

if TYPE_CHECKING:
    from pathlib import Path

PINNED: Final = dict(requirement.split("==") for requirement in REQUIREMENTS)
NEWEST: Final = PINNED["asgiref"]

# Stubs cannot ask for asgiref's version, so ours describe the newest. What that has more than the older ones:
ADDED: Final = {
    "asgiref.sync.AsyncSingleThreadContext": (3, 10),
    "asgiref.sync.SyncToAsync.__init__": (3, 11),  # context=
    "asgiref.sync.sync_to_async": (3, 11),  # context=
    "asgiref.sync.ThreadSensitiveContext.__init__": (3, 13),  # executor=
}


@pytest.mark.parametrize(
    "asgiref", sorted({"3.9.0", "3.10.0", "3.11.0", "3.12.1", NEWEST, version("asgiref")})
)
def test_the_stubs_describe_asgiref(asgiref: str, tmp_path: Path) -> None:
    target = with_stubs(
        environment(f"stubtest-{asgiref}", f"mypy=={PINNED['mypy']}", f"asgiref=={asgiref}"),
    )
    release = tuple(map(int, asgiref.split(".")))
    allowlist = tmp_path / "allowlist"
    allowlist.write_text("".join(f"{name}\n" for name, since in ADDED.items() if release < since))
    done = subprocess.run(
        # Entries that are not needed are errors too, so ADDED cannot grow stale.
        [
            target / "bin" / "python",
            "-m",
            "mypy.stubtest",
            "asgiref.sync",
            "--concise",
            "--allowlist",
            allowlist,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_stubtest_sees_a_parameter_that_asgiref_does_not_have(tmp_path: Path) -> None:
    """The test above would pass as well if stubtest read asgiref's own types."""
    target = with_stubs(environment(f"stubtest-{NEWEST}", f"mypy=={PINNED['mypy']}", f"asgiref=={NEWEST}"))
    stub = next((target / "lib").iterdir()) / "site-packages" / "asgiref-stubs" / "sync.pyi"
    stub.write_text(stub.read_text().replace("def async_to_sync(", "def async_to_sync(invented: int, ", 1))
    done = subprocess.run(
        [target / "bin" / "python", "-m", "mypy.stubtest", "asgiref.sync", "--concise"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "asgiref.sync.async_to_sync" in done.stdout
