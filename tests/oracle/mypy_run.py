"""One mypy run in a subprocess, with the plugins and the shared app, and its messages as values."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.oracle.checkout import CASES, import_paths

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OURS = "aobjects_mypy"
DJANGO_STUBS = "mypy_django_plugin.main"

INTERNAL_ERROR = "Internal error of aobjects_mypy"

CONFIG = """\
[mypy]
plugins = {plugins}
check_untyped_defs = {untyped}
show_error_codes = True
strict = {strict}
namespace_packages = True
explicit_package_bases = True

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

    @property
    def ours(self) -> bool:
        return self.code.startswith("async-unsafe")


class MypyFailedError(Exception):
    """mypy did not finish: a crash, or a configuration that it does not accept."""


def run_mypy(
    paths: Sequence[Path],
    work: Path,
    *,
    with_ours: bool = True,
    strict: bool = False,
    untyped: bool = True,
    root: Path = CASES,
    program: Sequence[str] = ("-m", "mypy"),
) -> list[Message]:
    """Type-check `paths` of the tree `root` once, with cache and configuration in the folder `work`."""
    config = work / "mypy.ini"
    plugins = [OURS, DJANGO_STUBS] if with_ours else [DJANGO_STUBS]
    config.write_text(CONFIG.format(plugins=", ".join(plugins), strict=strict, untyped=untyped))
    command = [sys.executable, *program, "--config-file", str(config), "--output", "json"]
    # The models are a source, too: mypy drops the bodies of what it finds on the Python path.
    sources = [root / "library", *paths]
    command += ["--cache-dir", str(work / "cache"), "--no-error-summary", *map(str, sources)]
    done = subprocess.run(
        command, env=_environment(work, root), capture_output=True, text=True, check=False, cwd=work
    )
    if done.returncode not in (0, 1) or done.stderr.strip():
        raise MypyFailedError(f"mypy exit {done.returncode}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    messages = [_parse(json.loads(line), work) for line in done.stdout.splitlines()]
    defects = [message.text for message in messages if message.text.startswith(INTERNAL_ERROR)]
    if defects:
        raise MypyFailedError("\n".join(defects))
    return messages


def _environment(work: Path, root: Path = CASES) -> dict[str, str]:
    paths = [str(root) if path == str(CASES) else path for path in import_paths()]
    paths.append(str(work))
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")]),
        "MYPYPATH": os.pathsep.join([str(root), str(work)]),
        "PYTHONHASHSEED": "0",
    }


def _parse(data: dict[str, Any], work: Path) -> Message:
    return Message(
        file=(work / data["file"]).resolve(),
        line=data["line"],
        code=data["code"] or "",
        text=data["message"],
        severity=data["severity"],
    )
