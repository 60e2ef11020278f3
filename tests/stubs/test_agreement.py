"""What type checkers read in `aobjects` is what Python finds there: names, kinds, parameters, defaults."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.stubs.environments import RUNTIME

if TYPE_CHECKING:
    from pathlib import Path

STUBTEST: Final = "import sys, django; django.setup(); from mypy.stubtest import main; sys.exit(main())"
SETTINGS: Final = 'SECRET_KEY = "only for tests"\nINSTALLED_APPS = ["django.contrib.contenttypes"]\n'
OPTIONS: Final = ("--concise", "--mypy-config-file", "mypy.ini", "--allowlist", "allowlist")

# stubtest names an entry that it does not need, so this list cannot grow stale.
DIFFERENT_ON_PURPOSE: Final = """
aobjects._asgiref_sync  # the text of asgiref-stubs; that is held against asgiref
aobjects.managers.AnyQuerySet  # an alias for annotations
aobjects.stubgen.imports.imported_names  # functools.cache types no parameters
aobjects.evaluation.AsyncRows.__class_getitem__  # without Generic's cost at runtime
aobjects.backends.postgresql.base.*  # the types of Django's backend do not have all of it
aobjects.backends.postgresql.compiler._(Base|InsertBase|UpdateBase).*  # nor those of its compilers
aobjects.backends.postgresql.cursors.pausing  # functools.cache types no parameters
aobjects.sources._is_djangos  # the same
# What raises TypeError at runtime has no type that a call would fit.
aobjects.refusals.AsyncOnly.__bool__
aobjects.refusals.AsyncOnly.__contains__
aobjects.refusals.AsyncOnly.__iter__
aobjects.refusals.AsyncOnly.__len__
aobjects.refusals.AsyncOnly.__reversed__
"""


def compare(folder: Path, package: Path) -> subprocess.CompletedProcess[str]:
    """Run mypy's stubtest over the package, whose types stand in its own source."""
    (folder / "settings.py").write_text(SETTINGS)
    (folder / "mypy.ini").write_text("[mypy]\n")
    (folder / "allowlist").write_text(DIFFERENT_ON_PURPOSE)
    path = os.pathsep.join([str(folder), str(package.parent)])
    return subprocess.run(
        [sys.executable, "-c", STUBTEST, "aobjects", *OPTIONS],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "MYPYPATH": path, "DJANGO_SETTINGS_MODULE": "settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_types_are_those_of_the_runtime(tmp_path: Path) -> None:
    done = compare(tmp_path, RUNTIME)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_parameter_that_only_checkers_read_is_seen(tmp_path: Path) -> None:
    package = tmp_path / "changed" / "aobjects"
    shutil.copytree(RUNTIME, package, ignore=shutil.ignore_patterns("__pycache__"))
    querysets = package / "querysets.py"
    declared = "def distinct(self, *field_names: str)"
    assert declared in querysets.read_text()
    querysets.write_text(querysets.read_text().replace(declared, f"{declared[:-1]}, invented: int = 0)"))
    assert "aobjects.querysets.AsyncQuerySet.distinct" in compare(tmp_path, package).stdout
