"""A Django project on disk that a test writes, edits and gives to mypy, in a process of its own or a fork."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Final

from tests import forks

DJANGO_STUBS: Final = "mypy_django_plugin.main"
OURS: Final = "aobjects_mypy"

SETTINGS: Final = """
SECRET_KEY = "only for tests"
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
"""

MANAGE: Final = """
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
"""

MODELS: Final = """
from django.db import models

class Author(models.Model):
    name = models.CharField(max_length=50)

class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
"""
"""What an editor shows."""

# django-stubs names whichever wrong field of a call it meets first in a set: runs to compare share a seed.
SAME_HASHES: Final = "1"

LIBRARY: Final = """
import asyncio

import asgiref.sync
from django import shortcuts, views
from django.contrib.auth import models as users
from django.contrib.contenttypes import fields
from django.db import models, transaction
"""

OF_ITSELF: Final = ("Success:", "Found ", "Daemon started", "Daemon stopped", "Restarting: ")

_REPORT = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+): error: (?P<message>.*?)(?:  \[(?P<code>[\w-]+)\])?$")


@dataclass(frozen=True, slots=True)
class Error:
    """One reported line: where it is, its code, its words."""

    file: str
    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one run of mypy answered."""

    status: int
    output: str

    @property
    def said(self) -> list[str]:
        """What it said in its own order of the files: not how many errors, nor what dmypy does."""
        return [line for line in self.output.splitlines() if line and not line.startswith(OF_ITSELF)]

    @property
    def lines(self) -> list[str]:
        """Sorted, since the order of modules may differ between cold, warm and parallel runs."""
        return sorted(self.said)

    @property
    def errors(self) -> list[Error]:
        found = [_REPORT.match(line) for line in self.lines]
        return sorted(
            (Error(m["file"], int(m["line"]), m["code"] or "", m["message"]) for m in found if m),
            key=lambda error: (error.file, error.line, error.code),
        )

    @property
    def codes(self) -> list[tuple[str, int, str]]:
        """Each error as (file, line, code): what stays the same when words are polished."""
        return [(error.file, error.line, error.code) for error in self.errors]

    def assert_no_crash(self) -> None:
        assert "INTERNAL ERROR" not in self.output, self.output
        assert "Traceback (most recent call last)" not in self.output, self.output
        assert self.status in {0, 1, 2}, f"mypy ended with {self.status}\n{self.output}"


def line_of(source: str, text: str) -> int:
    """Return the number of the one line of `source` that contains `text`."""
    numbers = [number for number, line in enumerate(source.splitlines(), 1) if text in line]
    assert len(numbers) == 1, f"{text!r} stands on {len(numbers)} lines"
    return numbers[0]


@dataclass(slots=True)
class MypyProject:
    """The folder, the plugins it names in pyproject.toml, and the interpreter whose mypy reads it."""

    root: Path
    plugins: tuple[str, ...] = (OURS, DJANGO_STUBS)
    python: Path = field(default_factory=lambda: Path(sys.executable))
    isolated: bool = False
    stubs: StubCache | None = None
    hash_seed: str | None = None
    in_forks: bool = True
    """A project with a cache of stubs is; not with packages that the plugin imports as it is imported."""

    def write(self, files: dict[str, str]) -> None:
        """Write each text, dedented; a package's missing `__init__.py` is created with it."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
            for package in path.relative_to(self.root).parents:
                if package != Path() and path.suffix in {".py", ".pyi"}:
                    (self.root / package / "__init__.py").touch()

    def configure(self, extra: str = "", *, settings: str = "shop.settings") -> None:
        """Write pyproject.toml; `extra` is more of [tool.mypy], then any further tables."""
        named = ", ".join(f'"{name}"' for name in self.plugins)
        self.write(
            {
                "pyproject.toml": (
                    f'[tool.django-stubs]\ndjango_settings_module = "{settings}"\n\n'
                    f"[tool.mypy]\nplugins = [{named}]\nshow_error_codes = true\n{dedent(extra)}"
                )
            }
        )

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        written = path.stat().st_mtime
        path.write_text(text.replace(old, new), encoding="utf-8")
        # mypy and Python's own bytecode cache take a file of the same size and second for the same file.
        os.utime(path, (written + 2, written + 2))

    def line(self, name: str, text: str) -> int:
        return line_of((self.root / name).read_text(encoding="utf-8"), text)

    def mypy_anew(self, *arguments: str) -> Result:
        """Run mypy where nothing is known of the project, only of the libraries."""
        assert self.stubs is not None
        with tempfile.TemporaryDirectory(prefix="cache_") as folder:
            cache = Path(folder) / "cache"
            self.stubs.copy(self.plugins, cache)
            return self.mypy(*arguments, cache=cache)

    def mypy(self, *arguments: str, module: str = "mypy", cache: Path | None = None) -> Result:
        """Run mypy over `arguments` (by default the app) in the project's folder."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("MYPY")}
        if self.isolated:
            environment.pop("PYTHONPATH", None)
        if self.hash_seed is not None:
            environment["PYTHONHASHSEED"] = self.hash_seed
        command = [str(self.python), "-m", module, *(arguments or ("shop",))]
        if self.stubs is not None and module == "mypy":
            given = [*command[3:], "--cache-dir", str(cache or self.stubs.cache_for(self))]
            if self.in_forks and str(self.python) == sys.executable and not self.isolated:
                forked = forks.run(module, given, folder=self.root, environment=environment)
                return Result(forked.returncode, forked.stdout + forked.stderr)
            command[3:] = given
        done = subprocess.run(
            command, cwd=self.root, env=environment, text=True, capture_output=True, timeout=300, check=False
        )
        return Result(done.returncode, done.stdout + done.stderr)

    def dmypy(self, *arguments: str) -> Result:
        """Run mypy as a daemon, which the first call starts, and an edit of the plugins starts anew."""
        result = self.mypy("run", "--", *(arguments or ("shop",)), module="mypy.dmypy")
        result.assert_no_crash()
        return result

    def stop_dmypy(self) -> None:
        self.mypy("stop", module="mypy.dmypy")


@dataclass(frozen=True, slots=True)
class StubCache:
    """mypy's cache of the standard library and of Django's stubs: with it a run takes a fifth of the time.

    Tests of the cache itself do without it; for the others the files of the project are as new as ever, and
    what mypy imports is imported already.
    The processes of one test session share what the first of them filled.
    """

    root: Path
    models: str = ""
    options: str = ""
    settings: str = SETTINGS

    def with_models(self, models: str, options: str = "", settings: str = SETTINGS) -> StubCache:
        """Return the cache for projects with these models, which the plugins write into Django's stubs.

        `options` are those that mypy keeps a cache for each of: what `configure` takes as `extra`.
        With other `settings`, ours has all modules judged anew.
        """
        return dataclasses.replace(self, models=models, options=options, settings=settings)

    def cache_for(self, project: MypyProject) -> Path:
        """Return the project's cache folder for its present plugins; other plugins would empty it."""
        folder = project.root / "_".join([".cache", *project.plugins])
        if not folder.exists():
            self.copy(project.plugins, folder)
        return folder

    def copy(self, plugins: tuple[str, ...], folder: Path) -> None:
        """Make a cache that knows these plugins' libraries, and no project."""
        shutil.copytree(self._filled(plugins), folder)

    def _filled(self, plugins: tuple[str, ...]) -> Path:
        said = "\n".join([*plugins, self.models, self.options, self.settings])
        library = MypyProject(self.root / hashlib.sha256(said.encode()).hexdigest()[:16], plugins)
        done = library.root / "done"
        self.root.mkdir(exist_ok=True)
        with library.root.with_suffix(".lock").open("w") as lock:
            # Released by the system when its process ends, however that ends.
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                library.configure(self.options)
                # The comment makes every file of a project another one than that in the cache.
                models = f"# Only for the cache.\n{dedent(self.models)}"
                library.write(
                    {"shop/settings.py": self.settings, "shop/models.py": models, "shop/library.py": LIBRARY}
                )
                library.mypy()
                (library.root / ".mypy_cache").mkdir(
                    exist_ok=True
                )  # mypy writes none when it refuses to start
                done.touch()
        return library.root / ".mypy_cache"
