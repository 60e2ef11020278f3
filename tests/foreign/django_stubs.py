"""The suite of django-stubs: where it is had from, and how it is run, with our plugin in front or without.

`make foreign` runs all of it both ways and prints what belongs in `django_stubs.toml`.
"""

from __future__ import annotations

import configparser
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

ROOT: Final = Path(__file__).resolve().parents[2]
PINNED: Final[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "django_stubs.toml").read_text("utf-8")
)
KEPT: Final = ROOT / ".foreign"
"""Not in the repository: the suite is theirs."""
ELSEWHERE: Final = "DJANGO_STUBS_REPOSITORY"
"""The variable that names a clone of their repository, for a machine that does not reach its address."""
NEEDED: Final = ["tests/typecheck", "scripts", "mypy.ini", "LICENSE.md"]
EVERYTHING: Final = "tests/typecheck"
HOOK: Final = "scripts.tests_extension_hook.django_plugin_hook"
OURS: Final = "aobjects_mypy"


class UnreachableError(Exception):
    """The suite is neither here nor where it is published."""


def suite() -> Path:
    """Return the folder of the suite as it is pinned; it is fetched when it is not there."""
    folder = KEPT / f"django-stubs-{PINNED['commit']}"
    if not folder.exists():
        _fetch(folder)
    found = digest(folder)
    if found != PINNED["sha256"]:
        raise AssertionError(f"{folder} is not what is pinned: its sha256 is {found}")
    return folder


def _fetch(folder: Path) -> None:
    source = os.environ.get(ELSEWHERE) or PINNED["repository"]
    with tempfile.TemporaryDirectory() as temporary:
        clone = Path(temporary)
        try:
            _git(clone, "init", "--quiet")
            _git(clone, "fetch", "--quiet", "--depth", "1", source, PINNED["commit"])
            _git(clone, "checkout", "--quiet", PINNED["commit"], "--", *NEEDED)
        except (subprocess.SubprocessError, OSError) as error:
            said = getattr(error, "stderr", None) or error
            raise UnreachableError(
                f"{source} cannot be fetched (a clone may be named in {ELSEWHERE}): {said}"
            ) from None
        shutil.rmtree(clone / ".git")
        folder.parent.mkdir(exist_ok=True)
        shutil.copytree(clone, folder, dirs_exist_ok=True)


def _git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )


def digest(folder: Path) -> str:
    """Return the SHA-256 of the suite's files: of each its name and its content."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        found.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()


def run(work: Path, *parts: str, with_ours: bool) -> dict[str, str]:
    """Run the cases of these folders; return what pytest says of each: nothing where it passes."""
    folder = suite()
    configuration, report, caches = work / "mypy.ini", work / "report.xml", work / "caches"
    caches.mkdir()
    _configure(folder / "mypy.ini", configuration, with_ours=with_ours)
    command = [sys.executable, "-m", "pytest", *parts, "-q", "--tb=short", "-p", "tests.forked_mypy"]
    # Nothing of the other plugins, and nothing written into the suite.
    command += ["-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:hypothesispytest"]
    command += ["-c", os.devnull, "--rootdir", str(folder), f"--junitxml={report}"]
    command += [f"--mypy-ini-file={configuration}", f"--mypy-testing-base={caches}"]
    command += [f"--mypy-extension-hook={HOOK}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if not report.exists():
        raise RuntimeError(done.stdout[-4000:] + done.stderr[-4000:])
    return dict(_cases(report))


def _configure(theirs: Path, ours: Path, *, with_ours: bool) -> None:
    """Write their configuration, word for word but for the plugin in front."""
    parser = configparser.RawConfigParser()
    parser.read(theirs, encoding="utf-8")
    if with_ours:
        parser["mypy"]["plugins"] = f"{OURS}, {parser['mypy']['plugins']}"
    with ours.open("w", encoding="utf-8") as file:
        parser.write(file)


def _cases(report: Path) -> list[tuple[str, str]]:
    return [
        (
            f"{case.attrib['classname']}::{case.attrib['name']}",
            "\n".join(fault.text or "" for fault in [*case.findall("failure"), *case.findall("error")]),
        )
        for case in ElementTree.parse(report).iter("testcase")
    ]


def main() -> int:
    """Run everything twice; print what fails, and what differs without being listed."""
    failing = {}
    for with_ours in (False, True):
        with tempfile.TemporaryDirectory() as temporary:
            faults = run(Path(temporary), EVERYTHING, with_ours=with_ours)
        failing[with_ours] = {case for case, fault in faults.items() if fault}
        print(
            f"{'with us' if with_ours else 'without us'}: {len(faults)} cases, {len(failing[with_ours])} fail"
        )
    print("failing_without_us = [", *(f'    "{case}",' for case in sorted(failing[False])), "]", sep="\n")
    different = failing[True] ^ failing[False]
    print("different:", *sorted(different), sep="\n    ")
    return int(different != {found["case"] for found in PINNED.get("difference", [])})


if __name__ == "__main__":
    sys.exit(main())
