"""Scores a project, as the package says: ``python -m tests.oracle.blind PROJECT [-v] [--unproven]``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tests.oracle.blind import executing, scoring
from tests.oracle.checkout import python_path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="list what was missed and what was false"
    )
    parser.add_argument("--unproven", action="store_true", help='with "async-unsafe-unproven"')
    parser.add_argument("--execute", action="store_true", help="execute again what was executed before")
    options = parser.parse_args()
    project = options.project.resolve()
    kept = project / ".executed.json"
    if options.execute or not kept.exists():
        run = subprocess.run(
            [sys.executable, executing.__file__, project], stdout=subprocess.PIPE, text=True, check=True
        )
        kept.write_text(run.stdout)
    executed = json.loads(kept.read_text())
    reports = scoring.reports(project, python_path(project), unproven=options.unproven)
    print(scoring.Score(project, executed, reports).text(verbose=options.verbose))


if __name__ == "__main__":
    main()
