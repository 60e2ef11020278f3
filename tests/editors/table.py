"""Ask each language server every probe and print the table: `python -m tests.editors.table [server ...]`."""

from __future__ import annotations

import asyncio
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.editors.answers import faults
from tests.editors.probes import Probe, probes
from tests.editors.servers import SERVERS, Server
from tests.stubs.checkers import REQUIREMENTS
from tests.stubs.environments import environment

if TYPE_CHECKING:
    from collections.abc import Mapping

LIMITATIONS: Final = tomllib.loads((Path(__file__).parent / "limitations.toml").read_text())


def home() -> Path:
    """Return the environment that holds the servers; it is installed from PyPI when it is not there."""
    return environment("checkers", *REQUIREMENTS)


def ask(server: Server, installed: Path) -> dict[Probe, str]:
    """Return the probes that a server does not answer right, and what it says there."""
    return asyncio.run(faults(server, installed))


def known(server: Server) -> set[str]:
    """Return the probes that this server is known not to answer right."""
    return {
        probe
        for each in LIMITATIONS["limitation"]
        if server.name in each["servers"]
        for probe in each["probes"]
    }


def print_table(answered: Mapping[Server, Mapping[Probe, str]]) -> None:
    """Print a line a probe, a column a server, and what is wrong below."""
    print(*(server.name for server in answered), "probe", sep="\t")
    for probe in probes():
        cells = [_cell(server, probe, wrong) for server, wrong in answered.items()]
        print(*cells, probe, sep="\t")
    total = sum(1 for _ in probes())
    print(*(f"{total - len(wrong)}/{total}" for wrong in answered.values()), "right", sep="\t")
    for server, wrong in answered.items():
        for probe, fault in wrong.items():
            print(f"{server.name}: {probe.file}:{probe.line + 1}: {probe.verb} {probe.answer}: {fault}")


def _cell(server: Server, probe: Probe, wrong: Mapping[Probe, str]) -> str:
    if probe not in wrong:
        return "right"
    return "limited" if str(probe) in known(server) else "WRONG"


def main(names: list[str]) -> int:
    """Print the table; fail where a server is wrong in a way that is not listed."""
    chosen = [server for server in SERVERS if not names or server.name in names]
    answered = {server: ask(server, home()) for server in chosen}
    print_table(answered)
    return int(any(str(probe) not in known(server) for server, wrong in answered.items() for probe in wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
