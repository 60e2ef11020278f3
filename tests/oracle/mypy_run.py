"""Runs of mypy over the cases, or what is like them, with the shared app; messages as values."""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aobjects_mypy.reports import printing

from tests import forks
from tests.oracle.checkout import CASES, python_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OURS = "aobjects_mypy"
DJANGO_STUBS = "mypy_django_plugin.main"

INTERNAL_ERROR = "Internal error of aobjects_mypy"
SECONDS = 3600
"""Only what never ends takes so long."""

CONFIG = """\
[mypy]
plugins = {plugins}
check_untyped_defs = {untyped}
show_error_codes = True
show_traceback = True
strict = {strict}
namespace_packages = True
explicit_package_bases = True
{more}

[mypy.plugins.django-stubs]
django_settings_module = library.settings

# There, what is not proven is reported, too.
[mypy-unproven.*]
enable_error_code = async-unsafe-unproven

# Nobody has types for them, and nothing that comes from them is typed.
[mypy-rest_framework.*,adrf.*]
ignore_missing_imports = True

[mypy-frameworks.drf.*,frameworks.adrf.*,library.rest]
disallow_subclassing_any = False
disallow_untyped_decorators = False
disallow_untyped_defs = False
disallow_untyped_calls = False
warn_return_any = False
"""


@dataclass(frozen=True, slots=True)
class Message:
    """One error or note of mypy; `file` is the name without its folders' common part."""

    file: Path
    line: int
    code: str
    text: str
    severity: str
    hint: str = field(default="", repr=False)
    """mypy's notes on it, and our report."""

    @property
    def ours(self) -> bool:
        return self.code.startswith("async-unsafe")


class MypyFailedError(Exception):
    """mypy did not finish: a crash, or a configuration that it does not accept."""


@dataclass(frozen=True, slots=True)
class Mypy:
    """mypy with its configuration and its cache in the folder ``work``."""

    work: Path
    root: Path = CASES
    """The folder of the shared app, and of the packages beside it."""
    with_ours: bool = True
    strict: bool = False
    untyped: bool = True
    more: str = ""
    """Further lines of the configuration, for all modules."""
    libraries: Path | None = None
    """Where those that are configured alike share what mypy knows of the shared app and of all libraries."""

    @property
    def config(self) -> str:
        plugins = [OURS, DJANGO_STUBS] if self.with_ours else [DJANGO_STUBS]
        return CONFIG.format(
            plugins=", ".join(plugins), strict=self.strict, untyped=self.untyped, more=self.more
        )

    @property
    def cache(self) -> Path:
        return self.work / "cache"

    def check(self, paths: Sequence[Path], *, module: str = "mypy") -> list[Message]:
        """Check the shared app and these files of the tree; ``module`` is what runs mypy."""
        if self.libraries is not None and not self.cache.exists():
            shutil.copytree(self._library(self.libraries), self.cache)
        # The models are a source, too: mypy drops the bodies of what it finds on the Python path.
        arguments = ["--output", "json", "--no-error-summary", *map(str, [self.root / "library", *paths])]
        done = self.run(module, arguments)
        said = f"{done.stdout[-20000:]}\n{done.stderr[-20000:]}"
        if done.returncode not in (0, 1) or done.stderr.strip():
            raise MypyFailedError(f"mypy exit {done.returncode}\n{said}")
        messages = [self._parse(json.loads(line)) for line in done.stdout.splitlines()]
        defects = [
            f"{m.file}:{m.line}: error: INTERNAL ERROR: {m.text}"
            for m in messages
            if m.text.startswith(INTERNAL_ERROR)
        ]
        if defects:
            raise MypyFailedError("\n".join(defects))
        return messages

    def run(self, module: str, arguments: Sequence[str]) -> forks.Done:
        """Run a program that takes mypy's options."""
        config = self.work / "mypy.ini"
        config.write_text(self.config)
        options = ["--config-file", str(config), "--cache-dir", str(self.cache)]
        environment = {
            **os.environ,
            "PYTHONPATH": python_path(self.work, self.root),
            "MYPYPATH": os.pathsep.join([str(self.root), str(self.work)]),
            printing.VARIABLE: "1",
        }
        given = [*arguments, *options]
        return forks.run(module, given, folder=self.work, environment=environment, timeout=SECONDS)

    def _library(self, libraries: Path) -> Path:
        """Return the cache of who has checked the shared app alone."""
        known = (
            libraries / hashlib.sha256(f"{self.root / 'library'}\n{self.config}".encode()).hexdigest()[:16]
        )
        libraries.mkdir(exist_ok=True)
        with known.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (known / "done").exists():
                shutil.rmtree(known, ignore_errors=True)
                known.mkdir()
                dataclasses.replace(self, work=known, libraries=None).check([])
                (known / "done").touch()
        return known / "cache"

    def _parse(self, data: dict[str, Any]) -> Message:
        return Message(
            file=(self.work / data["file"]).resolve(),
            line=data["line"],
            code=data["code"] or "",
            text=data["message"],
            severity=data["severity"],
            hint=data["hint"] or "",
        )
