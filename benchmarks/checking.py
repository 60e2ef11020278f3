"""What the plugin costs beside django-stubs alone: one table, both measured in the same run.

    python -m benchmarks checking --modules 1000 --pairs 5
    python -m benchmarks checking --quick

mypy with django-stubs alone and mypy with this plugin too take turns, so that a busy machine slows both.
Each line divides the second by the first, pair by pair: the median, with the smallest and the greatest.
CPU time is that of user and system together; memory is the peak of the largest process.

A real application is checked where it is installed: ``pip install django-allauth`` in the environment.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from benchmarks.pairs import circumstances, ratios, spread
from tests.generated_project import GeneratedProject
from tests.mypy_project import DJANGO_STUBS, OURS

ROOT: Final = Path(__file__).resolve().parents[1]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ALONE: Final = (DJANGO_STUBS,)
BOTH: Final = (OURS, DJANGO_STUBS)
TICKS: Final = os.sysconf("SC_CLK_TCK")

REAL_APPLICATION: Final = "allauth"
REAL_SETTINGS: Final = """
SECRET_KEY = "benchmark"
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.sites", "allauth", "allauth.account",
    "allauth.socialaccount", "allauth.mfa", "allauth.usersessions",
]
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
SITE_ID = 1
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of CPU, seconds on the clock, and MiB at the peak."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A project to check: how its files are written, what mypy is told to check, and the view to edit."""

    name: str
    write: Callable[[Path], None]
    targets: tuple[str, ...]
    settings: str
    view: str


@dataclass(slots=True)
class Side:
    """A project's own copy for one set of plugins, with a cache of its own."""

    folder: Path
    subject: Subject
    plugins: tuple[str, ...]
    edits: int = 0
    lines: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        self.folder.mkdir()
        self.subject.write(self.folder)
        named = ", ".join(f'"{name}"' for name in self.plugins)
        (self.folder / "pyproject.toml").write_text(
            f"[tool.mypy]\nplugins = [{named}]\ncheck_untyped_defs = true\n\n"
            f'[tool.django-stubs]\ndjango_settings_module = "{self.subject.settings}"\n',
            encoding="utf-8",
        )
        # The cache of the standard library and of Django's stubs, as an empty module fills it.
        (self.folder / "empty_module.py").write_text("", encoding="utf-8")
        imports = "import asyncio, asgiref.sync, django.db.models, django.forms, django.http, django.urls\n"
        (self.folder / "stubs_only.py").write_text(imports, encoding="utf-8")
        self.run("stubs_only.py", cache="stubs")

    def edit(self) -> None:
        """Add a function to a view: its module is checked again, and so is what imports it."""
        self.edits += 1
        path = self.folder / self.subject.view
        with path.open("a", encoding="utf-8") as file:
            file.write(f"\n\nasync def added_{self.edits}() -> int:\n    return {self.edits}\n")

    def run(self, *arguments: str, cache: str = "warm") -> Cost:
        """Run mypy and wait: its processes, those of ``-n`` among them, are added up."""
        command = [sys.executable, "-m", "mypy", "--cache-dir", str(self.folder / f".cache_{cache}")]
        start = time.perf_counter()
        with (self.folder / "output.txt").open("w") as output:
            process = subprocess.Popen(
                [*command, *(arguments or self.subject.targets)],
                cwd=self.folder, env=environment(), stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip
            _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        self.lines = (self.folder / "output.txt").read_text(encoding="utf-8").splitlines()
        if process.returncode not in (0, 1):
            raise SystemExit("\n".join([f"mypy failed on {self.subject.name}:", *self.lines[-20:]]))
        return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)

    def cold(self) -> Cost:
        self.remove_cache("warm")
        return self.run()

    def cold_with_stubs(self) -> Cost:
        self.remove_cache("warm")
        shutil.copytree(self.folder / ".cache_stubs", self.folder / ".cache_warm")
        return self.run()

    def parallel(self) -> Cost:
        self.remove_cache("parallel")
        return self.run("-n", "2", *self.subject.targets, cache="parallel")

    def remove_cache(self, name: str) -> None:
        shutil.rmtree(self.folder / f".cache_{name}", ignore_errors=True)

    def daemon(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "mypy.dmypy", "--status-file", "daemon.json", *arguments],
            cwd=self.folder, env=environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.stdout + done.stderr

    def recheck(self) -> Cost:
        """Have the daemon look at the project; what it used is read from the system's books."""
        status = json.loads((self.folder / "daemon.json").read_text(encoding="utf-8"))
        before, start = used_by(status["pid"]), time.perf_counter()
        self.daemon("check", *self.subject.targets)
        wall = time.perf_counter() - start
        cpu, memory = used_by(status["pid"])
        return Cost(cpu - before[0], wall, memory)


def used_by(pid: int) -> tuple[float, float]:
    """Return the seconds of CPU and the MiB at the peak of a process that runs (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    status = Path(f"/proc/{pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return (int(fields[11]) + int(fields[12])) / TICKS, int(peak.split()[1]) / 1024


def environment() -> dict[str, str]:
    # Bytecode is written, as pip writes it; and the same hashes make the same order.
    unwanted = ("MYPY", "PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
    return {**kept, "PYTHONHASHSEED": "1"}


def measure(subject: Subject, pairs: int, folder: Path) -> None:
    """Print the lines of one project."""
    alone = Side(folder / "alone", subject, ALONE)
    both = Side(folder / "both", subject, BOTH)
    for side in (alone, both):
        side.prepare()

    def compare(name: str, run: Callable[[Side], Cost], before: Callable[[Side], None] | None = None) -> None:
        rows = []
        for _ in range(pairs):
            row = []
            for side in (alone, both):
                if before is not None:
                    before(side)
                row.append(run(side))
            rows.append(row)
        print(line(subject.name, name, rows), flush=True)

    compare("cold, nothing cached", Side.cold)
    compare("cold, stubs cached", Side.cold_with_stubs)
    lost = set(alone.lines[:-1]) - set(both.lines)
    if lost:
        print(f"lines of mypy lost with the plugin: {sorted(lost)[:3]}")
    compare("warm, nothing changed", Side.run)
    compare("warm, one view edited", Side.run, Side.edit)
    compare("cold, -n 2", Side.parallel)
    compare("an empty module", lambda side: side.run("empty_module.py", cache="stubs"))
    if not Path("/proc/self/stat").exists():
        print("dmypy recheck: skipped, no /proc here")
        return
    try:
        for side in (alone, both):
            side.daemon("start")
            side.daemon("check", *subject.targets)
        compare("dmypy, one view edited", Side.recheck, Side.edit)
    finally:
        for side in (alone, both):
            side.daemon("stop")


def line(subject: str, name: str, rows: list[list[Cost]]) -> str:
    alone, both = zip(*rows, strict=True)
    return " ".join(
        (
            f"{subject:<17} {name:<22}",
            f"{statistics.median(cost.cpu for cost in alone):7.2f}",
            f"{statistics.median(cost.cpu for cost in both):7.2f}  ",
            *(
                spread(ratios(map(attrgetter(figure), both), map(attrgetter(figure), alone)), 3)
                for figure in ("cpu", "wall", "memory")
            ),
            f"{statistics.median(cost.memory for cost in both):6.0f}",
        )
    )


def bookshop() -> Subject:
    def write(folder: Path) -> None:
        shutil.copytree(
            ROOT / "examples" / "bookshop", folder, dirs_exist_ok=True,
            ignore=shutil.ignore_patterns(".*", "__pycache__", "*.sqlite3", "pyproject.toml"),
        )  # fmt: skip

    return Subject("bookshop", write, ("catalog", "after"), "config.settings", "after/views/books.py")


def generated(modules: int) -> Subject:
    project = GeneratedProject(Path(), modules)

    def write(folder: Path) -> None:
        GeneratedProject(folder, modules).write()

    view = f"{project.apps[len(project.apps) // 2]}/views.py"
    return Subject(f"{modules:,} modules", write, tuple(project.apps), project.settings_module, view)


def real_application() -> Subject | None:
    found = importlib.util.find_spec(REAL_APPLICATION)
    if found is None or found.origin is None:
        return None
    source = Path(found.origin).parent

    def write(folder: Path) -> None:
        ignored = shutil.ignore_patterns("__pycache__", "locale", "static", "node_modules")
        shutil.copytree(source, folder / REAL_APPLICATION, ignore=ignored)
        (folder / "real_settings.py").write_text(REAL_SETTINGS, encoding="utf-8")

    view = f"{REAL_APPLICATION}/account/views.py"
    return Subject(REAL_APPLICATION, write, (REAL_APPLICATION,), "real_settings", view)


def subjects(sizes: list[int], *, quick: bool) -> Iterator[Subject]:
    yield bookshop()
    real = None if quick else real_application()
    if real is not None:
        yield real
    elif not quick:
        print(
            f"{REAL_APPLICATION}: skipped, it is not installed here (pip install django-{REAL_APPLICATION})"
        )
    for modules in sizes:
        yield generated(modules)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--modules", type=int, nargs="*", default=[100, 1000, 3000], help="sizes to generate")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two pairs; bookshop and 100 modules")
    parser.add_argument("--only", help="the one project to measure, by its name in the table")
    options = parser.parse_args()
    sizes, pairs = ([100], 2) if options.quick else (options.modules, options.pairs)
    names = ("mypy", "django-stubs", "Django", f"django-{REAL_APPLICATION}")
    installed = [name for name in names if importlib.util.find_spec(module_of(name))]
    print(f"{circumstances(installed)}; {pairs} pairs")
    print(f"{'':<40} {'CPU seconds':^17} {'with the plugin : without it':^54}   MiB")
    print(f"{'':<40} {'alone':>7} {'both':>7}   {'CPU time':<18}{'wall time':<18}{'memory':<18} both")
    for subject in subjects(sizes, quick=options.quick):
        if options.only in (None, subject.name):
            with TemporaryDirectory() as folder:
                measure(subject, pairs, Path(folder))


def module_of(distribution: str) -> str:
    return {"django-stubs": "mypy_django_plugin", "Django": "django"}.get(
        distribution, distribution.removeprefix("django-")
    )


if __name__ == "__main__":
    main()
