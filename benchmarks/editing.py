"""How long ``aobjects server`` takes from the last key to the diagnostics, beside its pause.

    python -m benchmarks editing --modules 300 --edits 20

One view of a generated project is typed into and not saved: a line in a function, as a person writes it. The
process that keeps mypy's state is asked as the server asks it. Nothing fails: it reports.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aobjects_mypy.command.checking import WarmChecker

from benchmarks.pairs import circumstances
from tests.generated_project import GeneratedProject

if TYPE_CHECKING:
    from collections.abc import Mapping


def timed(checker: WarmChecker, unsaved: Mapping[str, str]) -> tuple[float, int]:
    begun = time.perf_counter()
    reports = len(checker.run(unsaved).reports)
    return time.perf_counter() - begun, reports


def measure(modules: int, edits: int, folder: Path) -> None:
    project = GeneratedProject(folder, modules)
    project.write()
    (folder / "mypy.ini").write_text(
        "[mypy]\nplugins = aobjects_mypy, mypy_django_plugin.main\n"
        f"files = {', '.join(project.apps)}\n\n[mypy.plugins.django-stubs]\n"
        f"django_settings_module = {project.settings_module}\n",
        encoding="utf-8",
    )
    view = folder / project.apps[len(project.apps) // 2] / "views.py"
    text = view.read_text(encoding="utf-8")
    function = "\n\nasync def typed(pk: int) -> int:\n    number = pk\n    return number\n"
    checker = WarmChecker(folder, ())
    try:
        first, reports = timed(checker, {})
        unchanged, _ = timed(checker, {})
        timed(checker, {str(view): text + function})
        seconds = sorted(
            timed(checker, {str(view): text + function.replace("= pk", f"= pk + {number}")})[0]
            for number in range(1, edits + 1)
        )
    finally:
        checker.end()
    print(
        f"{modules:,} modules, {reports} reports: begun in {first:.1f} s; "
        f"nothing changed {unchanged * 1000:.0f} ms; "
        f"a key in a function {statistics.median(seconds) * 1000:.0f} ms "
        f"({seconds[0] * 1000:.0f} to {seconds[-1] * 1000:.0f}, {edits} edits)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--modules", type=int, nargs="*", default=[100, 300], help="sizes to generate")
    parser.add_argument("--edits", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="100 modules, five edits")
    options = parser.parse_args()
    print(circumstances(("mypy", "django-stubs", "Django")))
    for modules in [100] if options.quick else options.modules:
        with TemporaryDirectory() as folder:
            measure(modules, 5 if options.quick else options.edits, Path(folder).resolve())


if __name__ == "__main__":
    main()
