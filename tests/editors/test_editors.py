"""Real language servers complete, show, find and refuse what the probes say and Python finds at runtime."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.editors.probes import PROJECT, probes
from tests.editors.servers import SERVERS
from tests.editors.table import LIMITATIONS, ask, home, known

if TYPE_CHECKING:
    from pathlib import Path

    from tests.editors.servers import Server


@pytest.fixture(scope="module")
def installed() -> Path:
    """Return the environment of the servers; without a package index there is none, and CI must have one."""
    try:
        return home()
    except RuntimeError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"the language servers cannot be installed here: {error}")


def test_the_probes_are_many_and_each_is_named_once() -> None:
    named = [str(probe) for probe in probes()]
    assert len(named) >= 150
    assert len(set(named)) == len(named)


def test_the_generated_bases_are_those_of_the_models() -> None:
    command = (sys.executable, "-m", "aobjects.stubgen", "--settings", "settings", "--check", "lending")
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.name)
def test_a_server_answers_all_but_what_is_listed(server: Server, installed: Path) -> None:
    wrong = {str(probe): fault for probe, fault in ask(server, installed).items()}
    listed = known(server)
    assert {probe: fault for probe, fault in wrong.items() if probe not in listed} == {}, "wrong, not listed"
    assert listed - wrong.keys() == set(), "right by now: remove it from limitations.toml"


def test_only_jedi_has_limitations() -> None:
    assert {server for each in LIMITATIONS["limitation"] for server in each["servers"]} == {"jedi"}
