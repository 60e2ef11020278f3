"""Each row of the table of installed packages is executed on the package itself, and reported by mypy."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from aobjects_mypy.host import full_names
from aobjects_mypy.rules.packages import tables
from aobjects_mypy.rules.packages.framework import FRAMEWORK

from tests.mypy_project import DJANGO_STUBS, OURS
from tests.oracle.cases import MARK
from tests.oracle.checkout import ROOT, import_paths

HERE: Final = Path(__file__).parent
PACKAGES: Final = (
    "allauth", "constance", "django_filters", "guardian", "import_export", "oauth2_provider",
    "simple_history", "solo", "taggit", "waffle",
)  # fmt: skip
MISSING: Final = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
LINES: Final = (HERE / "shop" / "cases.py").read_text().splitlines()
FUNCTIONS: Final = {
    node.name: node for node in ast.parse("\n".join(LINES)).body if isinstance(node, ast.AsyncFunctionDef)
}
MARKS: Final = {number: found for number, line in enumerate(LINES, 1) if (found := MARK.search(line))}
ROWS: Final = {*tables.FUNCTIONS, *tables.CACHED, *tables.METHODS}
REPORT: Final = re.compile(r"shop/cases\.py:(?P<line>\d+): error: (?P<text>.*)  \[(?P<code>[\w-]+)\]$")

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed (group packages): {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HERE), str(ROOT), *import_paths()]),
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "SHOP_DATABASE": str(tmp_path_factory.mktemp("shop") / "shop.sqlite3"),
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, str(HERE / "run.py")],
        input=json.dumps([*FUNCTIONS]),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module", params=["ignore_missing_imports", "follow_untyped_imports"])
def reports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """What mypy says of each line, where it has no types of most packages and where it reads them."""
    work = tmp_path_factory.mktemp("mypy")
    # Here the folders above it are packages, too.
    shutil.copytree(HERE / "shop", work / "shop")
    config = work / "mypy.ini"
    config.write_text(
        f"[mypy]\nplugins = {OURS}, {DJANGO_STUBS}\n{request.param} = True\ncheck_untyped_defs = True\n"
        "[mypy.plugins.django-stubs]\ndjango_settings_module = shop.settings\n"
    )
    command = [sys.executable, "-m", "mypy", "--config-file", str(config), "--cache-dir", str(work / "cache")]
    done = subprocess.run(
        [*command, "shop"],
        cwd=work,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(import_paths())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    found: dict[int, list[str]] = {}
    for line in done.stdout.splitlines():
        report = REPORT.match(line)
        if report is not None:
            found.setdefault(int(report["line"]), []).append(f"{report['code']} {report['text']}")
    return found


def marked(name: str) -> list[int]:
    function = FUNCTIONS[name]
    return [line for line in MARKS if function.lineno <= line <= (function.end_lineno or 0)]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_package_raises_on_the_marked_line(name: str, outcomes: dict[str, Any]) -> None:
    outcome, lines = outcomes[name], marked(name)
    assert outcome["raised"] == ("SynchronousOnlyOperation" if lines else None), outcome
    assert not lines or outcome["line"] == lines[0]


@pytest.mark.any_django("what mypy reads of the packages")
@pytest.mark.parametrize("name", FUNCTIONS)
def test_mypy_reports_the_marked_line(name: str, reports: dict[int, list[str]]) -> None:
    function = FUNCTIONS[name]
    lines = range(function.lineno, (function.end_lineno or 0) + 1)
    found = {line: reports[line] for line in lines if line in reports}
    expected = {
        line: f"{MARKS[line]['code']} {MARKS[line]['message'] or ''}".rstrip() for line in marked(name)
    }
    # Where mypy reads the package it takes "book.history" for what the class says, and refuses it itself.
    if any(said.startswith("attr-defined") for line in found for said in found[line]):
        assert '"HistoricalRecords" has no attribute' in str(found)
        return
    assert found.keys() == expected.keys(), found
    assert all(said.startswith(expected[line]) for line in found for said in found[line]), found


def test_every_row_of_the_table_is_executed() -> None:
    executed = {ast.get_docstring(function) for function in FUNCTIONS.values() if marked(function.name)}
    assert ROWS - executed == set()


@pytest.mark.parametrize("fullname", [*FRAMEWORK.classes, *FRAMEWORK.functions, *tables.METHODS])
def test_every_name_of_the_table_exists(fullname: str) -> None:
    """By the text of the package, which is not imported here; names that it hands on count."""
    assert full_names.original(fullname, sys.path)


def test_a_third_of_the_functions_is_permitted() -> None:
    silent = [name for name in FUNCTIONS if not marked(name)]
    print(f"packages: {len(FUNCTIONS)} functions are executed, {len(silent)} of them must stay silent")
    assert len(silent) >= 16
